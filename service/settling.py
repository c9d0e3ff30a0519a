"""Carrying out what people decided, when it cannot be taken back any more.

Each service does so for all sites, and any number of them may: a decision is made by compare-and-
set, so one that is carried out twice is made once. One that a killed service left behind is due.
"""

import asyncio
import contextlib
import logging

from moderation.store import Store
from moderation.store.connection import StoreErrors
from moderation.store.records import Decided, Decision
from moderation.store.settling import Due

log = logging.getLogger(__name__)

PAUSE = 0.5  # s
BATCH = 200


async def run(store: Store) -> None:
    """Until cancelled. While the store is away nothing is lost: it keeps what is due."""
    while True:
        try:
            more = await settle(store) >= BATCH
        except StoreErrors:
            more = False
        if not more:
            await asyncio.sleep(PAUSE)


async def settle(store: Store) -> int:
    """Carry out what is due; how many there were. Raises what `StoreErrors` names."""
    due = await store.settling.due(await store.sites.names(), BATCH)
    moves = [(each, each.decision) for each in due if each.decision is not None]
    decided = await store.comments.decide([decision for _, decision in moves])
    for (each, decision), outcome in zip(moves, decided, strict=True):
        if not outcome.made and outcome.status is not decision.to:
            await _tell(store, each, outcome, decision)
    await store.settling.settled(due)
    return len(due)


async def _tell(store: Store, due: Due, outcome: Decided, decision: Decision) -> None:
    """Somebody or something was faster: the comment says so to moderators, unless it was this very
    decision that another service carried out, and what followed on it."""
    (record,) = await store.comments.read(due.site, [due.id])
    made = (decision.version + 1, decision.by, decision.to)
    if record and made in {(entry.version, entry.by, entry.to) for entry in record.history}:
        return
    log.warning("a decision on comment %s came too late", due.id)
    if outcome.status is None:
        return
    with contextlib.suppress(*StoreErrors):  # a full store has no room for it
        await store.desk.note(due.site, due.id, decision.by, too_late=decision.to)
