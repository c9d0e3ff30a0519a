"""The console with scripts: what changes by itself is seen at once, and what is lost is said."""

import asyncio
from typing import Any

from playwright.async_api import BrowserContext, Page, Route, expect

from moderation.comment import Status
from moderation.store import Store
from moderation.store.desk import Aside
from tests import make
from tests.browser.console import hold, open_console, record

SOON = 3_000  # ms; what is asked for comes every 30 s
HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { get: () => hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


async def decide(store: Store, comment_id: str, to: Status, by: str = "moderator:ben") -> None:
    found = await record(store, comment_id)
    said: dict[str, Any] = {"status": found.status, "version": found.version, "by": by}
    (outcome,) = await store.comments.decide([make.decision(found.comment, to, **said)])
    assert outcome.made


def button(page: Page, count: int) -> Any:
    return page.get_by_role("button", name=f"{count} new: show")


async def test_new_comments_are_told_at_once_and_move_nothing(
    scripted: BrowserContext, store: Store
) -> None:
    await hold(store, "one")
    page = await open_console(scripted)
    await expect(page.get_by_role("article")).to_be_focused()
    places = "[...document.querySelectorAll('#rows li, .card button')].map(e => e.offsetTop)"
    before = await page.evaluate(places)
    await hold(store, "two")
    await expect(button(page, 1)).to_be_visible(timeout=SOON)
    await expect(page.get_by_role("link", name="Held")).to_have_text("Held 2")
    await expect(page.locator("#rows li")).to_have_count(1)
    assert await page.evaluate(places) == before
    await button(page, 1).click()
    await expect(page.locator("#rows bdi")).to_have_text(["one", "two"])
    await hold(store, "three")
    await expect(button(page, 1)).to_be_visible(timeout=SOON)


async def test_what_others_decide_makes_nothing_new_and_hides_nothing_new(
    scripted: BrowserContext, store: Store
) -> None:
    ids = await hold(store, "one", "two", "three")
    page = await open_console(scripted)
    await decide(store, ids[2], Status.REJECTED)
    await expect(page.get_by_role("link", name="Held")).to_have_text("Held 2", timeout=SOON)
    await hold(store, "four")
    await expect(button(page, 1)).to_be_visible(timeout=SOON)
    await decide(store, ids[1], Status.REJECTED)
    await expect(page.get_by_role("link", name="Held")).to_have_text("Held 2", timeout=SOON)
    await expect(button(page, 1)).to_be_visible()
    await button(page, 1).click()
    await expect(page.locator("#rows bdi")).to_have_text(["one", "four"])
    await expect(button(page, 1)).to_be_hidden()


async def test_own_decisions_are_never_told_as_new(scripted: BrowserContext, store: Store) -> None:
    ids = await hold(store, "one", "two", "three", "four", "five")
    page = await open_console(scripted)
    place = "document.getElementById('new')"
    watch = f"new MutationObserver(() => window.told ||= !{place}.hidden)"
    await page.evaluate(f"{watch}.observe({place}, {{ attributes: true }})")
    for key, opened in [*zip("azsaz", ["two", "one", "two", "three", "two"], strict=True)]:
        await page.keyboard.press(key)
        await expect(page.get_by_role("article").get_by_role("heading", level=2)).to_have_text(
            opened
        )
    await expect(page.get_by_role("link", name="Held")).to_have_text("Held 4")
    await decide(store, ids[4], Status.REJECTED)  # a state after all of that
    await expect(page.get_by_role("link", name="Held")).to_have_text("Held 3", timeout=SOON)
    assert not await page.evaluate("window.told")


async def test_an_undo_that_waits_for_its_decision_is_not_told_as_new(
    scripted: BrowserContext, store: Store
) -> None:
    ids = await hold(store, "one", "two", "three")
    page = await open_console(scripted)
    place = "document.getElementById('new')"
    watch = f"new MutationObserver(() => window.told ||= !{place}.hidden)"
    await page.evaluate(f"{watch}.observe({place}, {{ attributes: true }})")
    answered = asyncio.Event()

    async def wait(route: Route) -> None:
        await answered.wait()
        await route.continue_()

    async def after_what_was_asked_before(route: Route) -> None:
        for _ in range(10):
            await page.request.get("/review/counts?site=blog")
        await route.continue_()

    await page.route("**/decide", wait)
    await page.route("**/undo", after_what_was_asked_before)
    heading = page.get_by_role("article").get_by_role("heading", level=2)
    await page.keyboard.press("a")
    await expect(heading).to_have_text("two")
    async with page.expect_response("**/undo"):
        await page.keyboard.press("z")
        answered.set()
    await expect(heading).to_have_text("one")
    await decide(store, ids[2], Status.REJECTED)  # a state after all of that
    await expect(page.get_by_role("link", name="Held")).to_have_text("Held 2", timeout=SOON)
    assert not await page.evaluate("window.told")


async def test_two_browsers_see_each_other_within_two_seconds(
    scripted: BrowserContext, store: Store, address: str
) -> None:
    await hold(store, "one", "two")
    page = await open_console(scripted)
    await expect(page.get_by_role("article")).to_be_focused()
    assert scripted.browser is not None
    await store.accounts.add("ben", (await _hash(store)))
    others = await scripted.browser.new_context(base_url=address)
    other = await open_console(others, name="ben")
    await other.get_by_role("link", name="two").click()
    await expect(page.locator("#rows [data-by=ben]")).to_contain_text("two", timeout=2_000)
    await page.get_by_role("link", name="two").click()
    await expect(other.get_by_text("ana is looking at this.")).to_be_visible(timeout=2_000)
    await page.get_by_role("link", name="one").click()
    await expect(other.get_by_text("ana is looking at this.")).to_be_hidden(timeout=2_000)
    await others.close()


async def _hash(store: Store) -> str:
    ana = await store.accounts.get("ana")
    assert ana is not None
    return ana.password


async def test_a_comment_that_a_colleague_decides_stays_and_says_so(
    scripted: BrowserContext, store: Store
) -> None:
    ids = await hold(store, "one", "two")
    page = await open_console(scripted)
    await expect(page.get_by_role("article")).to_be_focused()
    await decide(store, ids[0], Status.PUBLISHED)
    card = page.get_by_role("article")
    await expect(card.get_by_text("Ben approved this.")).to_be_visible(timeout=SOON)
    await expect(card).to_contain_class("decided")
    await expect(card).to_contain_text("one")
    await expect(card).to_be_focused()
    await decide(store, ids[1], Status.REJECTED)  # what was fetched of it is older
    await page.keyboard.press("j")
    await expect(card).to_contain_text("two")
    await expect(card.get_by_text("Ben rejected this.")).to_be_visible(timeout=SOON)
    await page.keyboard.press("a")  # and nothing of Ben's is overwritten
    await expect(card.get_by_role("alert")).to_contain_text("nothing was overwritten")
    assert (await record(store, ids[1])).status is Status.REJECTED


async def test_what_a_colleague_takes_back_is_open_again(
    scripted: BrowserContext, store: Store
) -> None:
    (comment_id,) = await hold(store, "one")
    page = await open_console(scripted)
    found = await record(store, comment_id)
    said: dict[str, Any] = {"status": Status.HELD, "version": 2, "by": "moderator:ben"}
    await store.settling.put([make.decision(found.comment, Status.REJECTED, **said)], 60_000)
    card = page.get_by_role("article")
    await expect(card.get_by_text("Ben rejected this.")).to_be_visible(timeout=SOON)
    (waits,) = await store.settling.find("blog", [comment_id])
    assert waits is not None
    assert await store.settling.take_back([waits]) == [True]
    await expect(card.get_by_text("Ben rejected this.")).to_be_hidden(timeout=SOON)
    await expect(card).not_to_contain_class("decided")


async def test_without_the_stream_it_says_so_and_asks(
    scripted: BrowserContext, store: Store
) -> None:
    await hold(store, "one")
    page = await open_console(scripted)
    await page.clock.install()
    tries: asyncio.Queue[str] = asyncio.Queue()

    async def fail(route: Route) -> None:
        tries.put_nowait(route.request.url)
        await route.abort()

    await page.route("**/review/events*", fail)
    await page.reload()
    paused = page.get_by_text("Live updates paused. Checking every 30 s.")
    assert "site=blog" in await tries.get()
    await expect(page.get_by_role("article")).to_be_focused()
    await expect(paused).to_be_hidden()  # once is no loss
    await page.clock.run_for(2_000)
    await tries.get()
    await expect(paused).to_be_visible()
    await hold(store, "two")
    async with page.expect_response("**/looking"):
        await page.clock.run_for(31_000)
    await expect(button(page, 1)).to_be_visible()
    assert 1 <= tries.qsize() <= 4  # the pauses grow: 2 s, 4 s, 8 s at least
    await page.unroute("**/review/events*")
    await page.clock.run_for(121_000)
    await expect(paused).to_be_hidden()
    await hold(store, "three")
    await expect(button(page, 2)).to_be_visible(timeout=SOON)


async def test_a_page_that_nobody_sees_does_not_listen(
    scripted: BrowserContext, store: Store
) -> None:
    await hold(store, "one")
    page = await open_console(scripted)
    await page.clock.install()
    async with page.expect_response("**/review/events*") as opened:
        await page.reload()
    stream = await opened.value
    await page.evaluate(HIDE, True)
    await page.clock.run_for(59_000)
    await page.evaluate(HIDE, False)  # back in time: it listens on
    await page.clock.run_for(2_000)
    await hold(store, "two")
    await expect(button(page, 1)).to_be_visible(timeout=SOON)
    await page.evaluate(HIDE, True)
    async with page.expect_event("requestfailed", lambda it: it == stream.request):
        await page.clock.run_for(61_000)
    async with page.expect_response("**/review/events*"):
        await page.evaluate(HIDE, False)
        await page.clock.run_for(1)
    await expect(page.get_by_text("Live updates paused")).to_be_hidden()


async def test_what_lies_beside_the_lists_is_counted_too(
    scripted: BrowserContext, store: Store
) -> None:
    ids = await hold(store, "one", "two")
    page = await open_console(scripted)
    urgent = page.locator('[data-list="urgent"]')
    await expect(urgent).to_be_hidden()
    await store.desk.set_aside("blog", Aside.URGENT, ids[1])
    await expect(urgent).to_have_text("Urgent 1", timeout=SOON)
    await expect(urgent).to_be_visible()
    await decide(store, ids[1], Status.PUBLISHED)
    await expect(urgent).to_be_hidden(timeout=SOON)
