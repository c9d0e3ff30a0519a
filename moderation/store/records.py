"""What goes into the store and what comes out of it: plain values, no behaviour."""

from dataclasses import dataclass
from enum import StrEnum

import msgspec

from moderation.comment import Comment, HistoryEntry, Status
from moderation.lesson import Lesson
from moderation.verdict import Verdict

# A decision by a person may be undone for so long before anything is learned from it.
LESSON_MS = 10_000


class Accepted(StrEnum):
    """What became of an intake. Only `accepted` and `replayed` promise anything."""

    ACCEPTED = "accepted"
    REPLAYED = "replayed"
    MISMATCH = "mismatch"
    NO_PARENT = "no_parent"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Intake:
    """A comment on its way in. `idempotency` is (digest of the key, fingerprint of the request).

    `left_ms`: so long it is left to whoever wrote it to decide on it, before the checks do.
    """

    comment: Comment
    trusted: bool = False
    watched: bool = False
    left_ms: int | None = None
    idempotency: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """`id` is the first comment's if this intake replays one. `rung` asks for a drain."""

    word: Accepted
    id: str
    rung: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A comment leased to a drain. `attempts` counts this one. What is not `readable` is damaged in
    the store, and has no text here."""

    comment: Comment
    version: int
    created_us: int
    attempts: int
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Claims:
    """What one drain got in one go. `rush`: intake is at its limit just now."""

    comments: tuple[Claim, ...]
    rush: bool


@dataclass(frozen=True, slots=True)
class Record:
    """A comment with where it stands and how it got there, oldest move first."""

    comment: Comment
    status: Status
    version: int
    created_us: int
    verdict: Verdict | None
    history: tuple[HistoryEntry, ...]

    @property
    def created_ms(self) -> int:
        return self.created_us // 1000

    @property
    def last_move(self) -> HistoryEntry:
        """What put it where it stands; a change of its text alone moves nothing."""
        return next(entry for entry in reversed(self.history) if entry.moved)

    @property
    def erased(self) -> bool:
        """Did its author take it back?"""
        return self.history[-1].erased

    @property
    def edits(self) -> tuple[HistoryEntry, ...]:
        """Every change of its text, oldest first."""
        return tuple(entry for entry in self.history if entry.edited)


class Before(msgspec.Struct, frozen=True):
    """A text that stood until the edit that made version `until`; the history says whose it was."""

    until: int
    body: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A move somebody wants made, on what they saw (`status`, `version`).

    `parties` are those in whose records the comment counts from now on; none: those it had. `care`:
    the verdict puts it in care.
    """

    id: str
    site: str
    thread_key: str
    status: Status
    version: int
    to: Status
    by: str
    verdict: Verdict | None = None
    reason: str | None = None
    note: str | None = None
    parties: tuple[str, ...] = ()
    care: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """`made` is False if the comment was no longer what the decider saw; `status` and `version` are
    then the present ones, None if there is no such comment."""

    made: bool
    status: Status | None
    version: int | None


@dataclass(frozen=True, slots=True)
class Due:
    """A comment to learn from, at `version`; '' if there is no such comment."""

    id: str
    version: str


class Learnt(StrEnum):
    """What became of a teaching. `not_now` stays due, if it was."""

    CHANGED = "changed"
    AS_BEFORE = "as_before"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True)
class Teaching:
    """What comment `id` teaches; None for nothing, which forgets what it taught before.

    `seen` is the version on which that rests, '' if there is no such comment, '*' if none matters.
    """

    id: str
    lesson: Lesson | None
    seen: str
