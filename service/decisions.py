"""A person decides: the one way for API and review page alike.

Gather (read the comment, and what waits beside it), decide (`judge`, pure), apply (compare-and-
set); if somebody was faster, look again and say so. A decision that reaches readers can wait for
some seconds first, in which it can be taken back (`service.settling` carries it out).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from moderation.comment import MOVES, HistoryEntry, Status, check_move
from moderation.store import Store
from moderation.store.records import Decision, Record
from moderation.store.settling import FROM, Unsettled

ATTEMPTS = 3


class Refused(Exception):
    """A decision was not made; nothing was overwritten."""


class UnknownComment(Refused):
    """No such comment on this site."""


class CommentChanged(Refused):
    """The comment's text was changed since the decider read it."""

    def __init__(self, record: Record) -> None:
        super().__init__(record.comment.id)
        self.record = record


class AlreadyDecided(Refused):
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
        wanted = move(site, record, wish)
        if not wait_ms or record.status not in FROM or wish.to is Status.HELD:
            (decided,) = await store.comments.decide([wanted])
            if decided.made:
                record, _ = await _read(store, site, comment_id)
                return Outcome(record, already=False)
        elif waits is not None:
            return Outcome(record, already=True, waits=waits)
        else:
            (put,) = await store.settling.put([wanted], wait_ms)
            if put.made:
                return Outcome(record, already=False, waits=put.waits)
    record, waits = await _read(store, site, comment_id)
    raise AlreadyDecided(record, waits)


async def take_back(
    store: Store, site: str, ids: Sequence[str], by: str
) -> list[Outcome | Refused]:
    """Undo what `by` decided last on each: without a trace while it waits, by a move after that.

    A comment whose last decision is not theirs is answered with `AlreadyDecided`.
    """
    found = await store.settling.find(site, ids)
    mine = [each for each in found if each and each.decision and each.decision.by == by]
    back = await store.settling.take_back(mine)
    taken = {each.id for each, ok in zip(mine, back, strict=True) if ok}
    late = [each for each in mine if each.id not in taken]
    # Due already: whoever carries them out, they are made once.
    await store.comments.decide([each.decision for each in late if each.decision])
    await store.settling.settled(late)
    records = await store.comments.read(site, ids)
    waits = await store.settling.of(site, ids)
    judged = [
        _reversal(site, record, waiting, by, taken)
        for record, waiting in zip(records, waits, strict=True)
    ]
    moves = [each for each in judged if isinstance(each, Decision)]
    made = [decided.made for decided in await store.comments.decide(moves)]
    now = await store.comments.read(site, [each.id for each in moves])
    moved = {each.id: _moved(record, ok) for each, record, ok in zip(moves, now, made, strict=True)}
    return [moved[each.id] if isinstance(each, Decision) else each for each in judged]


def _reversal(
    site: str, record: Record | None, waits: Unsettled | None, by: str, taken: Collection[str]
) -> Outcome | Refused | Decision:
    """The move by which a comment waits again; or what became of it without one. Pure."""
    if record is None:
        return UnknownComment()
    if record.comment.id in taken:
        return Outcome(record, already=False)
    if waits is None and record.status is Status.HELD:
        return Outcome(record, already=True)
    last = waits.by if waits else record.last_move.by
    if waits or last != by or Status.HELD not in MOVES[record.status]:
        return AlreadyDecided(record, waits)
    return move(site, record, Wish(Status.HELD, record.version, by))


def _moved(record: Record | None, made: bool) -> Outcome | Refused:
    if record is None:
        return UnknownComment()
    return Outcome(record, already=False) if made else AlreadyDecided(record)


def move(site: str, record: Record, wish: Wish) -> Decision:
    """The wish, as it is carried out on that record."""
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
