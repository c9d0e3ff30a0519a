"""How listed words may be spelt, and what is none of them."""

import pytest
from better_profanity import Profanity as Library

from moderation.policy.profanity import Compounds, Profanity, Words
from tests.workers.samples import DEFAULT
from workers.text.lexicon import Lexicon, Listed

SMALL = Lexicon(
    Profanity(
        strong=("wibble", "grotty cow", "bonk", "coño", "хряк"),
        slur=("snoddy",),
        mild=("blimey",),
        clinical=("elbow",),
        ordinary=("bonks", "wobble"),
        stems=("wibble",),
        innocent=("twibbles",),
        compounds=(Compounds(fronts=("mud",), backs=("face",), apart=True),),
        respelt={"wibble": ("wybble",)},
        fragments=("wib", "ble"),
        languages={"klingon": Words(strong=("petaq",), stems=("petaq",))},
    ),
    ["gosh"],
)
WIBBLE = Listed("wibble", "strong")


@pytest.mark.parametrize(
    ("spelling", "word"),
    [
        *(("wibble", "wibble"), ("wibbles", "wibble"), ("wibble's", "wibble")),
        *(("wybble", "wibble"), ("wybbles", "wibble"), ("wibblez", "wibble")),
        ("grottycow", "grotty cow"),
        *(("mudface", "mudface"), ("mudfaces", "mudfaces"), ("petaq", "petaq"), ("gosh", "gosh")),
        *(("snoddies", None), ("bonks", None), ("wobble", None), ("elbows", None), ("cono", None)),
        *(("coño", "coño"), ("хряк", "хряк"), ("grotty", None), ("facemud", None)),
    ],
)  # fmt: skip
def test_a_plain_spelling_is_a_listed_word_or_none(spelling: str, word: str | None) -> None:
    listed = SMALL.whole(spelling)
    assert (listed.word if listed else None) == word


@pytest.mark.parametrize("letters", ["wibbble", "wiiibble", "wlbble", "wibbleee"])
def test_a_disguised_word_may_be_stretched_or_have_letters_alike(letters: str) -> None:
    assert SMALL.matching(letters) == WIBBLE


@pytest.mark.parametrize("letters", ["wible", "wlbble", "bon", "wibbl"])
def test_a_stretched_word_has_all_letters_of_the_listed_one(letters: str) -> None:
    assert SMALL.matching(letters, exactly=True) is None


@pytest.mark.parametrize("pattern", ["w*bble", "w****e", "wi****", "w*bbl*", "wibbl*", "w*****"])
def test_a_masked_word_is_known_by_what_is_left(pattern: str) -> None:
    assert SMALL.masked(pattern) == WIBBLE


@pytest.mark.parametrize(
    "pattern", ["******", "w*bbls", "b***", "s*****", "e*bow", "b****y", "p*taq"]
)
def test_too_much_of_a_mask_is_no_word(pattern: str) -> None:
    assert SMALL.masked(pattern) is None


def test_a_stem_is_found_inside_but_not_in_an_innocent_piece() -> None:
    assert SMALL.inside("unwibblesome") == WIBBLE
    assert SMALL.inside("twibbles") is None


def test_a_word_may_be_torn_unless_both_parts_are_words() -> None:
    assert SMALL.torn["wi"]["bble"] == "wibble"
    assert "ble" not in SMALL.torn.get("wib", {})


def test_every_word_of_the_library_that_is_not_ordinary_is_known() -> None:
    options = DEFAULT.checks.profanity
    library = [str(word) for word in Library().CENSOR_WORDSET]
    lexicon = Lexicon(options, library)
    unknown = {word for word in library if lexicon.whole(word) is None}
    assert unknown <= set(options.ordinary)
    assert unknown
