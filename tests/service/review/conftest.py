"""The service with a site and two moderators, and a moderator's browser on it."""

from pathlib import Path
from typing import Any

import pytest

from moderation.settings import Settings
from moderation.store import Store
from service.app import create_app
from tests.service.pages import Client, add_blog
from tests.service.review.moderator import HASH, POLICY, OpenApp, sign_in


@pytest.fixture
async def open_app(aiohttp_client: Any, redis_url: str, store: Store, tmp_path: Path) -> OpenApp:
    """Start the service with a site and two moderators, and open a browser on it."""
    await add_blog(store)
    for name in ("ana", "ben"):
        await store.accounts.add(name, HASH)
    policy = tmp_path / "policy.toml"
    policy.write_text(POLICY, encoding="utf-8")

    async def opened(**settings: Any) -> Client:
        settings.setdefault("undo_seconds", 0)  # test_undo.py tries the wait
        settings.update(redis_url=redis_url, policy=policy)
        client: Client = await aiohttp_client(create_app(Settings(**settings)))
        return client

    return opened


@pytest.fixture
async def client(open_app: OpenApp) -> Client:
    """Ana's browser, signed in."""
    client = await open_app()
    assert (await sign_in(client)).status == 303
    return client
