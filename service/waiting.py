"""Waiting for a decision: `Prefer: wait` and the hosted form's short pause.

Workers announce the decision of a comment that somebody watches. Announcements may be lost with a
connection, so who waits also looks for themselves now and then.
"""

import asyncio
import contextlib
import logging
import math

from moderation.comment import Status
from moderation.store import Store
from moderation.store.connection import StoreErrors

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
LONGEST = 10.0


class Waiting:
    """See the module. `run` must be running for announcements to be heard."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self._waiters: dict[tuple[str, str], set[asyncio.Event]] = {}
        self._end = math.inf

    def end_by(self, moment: float) -> None:
        """Nobody is to wait longer than until then, by the loop's clock: the service stops."""
        self._end = moment

    async def run(self) -> None:
        """Hear announcements and wake who waits for them, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            group.create_task(self._wake())

    async def decision(self, site: str, comment_id: str, seconds: float) -> Status | None:
        """The comment's status once it is decided, or when the time is up; None if unknown."""
        deadline = asyncio.get_running_loop().time() + min(seconds, LONGEST)
        event = asyncio.Event()
        waiters = self._waiters.setdefault((site, comment_id), set())
        waiters.add(event)
        try:
            while True:
                status = await self._store.comments.watch(site, comment_id)
                left = min(deadline, self._end) - asyncio.get_running_loop().time()
                if status is not Status.PENDING:
                    self._store.changes.note(site)  # who has waited for it reads the thread next
                    return status
                if left <= 0:
                    return status
                event.clear()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(min(left, LOOK_SECONDS)):
                        await event.wait()
        finally:
            waiters.discard(event)
            if not waiters:
                self._waiters.pop((site, comment_id), None)

    async def _listen(self) -> None:
        while True:
            try:
                await self._store.decisions(self._seen)
            except StoreErrors as exc:
                log.warning("announcements lost (%s)", type(exc).__name__)
            await asyncio.sleep(LOOK_SECONDS)

    async def _wake(self) -> None:
        while True:
            decided = await self._seen.get()
            for event in self._waiters.get(decided, ()):
                event.set()
