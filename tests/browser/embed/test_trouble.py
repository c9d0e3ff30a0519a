"""What can go wrong, on each kind of page that there is a recipe for; and no text is lost."""

import pytest
from playwright.async_api import BrowserContext, Page, expect

from moderation.comment import Status
from moderation.store import Store
from tests import make
from tests.browser.axe import assert_accessible
from tests.browser.embed.recipes import KINDS, Blog
from tests.browser.embed.visitor import body, comment, comments, decide, refusing, settled, write

TEXT = "A text that must not be lost."
POSTS = "**/v1/comments"


async def told(page: Page, said: str) -> None:
    """It says so, and the text is still there."""
    await expect(page.locator(".error", has_text=said)).to_be_visible()
    await expect(body(page)).to_have_value(TEXT)


@pytest.mark.parametrize("kind", KINDS)
async def test_what_goes_wrong_is_said_and_mended(
    kind: str, reader: BrowserContext, blog: Blog, store: Store
) -> None:
    await make.decided(store, Status.PUBLISHED, "one", key=f"/{kind}/hello")
    page = await reader.new_page()
    await page.goto(blog.article(kind) + "?paragraphs=1")
    await settled(page)
    await page.clock.install()

    await page.route(POSTS, refusing(429, "rate-limited", {"Retry-After": "40"}))
    await write(page, TEXT)
    await told(page, "You are posting quickly. Try again in 40 seconds.")
    await assert_accessible(page)
    await page.clock.run_for(41_000)
    await page.unroute(POSTS)

    await page.route(POSTS, refusing(503, "service-degraded"))
    await page.get_by_role("button", name="Post comment").click()
    await told(page, "The comment service is not answering. Your text is kept. Trying again…")
    await page.unroute(POSTS)

    await reader.set_offline(True)
    await page.clock.run_for(1000)
    await told(page, "You are offline. Your text is kept.")
    await reader.set_offline(False)
    await decide(store, Status.HELD)
    await expect(comment(page, TEXT)).to_contain_text("Waiting for a moderator.")
    await expect(body(page)).to_have_value("")
    await assert_accessible(page)

    await store.threads.close("blog", f"/{kind}/hello", "moderator:ana")
    await write(page, TEXT)
    await told(page, "Comments on this article are closed.")
    await page.reload()
    await expect(page.get_by_text("Comments on this article are closed.")).to_be_visible()
    await expect(comments(page).first).to_contain_text("one")
    await assert_accessible(page)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_page_that_no_site_lists_has_no_comments(
    kind: str, reader: BrowserContext, blog: Blog
) -> None:
    page = await reader.new_page()
    await page.goto(blog.article(kind).replace("127.0.0.1", "localhost") + "?paragraphs=1")
    await expect(page.get_by_text("Comments are not available here.").last).to_be_visible()
    await expect(page.get_by_role("button")).to_have_count(0)
    await assert_accessible(page)
