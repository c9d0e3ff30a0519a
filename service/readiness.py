"""May a comment be promised to anybody right now?

It may if the store is durable and has room (`moderation.admission`). Asked of the store every
second, before the first promise after any doubt, and before so much was written since that memory
could have run out. While the answer is no, intake is refused and `/readyz` says why; what is kept
already may still be read and decided.
"""

import asyncio
import contextlib
import logging

from moderation.admission import Lack, Load, lacks, worth_rewriting
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
        self._doubts = 0
        self._written = 0  # bytes since the store was last looked at
        self._lacks: dict[Lack, str] = {}
        self._rewrite_due = False  # would a rewrite of the store's file mend all that is wrong?
        self.load = Load()
        self.writable = True  # does the store take a write, as far as was last seen?
        self.faults: tuple[str, ...] = ("the store has not been examined yet",)
        self._causes: tuple[str, ...] = self.faults

    @property
    def ready(self) -> bool:
        return not self.faults

    @property
    def admitting(self) -> bool:
        """Has the store room for new comments, as far as was last seen?"""
        return not self._lacks

    def doubt(self) -> None:
        """Something went wrong with the store: examine it before anything more is promised.

        A look that has begun already does not count: it may have seen what was before.
        """
        self._certain = False
        self._doubts += 1

    async def require(self, size: int = 0) -> None:
        """Return if comments may be promised that take up `size` bytes; raise `NotReady` if not."""
        self._written += size
        stride = self.load.stride
        if stride is not None and self._written > stride:
            self._certain = False
        while not self._certain:
            await self.examine()
            if self.faults:
                break
        if self.faults:
            raise NotReady(self.faults)

    async def examine(self) -> None:
        """Look at the store now."""
        self._written, doubts = 0, self._doubts
        try:
            health = await self._store.health(self._epoch)
        except StoreErrors as exc:
            self._certain = self.writable = self._rewrite_due = False
            self._change((f"the store does not answer ({type(exc).__name__})",))
            return
        if not health.faults:
            self._epoch = health.epoch
        self._certain = doubts == self._doubts
        self.load, self.writable = health.load, health.writable
        self._rewrite_due = not health.faults and worth_rewriting(health.load)
        self._lacks = lacks(health.load, self._lacks)
        faults = (*health.faults, *self._lacks.values())
        self._change(faults, (*health.faults, *self._lacks))

    async def watch(self) -> None:
        """Examine the store every second, until cancelled, and have its file rewritten if need be.

        A file that could not be rewritten is rewritten by nobody else: while no comment is taken it
        does not grow, and the store begins by itself only when it has grown.
        """
        while True:
            await self.examine()
            if self._rewrite_due:
                with contextlib.suppress(*StoreErrors):
                    if await self._store.rewrite():
                        log.warning(
                            "the last rewrite of the store's file failed: asked for another"
                        )
            await asyncio.sleep(INTERVAL)

    def _change(self, faults: tuple[str, ...], causes: tuple[str, ...] | None = None) -> None:
        """Log what changed. Faults that name numbers change with them; their causes do not."""
        causes = faults if causes is None else causes
        if causes != self._causes:
            if faults:
                log.error("not ready: %s", "; ".join(faults))
            else:
                log.info("ready")
        self._causes = causes
        self.faults = faults
