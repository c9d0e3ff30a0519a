"""Forgetting where comments came from, when they are so old that nothing needs to know.

Each service does so for all sites, every ten minutes; any number may at once, and one that was
killed has lost nothing.
"""

import asyncio
import logging

from moderation.store import Store, damage
from moderation.store.connection import StoreErrors

log = logging.getLogger(__name__)

PAUSE = 600.0  # s
FIRST = 30.0  # s: a service that has just begun has better to do
DAY_MS = 24 * 3600 * 1000


async def run(store: Store, days: int) -> None:
    """Until cancelled. While the store is away nothing is missed: the next turn begins there."""
    await asyncio.sleep(FIRST)
    while True:
        try:
            await forget(store, days)
        except StoreErrors as exc:
            log.warning("addresses are forgotten later: %s", type(exc).__name__)
        await asyncio.sleep(PAUSE)


async def forget(store: Store, days: int) -> int:
    """Forget the machines of all comments that are so old; of how many. A site whose keys are
    damaged keeps no other waiting. Raises what `StoreErrors` names."""
    before_ms = await store.now_ms() - days * DAY_MS
    forgotten = 0
    for site in await store.sites.names():
        try:
            forgotten += await store.forgetting.run(site, before_ms)
        except StoreErrors as exc:
            if not damage.is_damage(exc):
                raise
            log.warning("addresses of site %s are forgotten when it is mended: %s", site, exc)
    return forgotten
