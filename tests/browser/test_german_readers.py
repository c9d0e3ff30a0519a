"""The readers' pages in German: nothing is English or cut off on a phone, and axe finds nothing."""

import pytest
from playwright.async_api import BrowserContext, Page, expect

from moderation.comment import Author, Status, Thread
from moderation.store import Store
from moderation.store.edits import Edit
from tests import make
from tests.browser.axe import assert_accessible
from tests.service.german import ENGLISH, Told
from tests.service.pages import thread_path

NARROW = (320, 360, 1440)
# A long word is what German is known for; the article's title is the owner's.
TITLE = "Donaudampfschifffahrtsgesellschaftskapitän"

# Whatever is wider than the place it has, or begins or ends outside of the window.
CUT = """() => [...document.querySelectorAll("body *:not(.hush, .hush *, .skip, .report span)")]
  .filter((element) => element.getClientRects().length)
  .filter((element) => {
    const { left, right } = element.getBoundingClientRect();
    const hides = getComputedStyle(element).overflowX !== "visible";
    return left < 0 || right > innerWidth + 0.5
      || (hides && element.scrollWidth > element.clientWidth);
  })
  .map((element) => element.outerHTML.slice(0, 100))"""


@pytest.fixture
def context(german: BrowserContext) -> BrowserContext:
    return german


async def assert_german(page: Page) -> None:
    assert await page.locator("html").get_attribute("lang") == "de"
    told = Told(await page.content()).texts
    assert told
    assert [text for text in told if ENGLISH.search(text)] == []
    await assert_accessible(page)
    for width in NARROW:
        await page.set_viewport_size({"width": width, "height": 800})
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        assert await page.evaluate(CUT) == [], (page.url, width)


async def publish(store: Store) -> None:
    thread = Thread(key="/hello", title=TITLE)
    first = await make.decided(
        store, Status.PUBLISHED, "Ein Satz.", author=Author(name="Bo"), thread=thread
    )
    await make.decided(store, Status.PUBLISHED, "Danke.", parent_id=first.id, staff=True)
    await store.threads.pin("blog", "/hello", first.id, "moderator:ana", on=True)
    edit = Edit(await make.read(store, first), "Ein anderer Satz.", "moderator:ana")
    await store.edits.make(edit)


async def test_a_reader_comments_in_german(context: BrowserContext, store: Store) -> None:
    await store.sites.set_comment_policy("blog", "https://blog.example/regeln")
    await publish(store)
    page = await context.new_page()
    await page.goto(thread_path())
    await expect(page.get_by_role("heading", name="2 Kommentare")).to_be_visible()
    await assert_german(page)
    await page.get_by_label("Name").fill("Ana")
    await page.get_by_label("Kommentar", exact=True).fill("Lang. " * 1200)
    await page.get_by_role("button", name="Kommentar senden").click()
    body = page.get_by_label("Kommentar", exact=True)
    await expect(body).to_have_accessible_description(
        "Ihr Kommentar ist um 2.200 Zeichen zu lang (höchstens 5.000). "
        "Kommentare werden geprüft, bevor sie erscheinen. Regeln für Kommentare"
    )
    await assert_german(page)
    await body.fill("Kurz.")
    await page.get_by_role("button", name="Kommentar senden").click()
    await expect(page.get_by_role("status")).to_contain_text("Wird geprüft.")
    await page.goto(f"{page.url.partition('?')[0]}?look=12")  # where it no longer loads itself anew
    await expect(page.get_by_role("status")).to_contain_text("Wird noch geprüft.")
    await assert_german(page)
    (claim,) = await make.claim(store)
    verdict = make.verdict(Status.REJECTED, category="profanity")
    await store.comments.decide([make.decision(claim.comment, Status.REJECTED, verdict=verdict)])
    await page.reload()
    await expect(page.get_by_role("status")).to_contain_text("Nicht veröffentlicht: derbe Sprache.")
    await assert_german(page)
    await page.get_by_role("button", name="Um Prüfung bitten").click()
    await expect(page.get_by_role("status")).to_contain_text(
        "sieht sich Ihren Kommentar noch einmal an"
    )
    await assert_german(page)
    await page.get_by_role("link", name="Alle Kommentare").click()
    await expect(page.get_by_role("heading", name="2 Kommentare")).to_be_visible()


async def test_a_reader_reports_in_german(context: BrowserContext, store: Store) -> None:
    await publish(store)
    page = await context.new_page()
    await page.goto(thread_path())
    await page.get_by_role("link", name="Melden (Kommentar von Bo)").click()
    await assert_german(page)
    await page.get_by_label("Beleidigung, Hass oder Drohung").check()
    await page.get_by_role("button", name="Kommentar melden").click()
    await expect(page.get_by_role("status")).to_contain_text("Danke.")
    await assert_german(page)
    await page.goto("/s/nichts")
    await expect(page.get_by_role("heading", name="Hier ist nichts")).to_be_visible()
    await assert_german(page)
