"""Every page by axe-core's rules."""

import pytest
from playwright.async_api import BrowserContext, expect

from moderation.comment import Author, Status
from moderation.store import Store
from moderation.verdict import Signal
from tests import make
from tests.browser.axe import assert_accessible
from tests.browser.console import open_console
from tests.service.pages import thread_path


@pytest.fixture
async def context(scripted: BrowserContext) -> BrowserContext:
    return scripted


async def hold(store: Store, *, urgent: bool) -> None:
    parent = await make.decided(store, Status.PUBLISHED, "What do you think?")
    kept = await make.kept(store, "bad text bad", author=Author(name="Ana"), parent_id=parent.id)
    signals = (
        Signal("links", "too_many", ((0, 4), (9, 12)), {"n": 3, "limit": 2}, 1.0, 3.0, "spam"),
        Signal("shouting", "capitals", (), {"share": 0.7}, 1.0, 0.0),
    )
    category = "self_harm" if urgent else "spam"
    verdict = make.verdict(Status.HELD, signals=signals, category=category, not_run=("language",))
    await store.comments.decide([make.decision(kept, Status.HELD, verdict=verdict)])


async def test_the_console(context: BrowserContext, store: Store) -> None:
    for urgent in (True, False, False):
        await hold(store, urgent=urgent)
    page = await open_console(context, keys=None)
    await assert_accessible(page)  # with the question about keys
    await page.get_by_role("button", name="Leave them on").click(force=True)
    await page.get_by_text("Filter", exact=True).click()
    await page.get_by_text("Save this view").click()
    await page.keyboard.press("j")
    await page.keyboard.press("d")
    await expect(page.get_by_role("group", name="Reason")).to_be_visible()
    await assert_accessible(page)  # with filters and the strip of reasons
    await page.keyboard.press("1")
    await expect(page.get_by_role("status")).to_contain_text("Rejected")
    await page.keyboard.press("?")
    await assert_accessible(page)  # with what was done, and the help
    await page.keyboard.press("Escape")
    for path in (
        "?status=rejected",
        "?status=published&category=hate",
        "?queue=decided",
        "audit?site=blog",
        "audit?site=blog&by=nobody",
    ):
        await page.goto(f"/review/{path}")
        await assert_accessible(page)


async def test_several_at_once(context: BrowserContext, store: Store) -> None:
    for urgent in (True, *[False] * 22):
        await hold(store, urgent=urgent)
    page = await open_console(context)
    await page.locator("summary", has_text="Several at once").click()
    await assert_accessible(page)
    await page.get_by_label("All 23 of this list").check()
    await page.locator("#several").get_by_role("button", name="Spam").click()
    await expect(page.get_by_text("1 more may be a cry for help")).to_be_visible()
    await assert_accessible(page)
    await page.get_by_role("button", name="Reject 22").click()
    await expect(page.get_by_text("22 comments rejected.")).to_be_visible()
    await assert_accessible(page)


async def test_the_other_pages(context: BrowserContext, store: Store) -> None:
    page = await context.new_page()
    first = await make.decided(store, Status.PUBLISHED, "fine", author=Author(name="Ana"))
    await make.decided(store, Status.PUBLISHED, "an answer", parent_id=first.id)
    for path in (
        "/review/sign-in",
        thread_path(),
        thread_path("/nothing"),
        "/s/nothing",
        "/docs",
        "/problems/validation",
    ):
        await page.goto(path)
        await assert_accessible(page)
    await page.goto(thread_path())
    await page.get_by_label("Name").fill("Ana")
    await page.get_by_label("Comment", exact=True).fill("long " * 1200)
    await page.get_by_role("button", name="Post comment").click()
    await expect(page.get_by_label("Comment", exact=True)).to_have_attribute("aria-invalid", "true")
    await assert_accessible(page)  # with a fault beside its field
    await page.get_by_label("Comment", exact=True).fill("Fine words.")
    await page.get_by_role("button", name="Post comment").click()
    await expect(page.get_by_role("status")).to_contain_text("Being checked.")
    # Without scripts it looks again by itself, for a minute; nobody is in the middle of anything.
    await assert_accessible(page, but="meta-refresh")
