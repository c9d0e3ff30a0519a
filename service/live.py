"""Telling those who listen how a site stands: one watcher a site, however many they are.

It asks the store once a second, and only while somebody listens. What listeners hear are states,
not changes: the newest is all that anybody needs. So nothing queues up for a slow one, and who
comes back after a break is told the present state and nothing of what was between
(`Last-Event-ID` is of no use here).
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator

from moderation.store import Store
from moderation.store.connection import StoreErrors
from moderation.store.sessions import Caller
from moderation.store.standing import Standing
from moderation.tasks import end

log = logging.getLogger(__name__)

INTERVAL = 1.0
# Browsers open six connections to a host over HTTP/1.1: two are left for everything else.
MOST_OF_A_SESSION = 4
MOST = 500


class Full(Exception):
    """There are as many listeners as there may be, or the service stops."""


class Listener:
    """One who listens. `standing` is the newest state; None while the store is away."""

    def __init__(self, caller: Caller, may_listen: Callable[[Caller], bool]) -> None:
        self.caller = caller
        self.may_listen = may_listen
        self.standing: Standing | None = None
        self.over = False
        self._told = asyncio.Event()

    async def wait(self) -> None:
        """Until there may be something new, or it is over."""
        await self._told.wait()
        self._told.clear()

    def tell(self, standing: Standing | None) -> None:
        self.standing = standing
        self._told.set()

    def end(self) -> None:
        self.over = True
        self._told.set()


class _Watcher:
    """Looks at one site for all its listeners, until none is left."""

    def __init__(self, store: Store, site: str) -> None:
        self._store = store
        self._site = site
        self.listeners: set[Listener] = set()
        self._standing: Standing | None = None

    def add(self, listener: Listener) -> None:
        self.listeners.add(listener)
        if self._standing is not None:  # at most a second old
            listener.tell(self._standing)

    async def run(self) -> None:
        try:
            while self.listeners:
                self._standing = await self._look()
                for each in self.listeners:
                    each.tell(self._standing)
                await asyncio.sleep(INTERVAL)
        except Exception:
            log.exception("cannot watch %s", self._site)
        finally:
            for each in self.listeners:
                each.end()  # they come back, and another watcher begins

    async def _look(self) -> Standing | None:
        """How the site stands now. Ends those whose session, or right to know, has ended."""
        asked = list(self.listeners)
        try:
            standing = await self._store.standing(self._site)
            still = await self._store.accounts.sessions.still(each.caller for each in asked)
        except StoreErrors:
            return None
        for each in asked:
            caller = still.get(each.caller.session)
            if caller is None or not each.may_listen(caller):
                each.end()
        return standing


class Live:
    """See the module."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._watchers: dict[str, tuple[_Watcher, asyncio.Task[None]]] = {}
        self._stopping = False

    @property
    def watched(self) -> set[str]:
        """The sites that are being looked at."""
        return {site for site, (_, task) in self._watchers.items() if not task.done()}

    @contextlib.contextmanager
    def listen(
        self, site: str, caller: Caller, may_listen: Callable[[Caller], bool]
    ) -> Iterator[Listener]:
        """Listen, for as long as `may_listen` says yes to what the caller is by then. Raises
        `Full`."""
        others = [each.caller.session for each in self._all()]
        if self._stopping or len(others) >= MOST:
            raise Full
        if others.count(caller.session) >= MOST_OF_A_SESSION:
            raise Full
        listener = Listener(caller, may_listen)
        watcher = self._watcher(site)
        watcher.add(listener)
        try:
            yield listener
        finally:
            watcher.listeners.discard(listener)

    def end(self) -> None:
        """Everybody's listening ends now, and nobody's begins: the service stops."""
        self._stopping = True
        for each in self._all():
            each.end()

    async def close(self) -> None:
        for _, task in self._watchers.values():
            await end(task)

    def _all(self) -> list[Listener]:
        return [each for watcher, _ in self._watchers.values() for each in watcher.listeners]

    def _watcher(self, site: str) -> _Watcher:
        found = self._watchers.get(site)
        if found is None or found[1].done():
            watcher = _Watcher(self._store, site)
            # It does not begin before the one for whom it is made listens.
            found = self._watchers[site] = (watcher, asyncio.create_task(watcher.run()))
        return found[0]
