"""The sites as this process knows them: read from the store, believed for two seconds.

A revoked key or a changed origin takes effect everywhere within that time.
"""

import asyncio
import time

from moderation.store import Store
from moderation.store.sites import Site

BELIEVED_SECONDS = 2.0
REMEMBERED = 1_000


class SiteBook:
    """See the module. Methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sites: dict[str, tuple[float, Site | None]] = {}
        self._asking: dict[str, asyncio.Task[Site | None]] = {}
        self._origins: tuple[float, frozenset[str]] = (0.0, frozenset())

    def known(self, name: str) -> Site | None:
        """A site that was read less than `BELIEVED_SECONDS` ago; None if `get` must be awaited."""
        found = self._sites.get(name)
        if found is None or time.monotonic() - found[0] >= BELIEVED_SECONDS:
            return None
        return found[1]

    async def get(self, name: str) -> Site | None:
        """A site, or None if there is none of that name."""
        found = self._sites.get(name)
        if found is not None and time.monotonic() - found[0] < BELIEVED_SECONDS:
            return found[1]
        # Whoever comes while the store is being asked shares the answer: asking once for each
        # would open a connection for each.
        asking = self._asking.get(name)
        if asking is None:
            asking = self._asking[name] = asyncio.create_task(self._ask(name))
        return await asyncio.shield(asking)

    async def _ask(self, name: str) -> Site | None:
        try:
            site = await self._store.sites.get(name)
        finally:
            del self._asking[name]
        if len(self._sites) >= REMEMBERED:  # unknown names are somebody's guesses: forget them
            self._sites.clear()
        self._sites[name] = (time.monotonic(), site)
        return site

    def knows_origin(self, origin: str) -> bool | None:
        """Does any site list this origin? None if `find_origin` must be awaited."""
        read, origins = self._origins
        return origin in origins if time.monotonic() - read < BELIEVED_SECONDS else None

    async def find_origin(self, origin: str) -> bool:
        """Does any site list this origin? For preflights, which carry no key."""
        now = time.monotonic()
        sites = [await self.get(name) for name in await self._store.sites.names()]
        self._origins = (now, frozenset(o for s in sites if s for o in s.origins))
        return origin in self._origins[1]
