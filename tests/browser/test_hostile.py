"""What readers write is text: in a browser with scripts, in every field, on every page."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from moderation.comment import Author, Status, Thread
from moderation.store import Store
from moderation.verdict import Signal
from tests import make
from tests.browser.console import open_console
from tests.browser.payloads import OTHERS, PAYLOADS
from tests.service.pages import thread_path

WATCH = """
    window.violations = [];
    addEventListener("securitypolicyviolation", ({violatedDirective}) => {
        violations.push(violatedDirective);
    }, true);
"""
# What no page of ours has, whatever stands in it.
FOREIGN = """() => {
    const never = "iframe object embed style base img video svg math".split(" ");
    const ours = /^\\/static\\/console-[0-9a-f]+\\//;
    const runs = /^\\s*(java\\s*script|data:text)/i;
    const addresses = ["href", "src", "action"];
    return [...document.querySelectorAll("*")].filter((element) =>
        never.includes(element.localName)
        || (element.localName === "script" && !ours.test(element.getAttribute("src")))
        || (element.localName === "meta" && element.httpEquiv === "refresh")
        || [...element.attributes].some(({name, value}) =>
            name.startsWith("on") || (addresses.includes(name) && runs.test(value)))
    ).map((element) => element.outerHTML.slice(0, 200));
}"""


@pytest.fixture
async def context(browser: Browser, address: str) -> AsyncIterator[BrowserContext]:
    opened = await browser.new_context(base_url=address)
    opened.set_default_timeout(15_000)
    await opened.add_init_script(WATCH)
    yield opened
    await opened.close()


async def assert_inert(page: Page) -> None:
    assert await page.evaluate(FOREIGN) == []
    assert await page.evaluate("[window.pwned, violations.length, Object.prototype.x]") == [
        None,
        0,
        None,
    ]


async def keep(store: Store, hostile: str, status: Status) -> None:
    """A comment whose every field is hostile, answering another, with a history that is."""
    thread = Thread(key=hostile[:200], title=hostile, url=hostile)
    author = Author(name=hostile, email=hostile, url=hostile)
    parent = await make.decided(store, Status.PUBLISHED, hostile, thread=thread, author=author)
    kept = await make.kept(store, hostile, thread=thread, author=author, parent_id=parent.id)
    signal = Signal(
        hostile, hostile, ((0, 3), (2, 9)), {"n": hostile, "words": hostile}, 1.0, 3.0, hostile
    )
    verdict = make.verdict(status, signals=(signal,), category=hostile, not_run=(hostile,))
    await store.comments.decide([make.decision(kept, status, verdict=verdict)])
    by = {"by": f"moderator:{hostile}", "reason": hostile, "note": hostile}
    for version, to in ((2, Status.REJECTED), (3, Status.HELD)):
        before = Status.HELD if version == 2 else Status.REJECTED
        await store.comments.decide([make.decision(kept, to, status=before, version=version, **by)])


@pytest.mark.parametrize("part", range(4))  # shared out, as a card each takes a while
async def test_on_the_console(context: BrowserContext, store: Store, part: int) -> None:
    payloads = [*PAYLOADS, *OTHERS][part::4]
    for hostile in payloads:
        await keep(store, hostile, Status.HELD)
    page = await open_console(context)
    for at, hostile in enumerate(payloads):
        card = page.get_by_role("article")
        await expect(card.locator(".said > .text")).to_have_text(hostile)
        if at % 10 == 0:
            await assert_inert(page)
            await page.get_by_text("History").click()
        await page.keyboard.press("j")
    await assert_inert(page)
    assert await page.locator("#rows li").count() == len(payloads)


@pytest.mark.parametrize("path", ["/review/?status=published", thread_path()])
async def test_on_other_pages(context: BrowserContext, store: Store, path: str) -> None:
    for hostile in (*PAYLOADS, *OTHERS):
        await make.decided(
            store, Status.PUBLISHED, hostile, author=Author(name=hostile, url=hostile)
        )
    page = await open_console(context)
    await page.goto(path)
    for _ in range(30):
        await assert_inert(page)
        following = page.locator("main a[rel=next]")
        if not await following.count():
            break
        await following.click()
