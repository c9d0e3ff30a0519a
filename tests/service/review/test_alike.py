"""What is like a comment, and what belongs together."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from moderation.comment import Author, Status
from moderation.store.records import Record
from moderation.verdict import Signal
from service.filters import Filter
from service.review.alike import By, alike, group_among, groups
from service.review.highlight import cut, split
from tests import make


def record(created_us: int, group: str = "", body: str = "Nice", **fields: Any) -> Record:
    params: dict[str, Any] = {"campaign": group} if group else {}
    signals = (Signal("duplicates", "near_text", params=params),)
    verdict = make.verdict(Status.HELD, signals=signals)
    return Record(make.comment(body, **fields), Status.HELD, 2, created_us, verdict, ())


def test_a_campaign_is_its_first_comment_and_those_like_it() -> None:
    first, second, third, other = record(5), record(6, "5"), record(7, "5"), record(8)
    known = groups([third, first, other, second])
    assert known == {"5": 3}
    assert [group_among(each, known) for each in (first, second, other)] == ["5", "5", None]
    assert groups([second, third]) == {"5": 2}
    assert groups([first, other]) == {}


def test_others_are_alike_in_text_author_and_links() -> None:
    ana = Author(name="Ana", email="a@b.example")
    own = record(6, "5", "https://x.example and https://y.example", author=ana)
    others = [
        record(5, body="http://y.example"),
        record(7, "5", author=Author(name="Ana")),
        record(8, author=ana, body="www.y.example/z"),
    ]
    assert [(each.by, each.count, each.filter) for each in alike(own, others)] == [
        (By.GROUP, 2, Filter(group="5")),
        (By.AUTHOR, 1, Filter(author="a@b.example")),
        (By.HOST, 2, Filter(host="y.example")),
    ]
    assert alike(record(1), [record(2), record(3)]) == []


def test_what_is_listed_is_what_was_counted() -> None:
    own = record(6, "5", "https://x.example", author=Author(name="Ana"))
    others = [record(n, "5", "https://x.example", author=Author(name="Ana")) for n in (5, 7)]
    for each in alike(own, others):
        assert sum(each.filter.wants(other, 0) for other in others) == each.count == 2


spans = st.lists(st.tuples(st.integers(1, 4), st.tuples(st.integers(0, 60), st.integers(0, 60))))


@given(st.text(max_size=50), spans, st.integers(0, 60))
def test_a_text_that_is_cut_is_all_there_with_its_marks(
    text: str, marked: list[tuple[int, tuple[int, int]]], at: int
) -> None:
    pieces = cut(text, marked)
    head, rest = split(pieces, at)
    assert "".join(piece.text for piece in head) == text[:at]
    assert "".join(piece.text for piece in rest) == text[at:]
    by_letter = [(char, piece.marks) for piece in pieces for char in piece.text]
    assert [(char, piece.marks) for piece in (*head, *rest) for char in piece.text] == by_letter
