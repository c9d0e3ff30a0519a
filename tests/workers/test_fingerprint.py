"""The fingerprint of a text."""

import pytest

from workers.fingerprint import LONGEST, fingerprint

TEXT = "Great article, thanks for sharing!"


@pytest.mark.parametrize(
    "other",
    [
        "great ARTICLE\n\n thanks -- for... sharing",
        "Great\u200b article, thanks\u00a0for sharing!",
        "Ｇｒｅａｔ article, thanks for sharing!",
        "G.r.e.a.t article_thanks_for_sharing",
    ],
)
def test_the_same_letters_have_the_same_fingerprint(other: str) -> None:
    assert fingerprint(other, 20) == fingerprint(TEXT, 20)


@pytest.mark.parametrize("other", ["Great article, thanks for sharing 2", "Great articles"])
def test_other_letters_have_another(other: str) -> None:
    assert fingerprint(other, 1) != fingerprint(TEXT, 1)


@pytest.mark.parametrize("text", ["", "... !!!", "Thanks!", " " * 90 + "yes", "😀"])
def test_a_short_text_has_none(text: str) -> None:
    assert fingerprint(text, 20) is None


def test_it_is_24_hex_digits_and_the_same_in_every_process() -> None:
    assert fingerprint("abcdefghijklmnopqrstuvwxyz", 20) == "688bedfbbcefd1786938e442"


def test_marks_that_make_another_letter_count() -> None:
    assert fingerprint("कि" * 10, 5) != fingerprint("का" * 10, 5)


def test_what_lies_beyond_the_bound_is_not_read() -> None:
    assert fingerprint("a" * LONGEST, 1) == fingerprint("a" * LONGEST + "b" * 10**6, 1)


def test_half_a_surrogate_pair_is_no_error() -> None:
    assert fingerprint("\ud800" * 3 + "abc" * 9, 1)
