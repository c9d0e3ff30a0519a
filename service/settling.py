"""Carrying out what people decided, when it cannot be taken back any more.

Each service does so for all sites, and any number of them may: a decision is made by compare-and-
set, so one that is carried out twice is made once. One that a killed service left behind is due.
"""

import asyncio
import contextlib
import logging

import msgspec

from moderation.comment import Status
from moderation.store import Store
from moderation.store.connection import StoreErrors
from moderation.store.records import Decided, Decision
from moderation.store.settling import Due

log = logging.getLogger(__name__)

PAUSE = 0.5  # s
BATCH = 200


async def run(store: Store) -> None:
    """Until cancelled. While the store is away nothing is lost: it keeps what is due."""
    told: set[tuple[str, str]] = set()
    while True:
        try:
            more = await settle(store, told) >= BATCH
        except StoreErrors:
            more = False
        if not more:
            await asyncio.sleep(PAUSE)


async def settle(store: Store, told: set[tuple[str, str]] | None = None) -> int:
    """Carry out what is due; how many that were. One that cannot be waits on, and keeps no other
    waiting; `told` has those of which that was logged. Raises what `StoreErrors` names."""
    told = set() if told is None else told
    due = await store.settling.due(await store.sites.names(), BATCH)
    moves = [(each, each.decision) for each in due if each.decision is not None]
    decided = await store.comments.decide_each([decision for _, decision in moves])
    done = [each for each in due if each.decision is None]
    for (each, decision), outcome in zip(moves, decided, strict=True):
        if isinstance(outcome, Exception):
            _fail(each, outcome, told)
            continue
        if not outcome.made and outcome.status is not decision.to:
            await _tell(store, each, outcome, decision)
        done.append(each)
    await store.settling.settled(done)
    return len(done)


def _fail(due: Due, why: Exception, told: set[tuple[str, str]]) -> None:
    if (due.site, due.id) not in told:
        told.add((due.site, due.id))
        kind = type(why).__name__
        log.warning("a decision on comment %s cannot be carried out: %s", due.id, kind)


async def _tell(store: Store, due: Due, outcome: Decided, decision: Decision) -> None:
    """Somebody or something was faster: the comment says so to moderators, unless it was this very
    decision that another service carried out, and what followed on it."""
    made = (decision.version + 1, decision.by, decision.to)
    if made in await _moves(store, due):
        return
    log.warning("a decision on comment %s came too late", due.id)
    if outcome.status is None:
        return
    with contextlib.suppress(*StoreErrors):  # a full store has no room for it
        await store.desk.note(due.site, due.id, decision.by, too_late=decision.to)


async def _moves(store: Store, due: Due) -> set[tuple[int, str, Status]]:
    """None that can be told of a comment that is gone, or cannot be read (fsck tells)."""
    try:
        (record,) = await store.comments.read(due.site, [due.id])
    except (msgspec.MsgspecError, ValueError):
        return set()
    return {(entry.version, entry.by, entry.to) for entry in record.history} if record else set()
