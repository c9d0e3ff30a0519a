"""A person decides: the one way for API and review page alike.

Gather (read the comment, and what waits beside it), decide (`judge`, pure), apply (compare-and-
set); if somebody was faster, look again and say so. A decision that reaches readers can wait for
some seconds first, in which it can be taken back (`service.settling` carries it out).
"""

from dataclasses import dataclass

from moderation.comment import HistoryEntry, Status, check_move
from moderation.store import Store
from moderation.store.records import Decision, Record
from moderation.store.settling import FROM, Unsettled

ATTEMPTS = 3


class UnknownComment(Exception):
    """No such comment on this site."""


class CommentChanged(Exception):
    """The comment's text was changed since the decider read it."""

    def __init__(self, record: Record) -> None:
        super().__init__(record.comment.id)
        self.record = record


class AlreadyDecided(Exception):
    """Another decision was made since the decider looked; `last` is that decision."""

    def __init__(self, record: Record, waits: Unsettled | None = None) -> None:
        super().__init__(record.comment.id)
        self.record = record
        self.last: HistoryEntry = waits.entry() if waits else record.last_move


@dataclass(frozen=True, slots=True)
class Outcome:
    """`already`: the same decision had been made before, by whomever. `waits`: it can still be
    taken back, and has had no effect yet."""

    record: Record
    already: bool
    waits: Unsettled | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants: the comment moved `to`, as they saw it at `version`."""

    to: Status
    version: int
    by: str
    reason: str | None = None
    note: str | None = None


def judge(record: Record, wish: Wish, waits: Unsettled | None = None) -> bool:
    """True if the wish is to be carried out, False if it has been already.

    Raises `CommentChanged`, `AlreadyDecided` or `IllegalMove`.
    """
    if waits is not None and waits.to is not wish.to:
        raise AlreadyDecided(record, waits)
    if record.status is wish.to:
        return False
    if wish.version != record.version:
        missed = [entry for entry in record.history if entry.version > wish.version]
        if missed and not any(e.edited or e.to is Status.PENDING for e in missed):
            raise AlreadyDecided(record)
        raise CommentChanged(record)
    check_move(record.status, wish.to)
    return True


async def carry_out(
    store: Store, site: str, comment_id: str, wish: Wish, *, wait_ms: int = 0
) -> Outcome:
    """Make the move, after `wait_ms` if it is one that can wait. Raises `UnknownComment` and what
    `judge` raises."""
    for _ in range(ATTEMPTS):
        record, waits = await _read(store, site, comment_id)
        if not judge(record, wish, waits):
            return Outcome(record, already=True)
        move = _move(site, record, wish)
        if not wait_ms or record.status not in FROM or wish.to is Status.HELD:
            (decided,) = await store.comments.decide([move])
            if decided.made:
                record, _ = await _read(store, site, comment_id)
                return Outcome(record, already=False)
        elif waits is not None:
            return Outcome(record, already=True, waits=waits)
        else:
            (put,) = await store.settling.put([move], wait_ms)
            if put.made:
                return Outcome(record, already=False, waits=put.waits)
    record, waits = await _read(store, site, comment_id)
    raise AlreadyDecided(record, waits)


async def take_back(store: Store, site: str, comment_id: str, by: str) -> Outcome:
    """Undo what `by` decided last: without a trace while it waits, by a move of its own after that.

    Raises `UnknownComment`, or `AlreadyDecided` if the last decision is not theirs.
    """
    found = await store.settling.find(site, comment_id)
    if found and found.decision and found.decision.by == by:
        if await store.settling.take_back(found):
            record, _ = await _read(store, site, comment_id)
            return Outcome(record, already=False)
        # Due already: whoever carries it out, it is made once.
        await store.comments.decide([found.decision])
        await store.settling.settled([found])
    record, waits = await _read(store, site, comment_id)
    if waits is None and record.status is Status.HELD:
        return Outcome(record, already=True)
    if (waits.by if waits else record.last_move.by) != by:
        raise AlreadyDecided(record, waits)
    return await carry_out(store, site, comment_id, Wish(Status.HELD, record.version, by))


def _move(site: str, record: Record, wish: Wish) -> Decision:
    return Decision(
        id=record.comment.id,
        site=site,
        thread_key=record.comment.thread.key,
        status=record.status,
        version=record.version,
        to=wish.to,
        by=wish.by,
        reason=wish.reason,
        note=wish.note,
    )


async def _read(store: Store, site: str, comment_id: str) -> tuple[Record, Unsettled | None]:
    (record,) = await store.comments.read(site, [comment_id])
    if record is None:
        raise UnknownComment(comment_id)
    (waits,) = await store.settling.of(site, [comment_id])
    return record, waits
