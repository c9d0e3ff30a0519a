"""In which order a list is read, and a place in it. Pure.

A key never changes while its comment stays as it is and the moment of reading the same: a place
says both, so that the next page neither leaves out nor repeats a comment.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from moderation.comment import Status
from moderation.policy import Policy
from moderation.store.records import Record
from moderation.verdict import is_care
from service.language import gettext, marked

Key = tuple[int, int, int]

_PLACE = re.compile(r"-?[0-9]{1,17}(?:\.-?[0-9]{1,17}){1,5}")


class Sort(StrEnum):
    """How a list may be ordered."""

    RECOMMENDED = "recommended"
    OLDEST = "oldest"
    NEWEST = "newest"
    SCORE = "score"
    UNCERTAIN = "uncertain"


NAMES = {
    Sort.RECOMMENDED: marked("Recommended"),
    Sort.OLDEST: marked("Oldest"),
    Sort.NEWEST: marked("Newest"),
    Sort.SCORE: marked("Highest score"),
    Sort.UNCERTAIN: marked("Most uncertain"),
}
FORMULAS = {
    Sort.RECOMMENDED: marked(
        "The urgent first; then what is overdue, the longest first; then the rest, those first "
        "whose score is closest to a threshold."
    ),
    Sort.OLDEST: marked("By when they were written, the oldest first."),
    Sort.NEWEST: marked("By when they were written, the newest first."),
    Sort.SCORE: marked("The highest score first; of equal ones the oldest."),
    Sort.UNCERTAIN: marked("Those first whose score is closest to a threshold."),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """What an order may go by, besides a comment itself. What is held is due after `due_ms`."""

    policy: Policy
    due_ms: int


def sorts(status: Status) -> list[Sort]:
    """In which orders a list may be read; the first goes without saying."""
    first = Sort.RECOMMENDED if status is Status.HELD else Sort.OLDEST
    return [first, *(each for each in Sort if each not in (first, Sort.RECOMMENDED))]


def texts(status: Status, sort: Sort) -> dict[str, object]:
    """What a page says of them."""
    return {
        "sorts": {each: gettext(NAMES[each]) for each in sorts(status)},
        "formula": gettext(FORMULAS[sort]),
    }


def key(record: Record, sort: Sort, measure: Measure, now_ms: int) -> Key:
    """What comes first has the least. Of what is alike the older comes first; no two are the same,
    since no two comments share a creation."""
    if sort is Sort.RECOMMENDED:
        rank = 0 if is_care(record.verdict, measure.policy) else 2
        if now_ms - record.created_ms > measure.due_ms:
            return rank, 0, record.created_us
        return rank + 1, doubt(record, measure.policy), record.created_us
    if sort is Sort.NEWEST:
        return 0, 0, -record.created_us
    if sort is Sort.SCORE:
        return 0, -_milli(record.verdict.score if record.verdict else 0.0), record.created_us
    unsure = doubt(record, measure.policy) if sort is Sort.UNCERTAIN else 0
    return 0, unsure, record.created_us


def doubt(record: Record, policy: Policy) -> int:
    """How far the score lies from the nearer threshold, in thousandths. Of what was not judged
    nothing is certain."""
    if record.verdict is None:
        return 0
    lines, score = policy.thresholds, record.verdict.score
    return _milli(min(abs(score - lines.hold), abs(score - lines.reject)))


def _milli(score: float) -> int:
    return round(min(max(score, -1e9), 1e9) * 1000)


def arrange(
    records: Iterable[Record], sort: Sort, measure: Measure, now_ms: int, after: Key | None
) -> list[tuple[Key, Record]]:
    """With their keys, in order; those that come after a place."""
    keyed = ((key(record, sort, measure, now_ms), record) for record in records)
    return sorted(
        (each for each in keyed if after is None or each[0] > after), key=lambda each: each[0]
    )


class BadPlace(ValueError):
    """A cursor that no list of ours gave."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: within a window of creations from `first` to `last` (us), read as of
    `at_ms`, after the comment with the key `after`. A window that is yet to be read has neither
    `last` nor `after`."""

    first: int | None
    at_ms: int
    last: int | None = None
    after: Key | None = None

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises `BadPlace`."""
        numbers = [int(part) for part in text.split(".")] if _PLACE.fullmatch(text) else []
        if len(numbers) == 2:
            return cls(numbers[0], numbers[1])
        if len(numbers) != 6:
            raise BadPlace(text)
        return cls(numbers[0], numbers[1], numbers[2], (numbers[3], numbers[4], numbers[5]))

    def __str__(self) -> str:
        numbers = [self.first or 0, self.at_ms]
        if self.last is not None and self.after is not None:
            numbers += [self.last, *self.after]
        return ".".join(map(str, numbers))
