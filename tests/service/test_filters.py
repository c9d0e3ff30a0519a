"""Which comments are wanted: as an address says it, and as a record shows it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.comment import Author, Status
from moderation.store.records import Record
from moderation.verdict import Signal
from service.filters import HOUR_MS, Filter, group_of
from service.problems import Problem
from tests import make

NOW = 100 * HOUR_MS


def record(body: str = "Nice", *signals: Signal, age: float = 0, **fields: Any) -> Record:
    verdict = make.verdict(Status.HELD, signals=signals)
    created = NOW - int(age * HOUR_MS)
    return Record(make.comment(body, **fields), Status.HELD, 2, created * 1000, verdict, ())


SIGNAL = Signal("duplicates", "near_text", params={"n": 3, "campaign": "17"})
ANA = Author(name="Ana Ødegård", email="Ana@Mail.Example", url="https://ana.example/")


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("rule=duplicates.near_text", True),
        ("rule=duplicates.same_text", False),
        ("rule=near_text", False),
        ("check=duplicates", True),
        ("domain=mail.example", True),
        ("domain=@MAIL.example", True),
        ("domain=example", False),
        ("host=b.example", True),
        ("host=ana.example", True),
        ("host=B.example.", True),
        ("host=mail.example", False),
        ("host=b.example/x", False),
        ("group=17", True),
        ("group=1", False),
        ("lang=de", True),
        ("lang=DE-at", True),
        ("lang=d", False),
        ("lang=de-AT-x", False),
        ("lang=en", False),
        ("older=2", True),
        ("older=3.5", False),
        ("newer=3.5", True),
        ("newer=2", False),
        ("score=0", True),
        ("score=0.5", False),
        ("q=STRASSE", True),
        ("q=straße  ødegård", True),
        ("q=ana@mail", True),
        ("q=straße gasse", False),
        ("q=Ａna", True),
        ("q=.*", False),
        ("q=%20", True),
        ("category=clean&older=2&host=b.example", True),
        ("category=spam&older=2&host=b.example", False),
    ],
)
def test_everything_that_is_asked_for_must_hold(query: str, wanted: bool) -> None:
    fields = dict(pair.split("=") for pair in query.replace("%20", " ").split("&"))
    body = "In der Straße: http://a.b.example/x"
    made = record(body, SIGNAL, age=3, author=ANA, lang="de-AT")
    assert Filter.read(fields).wants(made, NOW) is wanted


def test_what_was_not_judged_has_neither_score_nor_rule() -> None:
    made = Record(make.comment(), Status.HELD, 2, 0, None, ())
    for query in (
        {"score": "-9"},
        {"rule": "a.b"},
        {"category": "clean"},
        {"domain": "a.example"},
        {"lang": "de"},
    ):
        assert not Filter.read(query).wants(made, NOW)


def test_an_id_finds_its_comment_and_no_other() -> None:
    first, second = record(), record()
    search = Filter.read({"q": f" {first.comment.id} "})
    assert (search.wants(first, NOW), search.wants(second, NOW)) == (True, False)


def test_the_first_of_a_campaign_belongs_to_it() -> None:
    first, later = record(), record("x", SIGNAL)
    assert (group_of(first), group_of(later)) == (None, "17")
    assert Filter(group=str(first.created_us)).wants(first, NOW)


@pytest.mark.parametrize(
    "query",
    [{"older": "x"}, {"newer": "nan"}, {"score": "inf"}, {"score": "1e999"}, {"q": "x" * 201}],
)
def test_what_cannot_be_read_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(Problem) as caught:
        Filter.read(query)
    assert caught.value.slug == "bad-request"


texts = st.none() | st.text(min_size=1, max_size=30)
numbers = st.none() | st.integers(-(10**6), 10**6).map(lambda n: n / 1000)


@given(st.builds(Filter, *[texts] * 9, *[numbers] * 3, texts))
def test_an_address_says_the_same_filter(asked: Filter) -> None:
    assert Filter.read(asked.said()) == asked


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_cannot_be_searched(body: str, words: str) -> None:
    made = record(body)
    assert Filter(q=body[:50] or "x").wants(made, NOW) or not body
    Filter(q=words, host=words, domain=words).wants(made, NOW)
