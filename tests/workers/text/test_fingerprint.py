"""Marks of a text: the same again, and nearly the same."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.text.fingerprint import LONGEST, LONGEST_LIKENESS, MARKS, fingerprint, likeness
from workers.text.folding import fold

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


def test_marks_are_the_same_in_every_process() -> None:
    assert fingerprint("abcdefghijklmnopqrstuvwxyz", 20) == "qjSm0R0AQN"
    assert likeness(TALK, 16)[0] == "EuzMxiDC-Q"


def test_marks_that_make_another_letter_count() -> None:
    assert fingerprint("कि" * 10, 5) != fingerprint("का" * 10, 5)


def test_what_lies_beyond_the_bound_is_not_read() -> None:
    assert fingerprint("a" * LONGEST, 1) == fingerprint("a" * LONGEST + "b" * 10**6, 1)


def test_half_a_surrogate_pair_is_no_error() -> None:
    assert fingerprint("\ud800" * 3 + "abc" * 9, 1)


TALK = (
    "we moved to a small town on the coast last spring and the winters here are far milder than "
    "those that my parents had told me about when i was a child in the mountains"
)
OTHER = (
    "what surprised our whole group most was how quickly the bread rose once the oven door had "
    "been shut for a while and nobody opened it to look inside every other minute"
)


def marks(text: str) -> set[str]:
    return set(likeness(fold(text).text, 16))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Thank you so much for this, it helped me and my sister a lot!",
        "spam " * 500,
        "one two three " * 100,
        "> " + TALK,
        f"“{TALK}” Yes, quite.",
        f'He says "{TALK}" and I agree.',
        "https://example.org/" + TALK.replace(" ", "/"),
        "\u200b" * 400,
    ],
)
def test_a_text_with_few_words_of_its_own_is_like_no_other(text: str) -> None:
    assert marks(text) == set()


def test_other_texts_are_not_alike() -> None:
    assert marks(TALK).isdisjoint(marks(OTHER))


def test_two_comments_on_one_quotation_are_not_alike() -> None:
    assert marks(f"> {OTHER}\n{TALK}").isdisjoint(marks(f"> {OTHER}\n{TALK[::-1]}"))
    assert marks(f"“{OTHER}” {TALK}") == marks(TALK)


@pytest.mark.parametrize(
    "other",
    [
        TALK.upper(),
        TALK.replace("small town", "little village"),
        f"Hello dear friends! {TALK}",
        TALK.replace(" ", "\n\n"),
        TALK.replace("o", "\u043e").replace("a", "\u0430"),
        TALK.replace("spring", "sp\u200bring"),
        f"{TALK} https://one.example/a",
    ],
    ids=["case", "two words", "greeting", "space", "look-alikes", "invisible", "link"],
)
def test_a_small_change_leaves_a_mark(other: str) -> None:
    assert marks(other) & marks(TALK)


def test_chinese_needs_no_spaces() -> None:
    talk = "我们去年春天搬到海边的一个小镇这里的冬天比我父母告诉我的要温和得多"
    assert marks(talk)
    assert marks(talk.replace("小镇", "城市")) & marks(talk)


def test_the_more_two_texts_share_the_surer_they_are_known_again() -> None:
    """What the docstring promises of it, on random words."""
    rng = random.Random(1)

    def known_again(changed: int) -> float:
        hits = 0
        for _ in range(400):
            words = [f"w{rng.randrange(10**6)}" for _ in range(90)]
            other = words[:-changed] + [f"x{rng.randrange(10**6)}" for _ in range(changed)]
            hits += bool(marks(" ".join(words)) & marks(" ".join(other)))
        return hits / 400

    assert known_again(5) > 0.95  # nine tenths of the runs are shared
    assert 0.2 < known_again(30) < 0.5  # half
    assert known_again(74) < 0.02  # a tenth


@given(st.text(max_size=400))
def test_any_text_has_all_marks_or_none(text: str) -> None:
    assert len(likeness(fold(text).text, 1)) in (0, MARKS)


@pytest.mark.parametrize(
    "text",
    ['"' * 5000, "“" * 5000, "\n>" * 2500, "<blockquote" * 450, "a b " * 1250, "http://" * 700,
     " ".join(map(str, range(1200))), "“" + "a" * 4999, "字" * 5000],
    ids=str.strip,
)  # fmt: skip
@pytest.mark.timeout(30)
def test_no_text_takes_long(text: str) -> None:
    """Twenty times what the service takes: what is not linear in it would not end in time."""
    likeness(text * 20, 1)


def test_what_lies_beyond_the_bound_makes_no_other_likeness() -> None:
    long = " ".join(map(str, range(LONGEST_LIKENESS)))
    assert likeness(long + " and more of it", 16) == likeness(long, 14)
