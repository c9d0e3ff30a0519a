"""In which order a list is read: every comment once, whatever the scores and the hour."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from moderation.comment import Status
from moderation.store.records import Record
from service.review.order import BadPlace, Measure, Place, Sort, arrange, doubt, key, sorts
from tests import make

DUE_MS = 4 * 3_600_000
NOW = 10 * DUE_MS
MEASURE = Measure(make.POLICY, DUE_MS)
OTHERS = [sort for sort in Sort if sort is not Sort.RECOMMENDED]


def record(created_ms: int, score: float | None = 4.0, category: str = "spam") -> Record:
    verdict = make.verdict(Status.HELD, category=category)
    judged = None if score is None else structs.replace(verdict, score=score)
    return Record(make.comment(), Status.HELD, 2, created_ms * 1000, judged, ())


def test_care_comes_first_then_what_is_late_then_what_is_unsure() -> None:
    late = NOW - DUE_MS - 1
    wanted = [
        record(late, category="self_harm"),
        record(NOW - 1, category="self_harm"),
        record(late - 9, score=5.5),
        record(late, score=3.0),
        record(NOW - 5, score=None),
        record(NOW - 3, score=3.1),
        record(NOW - 9, score=7.8),
        record(NOW - DUE_MS, score=5.5),
    ]
    found = arrange(reversed(wanted), Sort.RECOMMENDED, MEASURE, NOW, None)
    assert [each for _, each in found] == wanted


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.OLDEST, [0, 1, 2, 3]),
        (Sort.NEWEST, [3, 2, 1, 0]),
        (Sort.SCORE, [2, 0, 3, 1]),
        (Sort.UNCERTAIN, [1, 0, 3, 2]),
    ],
)
def test_an_order_is_what_its_name_says(sort: Sort, order: list[int]) -> None:
    records = [record(1, 4.0), record(2, None), record(3, 99.0), record(4, 4.0)]
    found = arrange(records, sort, MEASURE, NOW, None)
    assert [each for _, each in found] == [records[n] for n in order]


def test_a_score_is_as_unsure_as_it_is_near_to_a_line() -> None:
    assert [doubt(record(1, score), make.POLICY) for score in (3.0, 2.9, 7.5, 5.5)] == [
        *(0, 100, 500, 2500)
    ]


scores = st.none() | st.floats(allow_nan=False) | st.sampled_from([0.0, 3.0, 8.0])
many = st.lists(st.tuples(scores, st.sampled_from(["spam", "self_harm"])), max_size=40)


@given(many, st.sampled_from(Sort), st.integers(1, 9), st.data())
def test_pages_have_every_comment_once_whatever_is_decided_between(
    drawn: list[tuple[float | None, str]], sort: Sort, size: int, data: st.DataObject
) -> None:
    left = [record(n * DUE_MS // 4, *each) for n, each in enumerate(drawn)]
    whole = [each for _, each in arrange(left, sort, MEASURE, NOW, None)]
    seen: list[Record] = []
    gone: set[str] = set()
    after = None
    while page := arrange(left, sort, MEASURE, NOW, after)[:size]:
        seen += [each for _, each in page]
        after = Place.read(str(Place(0, NOW, 1, page[-1][0]))).after
        decided = data.draw(st.sets(st.sampled_from([each.comment.id for each in left])))
        gone |= decided - {each.comment.id for each in seen}
        left = [each for each in left if each.comment.id not in decided]
        if not left:
            break
    assert [each for each in whole if each.comment.id not in gone] == seen


@given(st.integers(0, 10**16), st.integers(0, 10**13), st.none() | st.tuples(*[st.integers(0)] * 2))
def test_a_place_is_read_as_it_was_written(
    first: int, at_ms: int, end: tuple[int, int] | None
) -> None:
    place = Place(first, at_ms)
    if end is not None:
        place = Place(first, at_ms, end[0] % 10**17, (3, -end[1] % 10**17, -first))
    assert Place.read(str(place)) == place


@pytest.mark.parametrize(
    "text", ["", "1", "1.2.3", "1.2.3.4.5.6.7", "a.b", "1.2 ", "٣.٣", "1." * 9]
)
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(BadPlace):
        Place.read(text)


def test_what_is_held_has_an_order_of_its_own() -> None:
    assert sorts(Status.HELD) == [Sort.RECOMMENDED, *OTHERS]
    assert sorts(Status.REJECTED) == OTHERS


@given(st.floats(allow_nan=False))
def test_a_key_fits_into_an_address(score: float) -> None:
    for sort in Sort:
        place = Place(1, NOW, 2, key(record(1, score), sort, MEASURE, NOW))
        assert Place.read(str(place)) == place
