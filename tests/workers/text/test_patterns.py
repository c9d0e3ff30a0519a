"""Patterns: choices, gaps, classes; and that no text makes them slow."""

import pytest

from tests.workers.samples import subject
from workers.text.patterns import Patterns, apart
from workers.text.steps import UnknownClass

CLASSES = {"site": ["site", "web site", "Web-Page"], "wish": ["want", "would like"]}


def marked(pattern: str, text: str) -> list[str]:
    found = Patterns([pattern], CLASSES).find(subject(text))
    return [text[one.span[0] : one.span[1]] for one in found]


@pytest.mark.parametrize(
    ("pattern", "text", "words"),
    [
        ("buy|sell pills", "BUY pills, sells pills; sell  pills", ["BUY pills", "sell  pills"]),
        ("i ... die", "I really do not die", ["I really do not die"]),
        ("i ... die", "I would really rather not die", []),
        ("your <site>", "your web site, your webpage, your web-page", None),
        ("<wish> a <site>", "I would like a site", ["would like a site"]),
        ("self-harm", "self-harm, self harm, selfharm", ["self-harm", "self harm"]),
        ("don't", "don’t, dont", ["don’t"]),
        ("buy now", "buy ..... now", []),
        ("... buy now ...", "so buy now then", ["buy now"]),
        ("no reason ... live", "no reason at all to live, no reason", ["no reason at all to live"]),
        ("a b", "a", []),
        ("^ check out", "Check out, and check out", ["Check out"]),
        ("^ check out", "So check out", []),
        (
            "$|£ <number> ... profit",
            "$100 of profit, £ 5k profit",
            ["$100 of profit", "£ 5k profit"],
        ),
        ("subscribe to", "SUBSCRIIIIBE tooo", ["SUBSCRIIIIBE tooo"]),
        ("купить онлайн", "Купить ОНЛАЙН", ["Купить ОНЛАЙН"]),
        ("buy pills", "bυy p<b>i</b>lls", ["bυy p<b>i</b>lls"]),
    ],
)
def test_a_pattern_is_found_whole_and_near(
    pattern: str, text: str, words: list[str] | None
) -> None:
    assert marked(pattern, text) == (
        words or (["your web site", "your web-page"] if words is None else [])
    )


def test_the_words_of_the_gaps_are_told_apart_from_the_first() -> None:
    (found,) = Patterns(["i|we ... want to ... die"]).find(subject("We never want to just die"))
    assert (found.first, found.gaps, found.pattern) == (
        "we",
        "never just",
        "i|we ... want to ... die",
    )


def test_a_class_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UnknownClass, match="sites"):
        Patterns(["your <sites>"], CLASSES)


def test_a_pattern_of_nothing_finds_nothing() -> None:
    assert Patterns(["", "...", "|"]).find(subject("a b c")) == []


@pytest.mark.parametrize(
    "unit", ["i ", "i want to ", "buy i want ", "die ", "a.", "want to die i "]
)
@pytest.mark.timeout(30)
def test_time_is_bounded_whatever_is_repeated(unit: str) -> None:
    """Twenty times what the service takes: what is not linear in it would not end in time."""
    patterns = Patterns(
        ["i ... want ... to ... live", "i ... want ... die ... now", "buy ... i ... i x"]
    )
    patterns.find(subject((unit * 5000)[:5000] * 20))


def test_as_many_spans_as_can_be_are_kept_apart() -> None:
    assert apart([(0, 9), (0, 3), (2, 5), (5, 9), (4, 6)]) == ((0, 3), (4, 6))
    assert apart([]) == ()
