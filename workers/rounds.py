"""The rounds: once an hour one pool of all looks for damage in the store, and mends nothing."""

import asyncio
import logging

from moderation.store import Store

log = logging.getLogger(__name__)

HOUR_MS = 3600 * 1000
# A pool that has just begun has comments to check first.
FIRST_SECONDS = 60.0
LOOK_SECONDS = 60.0
# Between small steps, so that checking and intake do not notice: 2,000 comments a second at most.
PAUSE_SECONDS = 0.025
MOST_TOLD = 20


async def make_rounds(store: Store) -> None:
    """A run whenever an hour has passed since anybody's last, until cancelled.

    One that fails is made again after the next look, by whoever is first.
    """
    await asyncio.sleep(FIRST_SECONDS)
    owed = False
    while True:
        try:
            if owed:
                await store.fsck.give_back()
                owed = False
            if await store.fsck.take_turn(HOUR_MS):
                owed = True
                await make_round(store)
                owed = False
        except Exception as exc:  # what it is about may be what somebody wrote
            log.warning("cannot look for damage: %s", type(exc).__name__)
        await asyncio.sleep(LOOK_SECONDS)


async def make_round(store: Store) -> int:
    """One run: log what is wrong and record it for the metrics. Returns how much that is."""
    found = [finding async for finding in store.fsck.run(pause=PAUSE_SECONDS)]
    for finding in found[:MOST_TOLD]:
        extra = {"site": finding.site, "comment_id": finding.id}
        log.error("fsck: %s", finding.kind, extra=extra)
    if found:
        log.error("fsck: %d findings; `greenroom fsck` explains each", len(found))
    else:
        log.info("fsck: all is well")
    await store.fsck.record(found)
    return len(found)
