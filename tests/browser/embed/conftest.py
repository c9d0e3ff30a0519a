"""A blog on an origin of its own, and readers of it in a real browser."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext

from moderation.store import Store
from moderation.store.sites import KeyKind
from tests.browser.embed.recipes import Blog, serving


@pytest.fixture
def undo_seconds() -> int:
    """A moderator's decision is carried out at once: what settles is not tried here."""
    return 0


@pytest.fixture
async def blog(address: str, store: Store, aiohttp_server: Any) -> Blog:
    """The blog that `address` knows by then, on another port."""
    known: list[Blog] = []
    server = await aiohttp_server(serving(lambda: known[0]))
    origin = str(server.make_url("")).rstrip("/")
    await store.sites.add("blog", title="A Blog", url=origin, origins=(origin,))
    known.append(Blog(origin, address, await store.sites.add_key("blog", KeyKind.PUBLISHABLE)))
    return known[0]


@pytest.fixture
async def reader(browser: Browser, blog: Blog) -> AsyncIterator[BrowserContext]:
    """A reader's browser. Nothing may go wrong in a script, and no policy be violated."""
    opened = await browser.new_context(viewport={"width": 800, "height": 700})
    opened.set_default_timeout(10_000)
    await opened.add_init_script(
        "addEventListener('securitypolicyviolation', (e) => { throw Error(e.violatedDirective) })"
    )
    errors: list[str] = []
    opened.on("weberror", lambda error: errors.append(str(error.error)))
    yield opened
    await opened.close()
    assert not errors
