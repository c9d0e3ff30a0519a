"""Group commit: comments that arrive while one write is in flight share the next.

At low load a batch is one comment and nobody waits; at high load many comments share one round trip
and one fsync. A receipt is given only when the store has answered, which it does after the fsync.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Sequence

from moderation.doorbell import Doorbell
from moderation.store import Store
from moderation.store.connection import StoreErrors
from moderation.store.records import Intake, Receipt
from service.readiness import NotReady, Readiness

log = logging.getLogger(__name__)

BATCH = 128
WAITING_LIMIT = 2_000
# A write that took so many seconds to fail will hardly be followed by one that does not.
PATIENCE = 1.0
# What a comment takes up in the store besides its text, as measured, doubled.
OVERHEAD_BYTES = 2_000


class IntakeRefused(Exception):
    """The comment may or may not have been kept; asking again with the same key is safe."""


class Intakes:
    """See the module. `run` must be running for `submit` to return."""

    def __init__(self, store: Store, doorbell: Doorbell, readiness: Readiness) -> None:
        self._store = store
        self._doorbell = doorbell
        self._readiness = readiness
        self._waiting: list[tuple[Intake, asyncio.Future[Receipt]]] = []
        self._arrived = asyncio.Event()
        self._rings: set[asyncio.Task[None]] = set()

    async def submit(self, intake: Intake) -> Receipt:
        """Keep a comment. Raises `IntakeRefused` on any doubt that it is on disk."""
        if len(self._waiting) >= WAITING_LIMIT:
            raise IntakeRefused("too many comments are waiting to be written")
        future: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self._waiting.append((intake, future))
        self._arrived.set()
        return await future

    async def run(self) -> None:
        """Write batch after batch, until cancelled."""
        try:
            while True:
                await self._arrived.wait()
                batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
                if not self._waiting:
                    self._arrived.clear()
                await self._write(batch)
        finally:
            for _, future in self._waiting:
                _refuse(future, "the service is stopping")
            self._waiting.clear()
            for ring in self._rings:
                ring.cancel()
            await asyncio.gather(*self._rings, return_exceptions=True)

    async def _write(self, batch: Sequence[tuple[Intake, "asyncio.Future[Receipt]"]]) -> None:
        began = time.monotonic()
        try:
            await self._readiness.require(sum(_size(intake) for intake, _ in batch))
            receipts = await self._store.comments.accept([intake for intake, _ in batch])
        except (*StoreErrors, NotReady) as exc:
            self._readiness.doubt()
            for _, future in batch:
                _refuse(future, type(exc).__name__)
            if time.monotonic() - began >= PATIENCE:
                self._refuse_waiting()
            return
        except BaseException:
            for _, future in batch:
                _refuse(future, "the write was interrupted")
            raise
        rung: set[str] = set()
        for (intake, future), receipt in zip(batch, receipts, strict=True):
            if isinstance(receipt, Exception):
                self._readiness.doubt()
                log.error("the store refused a comment: %s", type(receipt).__name__)
                _refuse(future, type(receipt).__name__)
                continue
            if receipt.rung:
                rung.add(intake.comment.site)
            if not future.done():
                future.set_result(receipt)
        for site in rung:
            self._ring(site)

    def _refuse_waiting(self) -> None:
        """Who waited while the store did not answer is not made to wait for it once more."""
        for _, future in self._waiting:
            _refuse(future, "the store does not answer")
        self._waiting.clear()
        self._arrived.clear()

    def _ring(self, site: str) -> None:
        """Wake a worker without making anybody wait for it; the sweeper mends a lost ring."""

        async def ring() -> None:
            with contextlib.suppress(Exception):
                await self._doorbell.ring(site)

        task = asyncio.create_task(ring())
        self._rings.add(task)
        task.add_done_callback(self._rings.discard)


def _size(intake: Intake) -> int:
    """About how many bytes a comment will take up, rather too many than too few."""
    return OVERHEAD_BYTES + 4 * len(intake.comment.body)


def _refuse(future: "asyncio.Future[Receipt]", why: str) -> None:
    if not future.done():
        future.set_exception(IntakeRefused(why))
