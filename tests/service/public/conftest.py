"""The service with a blog, and a visitor's browser on it."""

from typing import Any

import pytest

from moderation.settings import Settings
from moderation.store import Store
from service.app import create_app
from service.public import threads
from tests.service.pages import Client, add_blog


@pytest.fixture
async def client(
    aiohttp_client: Any, redis_url: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> Client:
    monkeypatch.setattr(threads, "WAIT_SECONDS", 0.05)
    await add_blog(store)
    client: Client = await aiohttp_client(create_app(Settings(redis_url=redis_url)))
    return client
