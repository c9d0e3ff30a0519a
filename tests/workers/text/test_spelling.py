"""Words that are hidden by their spelling, and ordinary words that only look so."""

import pytest

from workers.text.spelling import Spelling

WATCHED = ["women", "trash", "scum", "gay", "rapist", "vermin", "cages"]
KNOWN = {*WATCHED, "are", "all", "the", "i", "hate"}
SPELLING = Spelling([*WATCHED, "hate"], KNOWN, ["i", "all", "the", "are"], ["therapist", "hates"])


@pytest.mark.parametrize(
    ("token", "meant"),
    [
        ("w0men", ("women",)),
        ("tr@$h", ("trash",)),
        ("g4y", ("gay",)),
        ("scummm", ("scum",)),
        ("ihate", ("i", "hate")),
        ("allwomen", ("all", "women")),
        ("womenare", ("women", "are")),
        ("womenvermin", ("women", "vermin")),
        ("1hate", ("i", "hate")),
    ],
)
def test_a_disguised_word_is_what_it_reads_as(token: str, meant: tuple[str, ...]) -> None:
    assert SPELLING.meant(token) == meant
    assert SPELLING.any_meant(["the", token])


@pytest.mark.parametrize(
    "token",
    [
        *("", "a", "2024", "450mg", "100", "b4", "éé", "therapist", "womenswear", "4x4", "..."),
        *("aaa", "gayscum", "trashes", "w" * 40, "women" * 9, "$$$", "th3"),
    ],
)
def test_an_ordinary_token_is_nothing_else(token: str) -> None:
    assert SPELLING.meant(token) == ()
    assert not SPELLING.any_meant([token])


def test_a_letter_may_be_missing_or_exchanged_but_not_the_first() -> None:
    assert SPELLING.typos["womn"] == SPELLING.typos["wmoen"] == "women"
    assert SPELLING.typos["scmu"] == "scum"
    assert "omen" not in SPELLING.typos
    assert "scu" not in SPELLING.typos


def test_an_ordinary_or_a_known_word_is_no_misspelling() -> None:
    spelling = Spelling(["trash", "stain"], {"trash", "stain", "tarsh"}, ordinary=["satin"])
    assert not {"tarsh", "satin"} & spelling.typos.keys()
