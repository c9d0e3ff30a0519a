"""The service on a real store, with a blog on it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web_runner import BaseRunner

from moderation.proxies import read_proxies
from moderation.settings import Settings
from moderation.store import Store
from service import shelf
from service.app import create_app
from service.server import Runner
from tests.service.blog import Blog, make_blog


class Server(TestServer):
    """The server as it runs in production, protocol errors and all."""

    async def _make_runner(self, **_: Any) -> BaseRunner:
        return Runner(self.app)


@pytest.fixture(autouse=True)
def nothing_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's own store is another process to the service: what it changes is to be seen at once.
    `test_shelf.py` and `test_reading.py` are about how long it takes otherwise."""
    monkeypatch.setattr(shelf, "FRESH_SECONDS", 0.0)


@pytest.fixture
async def client(
    aiohttp_client: Callable[..., Awaitable["TestClient[Any, Any]"]], redis_url: str
) -> "TestClient[Any, Any]":
    return await aiohttp_client(Server(create_app(Settings(redis_url=redis_url))))


@pytest.fixture
async def behind_proxy(
    aiohttp_client: Callable[..., Awaitable["TestClient[Any, Any]"]], redis_url: str
) -> "TestClient[Any, Any]":
    """A client that is a trusted proxy: it says in X-Forwarded-For for whom it asks."""
    settings = Settings(redis_url=redis_url, trusted_proxies=read_proxies("127.0.0.0/8"))
    return await aiohttp_client(Server(create_app(settings)))


@pytest.fixture
async def blog(client: "TestClient[Any, Any]", store: Store) -> Blog:
    return await make_blog(client, store)
