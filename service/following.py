"""Who follows a site's events: how many there may be, and that they end with the service."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Iterator

# A site has a server or two, and tools. Each looks at the store by itself.
MOST_OF_A_SITE = 10
MOST = 200


class TooMany(Exception):
    """There are as many as there may be, or the service stops."""


class Following:
    """See the module."""

    def __init__(self) -> None:
        self._sites: Counter[str] = Counter()
        self._stopping = asyncio.Event()

    @contextlib.contextmanager
    def follow(self, site: str) -> Iterator[None]:
        """Count as one who follows the site. Raises `TooMany`."""
        full = self._sites[site] >= MOST_OF_A_SITE or self._sites.total() >= MOST
        if full or self._stopping.is_set():
            raise TooMany
        self._sites[site] += 1
        try:
            yield
        finally:
            self._sites[site] -= 1

    async def go_on(self, seconds: float) -> bool:
        """Wait so long. False as soon as it is all over."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        return not self._stopping.is_set()

    def end(self) -> None:
        """All of it ends now, and nobody begins: the service stops."""
        self._stopping.set()
