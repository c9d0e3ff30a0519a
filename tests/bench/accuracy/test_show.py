"""Rows for the eyes of a developer."""

import pytest

from bench.accuracy.run import Judged
from bench.accuracy.sets import Row
from bench.accuracy.show import escaped, shown, wanted


@pytest.mark.parametrize("text", ["", "a", "a:b", "a:b:c:d", "a::c"])
def test_what_is_wanted_has_three_parts(text: str) -> None:
    with pytest.raises(ValueError, match="SET:LABEL:OUTCOME"):
        wanted(text)


def test_a_terminal_is_given_nothing_to_obey() -> None:
    hostile = "red\x1b[31m\r\n\u202eback\u200b\x9b"
    assert escaped(hostile) == r"red\x1b[31m\r\n\u202eback\u200b\x9b"
    assert escaped("naïve 日本 😀") == "naïve 日本 😀"


def judged(number: int, outcome: str = "held", label: str = "ham") -> Judged:
    row = Row("blog", label, {"id": number, "author": "A\x1b", "text": f"Text\n{number}"})
    return Judged(row, outcome, "spam", 2.5, (("links.too_many", 2.5),), (), 1.0)


def test_only_rows_with_the_label_and_the_outcome_are_shown() -> None:
    rows = [judged(1), judged(2, outcome="published"), judged(3, label="spam")]
    assert list(shown(rows, wanted("blog:ham:held"), limit=9, seed=1)) == [
        "1 rows; shown: 1",
        "",
        "blog 1: held, spam, 2.5",
        "  author: A\\x1b",
        "  Text\\n1",
        "    +2.5 links.too_many",
    ]


@pytest.mark.parametrize(
    ("which", "count"),
    [("blog:*:held", 2), ("blog:ham:*", 2), ("blog:*:spam", 3), ("other:*:*", 0)],
)
def test_a_star_is_any_and_a_category_will_do(which: str, count: int) -> None:
    rows = [judged(1), judged(2, outcome="published"), judged(3, label="spam")]
    assert next(iter(shown(rows, wanted(which), limit=0, seed=1))) == f"{count} rows; shown: 0"


def test_the_seed_draws_the_rows() -> None:
    rows = [judged(number) for number in range(100)]
    drawn = [list(shown(rows, wanted("blog:*:*"), 5, seed)) for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
