"""Finding comments in a browser without scripts, and what is around one."""

from playwright.async_api import BrowserContext, expect

from moderation.comment import Author, Status
from moderation.store import Store
from tests import make
from tests.browser.test_pages import sign_in

LONG = "word " * 300 + "the end"


async def test_a_moderator_searches_orders_and_filters(
    context: BrowserContext, store: Store
) -> None:
    for text in ("a pear", "an apple", "an Apple"):
        await make.decided(store, Status.HELD, text, author=Author(email="a@b.example"))
    page = await context.new_page()
    await sign_in(page)
    rows = page.locator(".excerpt")
    await page.get_by_label("Order").select_option("Newest")
    await page.get_by_role("button", name="Apply").click()
    await expect(rows).to_have_text(["an Apple", "an apple", "a pear"])
    await page.get_by_label("Search", exact=True).fill("APPLE")
    await page.get_by_role("button", name="Apply").click()
    await expect(rows).to_have_text(["an Apple", "an apple"])
    await expect(page.get_by_text("2 comments found among 3.")).to_be_visible()
    await page.get_by_text("Filter", exact=True).click()
    await page.get_by_label("E-mail domain").fill("c.example")
    await page.get_by_role("button", name="Apply").click()
    await expect(page.get_by_text("No held comment matches this filter.")).to_be_visible()
    await expect(page.get_by_label("E-mail domain")).to_be_visible()
    await page.get_by_role("link", name="Clear the filter").first.click()
    await expect(rows).to_have_text(["an Apple", "an apple", "a pear"])


async def test_what_is_around_a_comment_opens(context: BrowserContext, store: Store) -> None:
    await make.decided(store, Status.PUBLISHED, "said before")
    author = Author(name="Ana", email="a@b.example")
    for text in (LONG, "another one"):
        await make.decided(store, Status.HELD, text, author=author)
    page = await context.new_page()
    await sign_in(page)
    for hidden, way in (
        ("said before", "Show the thread around it"),
        ("the end", "Show all 1,507 characters"),
    ):
        await expect(page.get_by_text(hidden)).to_be_hidden()
        await page.get_by_role("article").get_by_text(way).click()
        await expect(page.get_by_text(hidden)).to_be_visible()
    await page.get_by_role("link", name="1 by Ana").click()
    await expect(page.locator("#rows > li")).to_have_count(2)
