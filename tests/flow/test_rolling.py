"""Services and worker pools are replaced under load, and nobody outside can tell.

A service hands its sockets to the next one: no request fails. A pool is just stopped and started;
what it had not begun waits in the inbox. No answer is allowed but 200, 201, 202 and 503.
"""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from tests.flow.conftest import Running
from tests.flow.test_kill import Ledger, audit, more

# What docker-compose.yml gives each, less what its container's own end may take. A service that
# takes over also has to start within this time.
SERVICE_SECONDS, WORKERS_SECONDS = 15, 25
GOOD = {200, 201, 202, 503}


class Load:
    """Clients that keep their connection, clients that never do, and clients that wait."""

    def __init__(self, running: Running, ledger: Ledger) -> None:
        self._running = running
        self._ledger = ledger
        self._numbers = itertools.count()
        self.failures: Counter[str] = Counter()

    async def keeping(self) -> None:
        """A front end with a pool of connections, asking again and again."""
        await self._ask(self._running.http, {})

    async def pausing(self) -> None:
        """A front end whose connections often rest."""
        await self._ask(self._running.http, {}, pause=0.3)

    async def fresh(self) -> None:
        """A new connection for each request."""
        connector = aiohttp.TCPConnector(force_close=True)
        headers = self._running.http.headers
        url = self._running.house.url
        async with aiohttp.ClientSession(url, headers=headers, connector=connector) as session:
            await self._ask(session, {})

    async def waiting(self) -> None:
        """Asks to be answered only when the comment is decided."""
        await self._ask(self._running.http, {"Prefer": "wait=10"})

    async def _ask(
        self, session: aiohttp.ClientSession, headers: dict[str, str], pause: float = 0.0
    ) -> None:
        ledger = self._ledger
        while not ledger.stop:
            body = f"Remark number {next(self._numbers)} on this article."
            draft = {"thread": {"key": "/load"}, "body": body}
            try:
                async with session.post("/v1/comments", json=draft, headers=headers) as response:
                    ledger.answers[response.status] += 1
                    answer = await response.json()
                    if response.status in (201, 202):
                        ledger.promised[answer["id"]] = body
            except aiohttp.ClientError as exc:
                self.failures[repr(exc)] += 1
            await asyncio.sleep(pause)


@asynccontextmanager
async def loaded(running: Running) -> AsyncIterator[Ledger]:
    """Load for as long as the context; then everything is accounted for."""
    ledger = Ledger()
    load = Load(running, ledger)
    kinds = [load.keeping] * 2 + [load.pausing] * 4 + [load.fresh] * 2 + [load.waiting] * 2
    tasks = [asyncio.create_task(kind()) for kind in kinds]
    try:
        await more(ledger, 50)
        yield ledger
        await more(ledger, 50)
    finally:
        ledger.stop = True
        await asyncio.gather(*tasks)
    assert not load.failures
    assert ledger.answers.keys() <= GOOD
    await audit(running, ledger)


async def roll(running: Running, rounds: int) -> None:
    async with loaded(running) as ledger:
        for _ in range(rounds):
            code, seconds = await running.house.take_over()
            assert (code, seconds < SERVICE_SECONDS) == (0, True), seconds
            await more(ledger, 20)
            code, seconds = await running.house.restart_part("work")
            assert (code, seconds < WORKERS_SECONDS) == (0, True), seconds
            await more(ledger, 20)


@pytest.mark.timeout(180)
async def test_no_request_fails_while_everything_is_replaced(running: Running) -> None:
    await roll(running, 3)


@pytest.mark.soak
@pytest.mark.timeout(7200)
async def test_no_request_fails_in_a_hundred_replacements(running: Running) -> None:
    await roll(running, 50)  # of the service and of the pool
