"""A real browser on the real service: with scripts switched off, since every page must do without,
and with them."""

import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Playwright, async_playwright

from moderation.settings import Settings
from moderation.store import Store
from service.app import create_app
from tests.service.pages import add_blog
from tests.service.review import moderator

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PASSWORD, HASH = moderator.PASSWORD, moderator.HASH


@pytest.fixture
def undo_seconds() -> int:
    """For how long decisions wait: less than as the service comes, since most tests wait too."""
    return 1


@pytest.fixture
async def address(aiohttp_server: Any, redis_url: str, store: Store, undo_seconds: int) -> str:
    """Where the service is, with a blog and a moderator called ana."""
    await add_blog(store)
    await store.accounts.add("ana", HASH)
    settings = Settings(redis_url=redis_url, undo_seconds=undo_seconds)
    server = await aiohttp_server(create_app(settings))
    return str(server.make_url("")).rstrip("/")


@pytest.fixture(scope="session")
def chromium() -> Iterator[str]:
    """One browser for all tests, and where it listens: to start one takes longer than most of them.
    Each test has a context of its own, which shares nothing with another's."""
    if not CHROMIUM.exists():
        pytest.fail(
            f"{CHROMIUM} is missing; the browser tests need it. Install it with: "
            "apt-get update && apt-get install -y --no-install-recommends chromium"
        )
    with tempfile.TemporaryDirectory(prefix="gr-chromium-", ignore_cleanup_errors=True) as profile:
        told = Path(profile) / "DevToolsActivePort"
        started = subprocess.Popen(
            [
                str(CHROMIUM),
                "--headless=new",
                "--remote-debugging-port=0",
                f"--user-data-dir={profile}",
                *FLAGS,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            deadline = time.monotonic() + 30
            while not told.exists() or "\n" not in told.read_text(encoding="utf-8"):
                assert started.poll() is None, "Chromium ended"
                assert time.monotonic() < deadline, "Chromium does not listen"
                time.sleep(0.02)
            yield f"http://127.0.0.1:{told.read_text(encoding='utf-8').split()[0]}"
        finally:
            started.terminate()
            started.wait(10)


@pytest.fixture(scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    """The driver: a process of its own, and the same for all tests."""
    async with async_playwright() as started:
        yield started


@pytest.fixture
async def browser(chromium: str, playwright: Playwright) -> AsyncIterator[Browser]:
    opened = await playwright.chromium.connect_over_cdp(chromium)
    yield opened
    await opened.close()


@pytest.fixture
async def context(browser: Browser, address: str) -> AsyncIterator[BrowserContext]:
    """A fresh visitor."""
    opened = await browser.new_context(base_url=address, java_script_enabled=False)
    opened.set_default_timeout(15_000)
    yield opened
    await opened.close()


@pytest.fixture
async def german(browser: Browser, address: str) -> AsyncIterator[BrowserContext]:
    """A browser that asks for German, in which scripts run."""
    opened = await browser.new_context(base_url=address, locale="de-DE")
    opened.set_default_timeout(15_000)
    yield opened
    await opened.close()


@pytest.fixture
async def scripted(browser: Browser, address: str) -> AsyncIterator[BrowserContext]:
    """A moderator's browser, in which scripts run. Nothing may go wrong in them."""
    opened = await browser.new_context(base_url=address)
    opened.set_default_timeout(15_000)
    errors: list[str] = []
    opened.on("weberror", lambda error: errors.append(str(error.error)))
    yield opened
    await opened.close()
    assert not errors
