"""The console with scripts: a decision is taken back without a trace, and by a move after that."""

from functools import partial
from typing import Any

import pytest
from playwright.async_api import BrowserContext, expect

from moderation.comment import Status
from moderation.settings import Settings
from moderation.store import Store
from tests.browser.console import hold, open_console, record, until
from tests.eventually import eventually


@pytest.fixture
def undo_seconds() -> int:
    """As the service comes."""
    return Settings().undo_seconds


async def waits(store: Store, comment_id: str) -> bool:
    return await store.settling.of("blog", [comment_id]) != [None]


async def test_taken_back_in_time_nothing_has_happened(
    scripted: BrowserContext, store: Store
) -> None:
    ids = await hold(store, "one", "two")
    before = [await record(store, each) for each in ids]
    page = await open_console(scripted)
    await page.keyboard.press("a")
    await page.keyboard.press("s")
    for each in ids:
        await eventually(partial(waits, store, each))
    await expect(page.get_by_text("Nothing is waiting.")).to_be_visible()
    await page.keyboard.press("z")
    await expect(page.get_by_role("article")).to_contain_text("two")
    await expect(page.get_by_role("status").first).to_contain_text("Undone.")
    await page.keyboard.press("z")
    await expect(page.get_by_role("article")).to_contain_text("one")
    assert [await record(store, each) for each in ids] == before
    assert [await waits(store, each) for each in ids] == [False, False]
    await page.reload()
    await expect(page.get_by_role("link", name="Held")).to_have_text("Held 2")


async def test_after_that_it_is_a_move_of_its_own(
    scripted: BrowserContext, store: Store, raw: Any
) -> None:
    (comment_id,) = await hold(store, "one")
    page = await open_console(scripted)
    await page.keyboard.press("a")
    await eventually(partial(waits, store, comment_id))
    raw.zadd("gr:{blog}:settling:held", {comment_id: 1})
    await until(store, comment_id, Status.PUBLISHED)
    await page.keyboard.press("z")
    found = await until(store, comment_id, Status.HELD)
    assert [entry.to for entry in found.history[2:]] == [Status.PUBLISHED, Status.HELD]
    await expect(page.get_by_role("article")).to_contain_text("one")


async def test_a_page_that_is_left_has_decided(
    scripted: BrowserContext, store: Store, raw: Any
) -> None:
    (comment_id,) = await hold(store, "one")
    page = await open_console(scripted)
    await page.keyboard.press("a")
    await eventually(partial(waits, store, comment_id))
    await page.close()
    raw.zadd("gr:{blog}:settling:held", {comment_id: 1})
    await until(store, comment_id, Status.PUBLISHED)
