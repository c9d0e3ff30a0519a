"""A person decides: the one way for API and review page alike.

Gather (read the comment), decide (`judge`, pure), apply (compare-and-set); if somebody was faster,
look again and say so.
"""

from dataclasses import dataclass

from moderation.comment import Status, check_move
from moderation.store import Store
from moderation.store.records import Decision, Record

ATTEMPTS = 3


class UnknownComment(Exception):
    """No such comment on this site."""


class CommentChanged(Exception):
    """The author changed the comment since the decider read it."""

    def __init__(self, record: Record) -> None:
        super().__init__(record.comment.id)
        self.record = record


class AlreadyDecided(Exception):
    """Another decision was made since the decider looked."""

    def __init__(self, record: Record) -> None:
        super().__init__(record.comment.id)
        self.record = record


@dataclass(frozen=True, slots=True)
class Outcome:
    """`already`: the same decision had been made before, by whomever."""

    record: Record
    already: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants: the comment moved `to`, as they saw it at `version`."""

    to: Status
    version: int
    by: str
    reason: str | None = None
    note: str | None = None


def judge(record: Record, wish: Wish) -> bool:
    """True if the wish is to be carried out, False if it has been already.

    Raises `CommentChanged`, `AlreadyDecided` or `IllegalMove`.
    """
    if record.status is wish.to:
        return False
    if wish.version != record.version:
        missed = [entry for entry in record.history if entry.version > wish.version]
        if missed and all(entry.to is not Status.PENDING for entry in missed):
            raise AlreadyDecided(record)
        raise CommentChanged(record)
    check_move(record.status, wish.to)
    return True


async def carry_out(store: Store, site: str, comment_id: str, wish: Wish) -> Outcome:
    """Make the move. Raises `UnknownComment` and what `judge` raises."""
    record = await _read(store, site, comment_id)
    for _ in range(ATTEMPTS):
        if not judge(record, wish):
            return Outcome(record, already=True)
        (decided,) = await store.comments.decide(
            [
                Decision(
                    id=comment_id,
                    site=site,
                    thread_key=record.comment.thread.key,
                    status=record.status,
                    version=record.version,
                    to=wish.to,
                    by=wish.by,
                    reason=wish.reason,
                    note=wish.note,
                )
            ]
        )
        record = await _read(store, site, comment_id)
        if decided.made:
            return Outcome(record, already=False)
    raise AlreadyDecided(record)


async def _read(store: Store, site: str, comment_id: str) -> Record:
    (record,) = await store.comments.read(site, [comment_id])
    if record is None:
        raise UnknownComment(comment_id)
    return record
