"""Clients that post comments and ask again, with the same key, whenever there is any doubt."""

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncIterator, Sequence

import aiohttp

from tests.faults.ledger import Ledger

CLIENTS = 8
AGAIN_SECONDS = 0.05
# Longer than the service's own limits: what the service does not answer is a fault found.
ANSWER_SECONDS = 8.0

# What the checks publish, hold and reject, so that every index is audited.
TEXTS = (
    "A remark on what the article says about sleep, number {}, from a reader.",
    "You are a fucking idiot, shut your stupid mouth, asshole, {} times.",
    "Buy ketamine online no prescription, Telegram @k-shop https://k-shop.example/buy {}",
    "I have suicidal thoughts again since the infusions stopped, {}.",
)


class Load:
    """`rate` is in comments a second and client; None is as fast as they are answered.

    Attempts go to all services in turn, as through a load balancer that knows nothing.
    """

    def __init__(
        self,
        urls: Sequence[str],
        key: str,
        ledger: Ledger,
        *,
        clients: int = CLIENTS,
        rate: float | None = 25,
    ) -> None:
        self.ledger = ledger
        self._session = aiohttp.ClientSession(
            headers={"Authorization": f"Bearer {key}"},
            timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS),
        )
        self._urls = itertools.cycle(urls)
        self._clients = clients
        self._pause = 1 / rate if rate else 0.0
        self._stop = asyncio.Event()
        self._grown = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._client()) for _ in range(self._clients)]

    async def stop(self) -> None:
        """Let every client have its last answer. Call when all parts are well again."""
        self._stop.set()
        await asyncio.gather(*self._tasks)
        await self._session.close()

    async def more(self, count: int, seconds: float = 60) -> None:
        """Return when so many more comments were acknowledged."""
        goal = self.ledger.count + count
        async with asyncio.timeout(seconds):
            while self.ledger.count < goal:
                self._grown.clear()
                await self._grown.wait()

    async def post(self, body: str, key: str) -> int:
        """One attempt. The answer's status, 0 if there was none; a promise is written down."""
        draft = {"thread": {"key": f"/load-{len(key) % 4}"}, "body": body}
        status = 0
        began = time.monotonic()
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            url = f"{next(self._urls)}/v1/comments"
            async with self._session.post(
                url, json=draft, headers={"Idempotency-Key": key}
            ) as response:
                answer = await response.json()
                status = response.status
                self.ledger.slowest = max(self.ledger.slowest, time.monotonic() - began)
                assert status in (202, 503), f"{status}: {answer}"
                if status == 202:
                    self.ledger.add(key, answer["id"], body)
                    self._grown.set()
        self.ledger.answers[status] += 1
        return status

    async def _client(self) -> None:
        while not self._stop.is_set():
            number = next(self.ledger.numbers)
            key = f"load-{number}"
            body = TEXTS[0 if number % 8 else number // 8 % len(TEXTS)].format(key)
            while True:
                if await self.post(body, key) == 202:
                    break
                await asyncio.sleep(AGAIN_SECONDS)
            await asyncio.sleep(self._pause)


@contextlib.asynccontextmanager
async def loading(load: Load) -> AsyncIterator[Load]:
    """Load for the length of a block; at its end every client has been answered."""
    load.start()
    try:
        yield load
    finally:
        await load.stop()
