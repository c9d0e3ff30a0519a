"""Deciding many comments at once, and taking that back: each as if it were decided alone.

Gather, decide (`plan`, pure), apply, some hundred comments a round trip. Who was faster on one of
them stops none of the others.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from moderation.comment import IllegalMove, Status
from moderation.policy import Policy
from moderation.store import Store
from moderation.store.batches import Batch, Pick, Skip
from moderation.store.records import Decision, Record
from moderation.store.settling import Unsettled
from moderation.verdict import is_care
from service.decisions import AlreadyDecided, CommentChanged, Wish, judge, move, take_back

CHUNK = 200

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done with some comments: `moves` to make; those that the same hand has moved
    so already (`made`); those that are left as they are."""

    moves: tuple[Decision, ...]
    made: tuple[str, ...]
    skipped: tuple[Skip, ...]


def plan(
    site: str, batch: Batch, seen: Sequence[tuple[Pick, Record | None, Unsettled | None]]
) -> Plan:
    """Pure. `seen` are picks, each with its comment and the decision that waits beside it."""
    moves, made, skipped = [], [], []
    for pick, record, waits in seen:
        if record is None:
            skipped.append(Skip(pick.id))
            continue
        wish = Wish(batch.to, pick.version, batch.by, reason=batch.reason)
        last = waits.entry() if waits else record.last_move
        try:
            wanted = judge(record, wish, waits)
        except (AlreadyDecided, CommentChanged, IllegalMove):
            skipped.append(Skip(pick.id, last.by, last.to))
            continue
        if wanted and waits is None:
            moves.append(move(site, record, wish))
        elif last.by == batch.by:
            made.append(pick.id)
        else:
            skipped.append(Skip(pick.id, last.by, last.to))
    return Plan(tuple(moves), tuple(made), tuple(skipped))


def pick_all(
    records: Sequence[Record], to: Status, policy: Policy, worried: Collection[str] = ()
) -> tuple[tuple[Pick, ...], tuple[Record, ...]]:
    """Those that may be decided so among others, and those that a person should look at alone: what
    the checks, or a moderator who is `worried`, take for a cry for help is not rejected in passing.
    """
    left = set(worried) | {r.comment.id for r in records if is_care(r.verdict, policy)}
    if to is not Status.REJECTED:
        left = set()
    alone = [record for record in records if record.comment.id in left]
    picked = [r for r in records if r.comment.id not in left]
    return tuple(Pick(r.comment.id, r.version) for r in picked), tuple(alone)


async def carry_out_all(store: Store, site: str, batch: Batch, *, wait_ms: int) -> Batch:
    """The batch with what became of it. Done twice, it is done once."""
    made: list[str] = []
    skipped: list[Skip] = []
    for picks in _chunks(batch.picks):
        ids = [pick.id for pick in picks]
        records = await store.comments.read(site, ids)
        waits = await store.settling.of(site, ids)
        planned = plan(site, batch, list(zip(picks, records, waits, strict=True)))
        moved = await _apply(store, planned.moves, wait_ms)
        made += [*planned.made, *(each.id for each in planned.moves if each.id in moved)]
        late = [Skip(each.id) for each in planned.moves if each.id not in moved]
        skipped += [*planned.skipped, *late]
    return msgspec.structs.replace(batch, done=True, made=tuple(made), skipped=tuple(skipped))


async def take_back_all(store: Store, site: str, batch: Batch) -> int:
    """Undo what the batch has made and nobody has changed since; how many comments that were."""
    back = 0
    for ids in _chunks(batch.made):
        for outcome in await take_back(store, site, ids, batch.by):
            back += not isinstance(outcome, Exception)
    return back


async def _apply(store: Store, moves: Sequence[Decision], wait_ms: int) -> set[str]:
    """Which of them were made, or wait now."""
    if wait_ms:
        made = [put.made for put in await store.settling.put(moves, wait_ms)]
    else:
        made = [decided.made for decided in await store.comments.decide(moves)]
    return {each.id for each, ok in zip(moves, made, strict=True) if ok}


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for at in range(0, len(items), CHUNK):
        yield items[at : at + CHUNK]
