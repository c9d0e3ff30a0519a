"""A running house and a client that posts to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest

from moderation.store import Store
from tests.eventually import eventually
from tests.flow.house import House

ARTICLE = "Ketamine Infusions: An Innovative Method of Psychiatric Therapy"
THREAD = {
    "key": "/ketamine",
    "url": "https://blog.example/ketamine",
    "title": ARTICLE,
    "topics": ["ketamine", "depression"],
}


@dataclass
class Running:
    """A house in which a blog's server posts comments. Waits for each decision."""

    house: House
    store: Store
    http: aiohttp.ClientSession

    async def post(self, body: str, *, wait: float = 10, **fields: Any) -> dict[str, Any]:
        """Post a comment and return its record once it is decided."""
        draft = {"thread": THREAD, "body": body, **fields}
        headers = {"Prefer": f"wait={wait}"}
        async with self.http.post("/v1/comments", json=draft, headers=headers) as response:
            assert response.status in (201, 202), await response.text()
            answer = await response.json()
        path = f"/v1/comments/{answer['id']}"

        async def decided() -> bool:  # a busy machine may take longer than the wait
            return bool((await self.get(path))["status"] != "pending")

        await eventually(decided, 60)
        return await self.get(path)

    async def get(self, path: str) -> dict[str, Any]:
        async with self.http.get(path) as response:
            assert response.status == 200, await response.text()
            body: dict[str, Any] = await response.json()
            return body

    async def thread(self) -> list[str]:
        key = quote("/ketamine", safe="")
        listed = await self.get(f"/v1/sites/blog/threads/{key}/comments")
        return [comment["id"] for comment in listed["data"]]


@asynccontextmanager
async def lived_in(house: House) -> AsyncIterator[Running]:
    """The house, opened, and closed in order."""
    key = await house.start()
    store = Store(house.settings.redis_url)
    headers = {"Authorization": f"Bearer {key}"}
    async with aiohttp.ClientSession(house.url, headers=headers) as http:
        yield Running(house, store, http)
    await store.close()
    assert await house.stop() == {"serve": 0, "work": 0}


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    async with lived_in(House(tmp_path)) as running:
        yield running
