"""Listening to the stream of events as a browser does."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import msgspec

from tests.service.pages import Client

EVENTS = {"Accept": "text/event-stream", "Sec-Fetch-Site": "same-origin"}
PATH = "/review/events?site=blog"
PATIENCE = 60  # s; no test needs so long


class Stream:
    """An open stream. `state` is all that has been told so far."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.state: dict[str, Any] = {}

    async def next(self) -> dict[str, Any] | None:
        """What the next event tells; None at the end. Comments are passed over."""
        async for line in self.response.content:
            if line.startswith(b"data: "):
                told: dict[str, Any] = msgspec.json.decode(line[6:])
                self.state |= told
                return told
        return None

    async def until(self, kind: str, what: Any) -> None:
        """Until this is what has been told of that kind."""
        while self.state.get(kind) != what:
            assert await self.next() is not None, self.state

    async def ends(self) -> None:
        while await self.next() is not None:
            pass


@contextlib.asynccontextmanager
async def listen(client: Client, path: str = PATH, **headers: str) -> AsyncIterator[Stream]:
    response = await client.get(path, headers=EVENTS | headers)
    assert response.status == 200, await response.text()
    try:
        async with asyncio.timeout(PATIENCE):
            yield Stream(response)
    finally:
        response.close()
