"""Wordings: what each sign of theirs means."""

import pytest

from workers.text.wordings import LONGEST, Lexicon, Together, Wordings, trimmed

FAMILIES = {
    "i": ["i", "i'm", "me"],
    "want": ["want", "wanna"],
    "DIE": ["die", "dying"],
    "soft": ["just", "really", "to", "so"],
    "undo": ["not", "never"],
    "and": ["and", "but"],
}


def found(wording: str, text: str, disguised: tuple[str, ...] = ()) -> list[str]:
    """The places where the wording stands, as they are written."""
    lexicon = Lexicon(FAMILIES, [wording])
    wordings = Wordings(lexicon, [wording])
    lexicon.disguise(disguised)
    letters, places = lexicon.read(text), lexicon.places(text)
    spans = [trimmed(letters, match) for match in wordings.find(letters)]
    return [text[places[first][0] : places[last][1]] for first, last in spans]


@pytest.mark.parametrize(
    ("wording", "text", "marks"),
    [
        ("want die", "you want die now", ["want die"]),
        ("want|need die", "you need die", ["need die"]),
        ("<want> <DIE>", "they wanna die", ["wanna die"]),
        ("<want>|need <DIE>", "need dying", ["need dying"]),
        ("want to? die", "want die want to die", ["want die", "want to die"]),
        ("want .. die", "want so really just to die", ["want so really just to die"]),
        ("want ... die", "want a b c die", ["want a b c die"]),
        ("want .... die", "want 1 2 3 4 5 not 7 8 9 10 11 12 die", None),
        ("die !young", "die, die young", ["die"]),
        ("^ want", "want. you want, want and want", ["want", "want", "and want"]),
        ("i|^ want", "so i want but want", ["i want", "but want"]),
        ("die $", "die here. die, and die but", ["die", "die"]),
        ("die soon|$", "die soon. die now. die", ["die soon", "die"]),
        ("want to die", 'want, to "die', ['want, to "die']),
        ("want to die", "want\nto die", ["want\nto die"]),
        ("want to die", "want ... to die", ["want ... to die"]),
        ("self harm", "self-harm", ["self-harm"]),
    ],
)
def test_a_wording_is_found(wording: str, text: str, marks: list[str] | None) -> None:
    assert found(wording, text) == ([text] if marks is None else marks)


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("want die", "want to die"),
        ("want die", "wants die"),
        ("want to die", "want. to die"),
        ("want to die", "want\n\nto die"),
        ("want .. die", "want so so so so so so die"),
        ("want .. die", "want a die"),
        ("want ... die", "want a b c d die"),
        ("want ... die", "want never die"),
        ("want .... die", "want 1 2 3 4 5 6 7 8 9 10 11 12 13 die"),
        ("want .... die", "want. die"),
        ("die !<DIE>", "die, dying"),
        ("<none> die", "die"),
        ("die <none>", "die"),
        ("...", "die"),
        ("want die", ""),
    ],
)
def test_a_wording_is_not_found(wording: str, text: str) -> None:
    assert found(wording, text) == []


@pytest.mark.parametrize("text", ["d!e", "d1e", "d*e", "di3", "dieeee"])
def test_a_disguised_word_is_found_if_the_policy_says_so(text: str) -> None:
    assert found("die", text, ("die",)) == [text]
    assert found("die", text) == []


def test_an_exclamation_mark_ends_a_sentence_all_the_same() -> None:
    assert found("want die", "want die! want!die", ("die",)) == ["want die"]


def test_a_text_is_read_to_a_length() -> None:
    assert found("die", "a " * (LONGEST - 1) + "die") == ["die"]
    assert found("die", "a " * LONGEST + "die") == []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("i was cutting, and my arms", True),
        ("arms: cutting. i", False),
        ("arms cutting i", True),
        ("i was cutting. my arms", False),
        ("cutting arms", False),
        ("i " + "a " * 50 + "cutting arms", False),
    ],
)
def test_words_together_stand_in_one_sentence_in_any_order(text: str, is_found: bool) -> None:
    wording = "<i>|my cutting arms|legs"
    lexicon = Lexicon(FAMILIES, [wording])
    assert bool(Together(lexicon, [wording]).find(lexicon.read(text))) is is_found
