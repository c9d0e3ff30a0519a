"""May a comment be promised to anybody right now?

Asked of the store every second, and again before the first promise after any doubt. While the
answer is no, intake is refused and `/readyz` says why.
"""

import asyncio
import logging

from moderation.store import Store
from moderation.store.connection import StoreErrors

log = logging.getLogger(__name__)

INTERVAL = 1.0


class NotReady(Exception):
    """The store cannot keep what it is given. `faults` says why, for an operator."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class Readiness:
    """See the module."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._epoch: str | None = None
        self._certain = False
        self.faults: tuple[str, ...] = ("the store has not been examined yet",)

    @property
    def ready(self) -> bool:
        return not self.faults

    def doubt(self) -> None:
        """Something went wrong with the store: examine it before anything more is promised."""
        self._certain = False

    async def require(self) -> None:
        """Return if comments may be promised; raise `NotReady` if not."""
        if not self._certain:
            await self.examine()
        if self.faults:
            raise NotReady(self.faults)

    async def examine(self) -> None:
        """Look at the store now."""
        try:
            health = await self._store.health(self._epoch)
        except StoreErrors as exc:
            self._certain = False
            self._change((f"the store does not answer ({type(exc).__name__})",))
            return
        if not health.faults:
            self._epoch = health.epoch
        self._certain = True
        self._change(health.faults)

    async def watch(self) -> None:
        """Examine the store every second, until cancelled."""
        while True:
            await self.examine()
            await asyncio.sleep(INTERVAL)

    def _change(self, faults: tuple[str, ...]) -> None:
        if faults != self.faults:
            if faults:
                log.error("not ready: %s", "; ".join(faults))
            else:
                log.info("ready")
        self.faults = faults
