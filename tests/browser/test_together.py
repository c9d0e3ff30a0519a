"""The console with scripts: several moderators at once."""

import asyncio

from playwright.async_api import BrowserContext, Route, expect

from moderation.comment import Status
from moderation.store import Store
from tests import make
from tests.browser.console import hold, open_console, record, until
from tests.eventually import eventually


async def test_what_another_decided_is_not_overwritten(
    scripted: BrowserContext, store: Store
) -> None:
    ids = await hold(store, "disputed", "other")
    page = await open_console(scripted)
    ben = make.decision(
        (await record(store, ids[0])).comment,
        Status.PUBLISHED,
        status=Status.HELD,
        version=2,
        by="moderator:ben",
    )
    await store.comments.decide([ben])
    await page.keyboard.press("s")
    told = page.get_by_role("article").get_by_role("alert")
    await expect(told).to_contain_text("Ben decided this")
    await expect(told).to_contain_text("nothing was overwritten")
    await expect(page.get_by_text("Rejected. The comment")).to_be_hidden()
    await expect(page.get_by_role("article")).to_contain_text("Published by ben")
    assert (await record(store, ids[0])).status is Status.PUBLISHED
    await page.keyboard.press("j")
    await expect(page.get_by_role("article")).to_contain_text("other")


async def test_new_comments_wait_behind_a_button(scripted: BrowserContext, store: Store) -> None:
    (first,) = await hold(store, "one")
    page = await open_console(scripted)
    await page.clock.install()
    await page.reload()
    await expect(page.get_by_role("article")).to_be_focused()
    await hold(store, "two", "three")
    await page.clock.fast_forward(31_000)
    button = page.get_by_role("button", name="2 new: show")
    await expect(button).to_be_visible()
    await expect(page.locator("#rows li")).to_have_count(1)
    await expect(page.get_by_role("link", name="Held")).to_have_text("Held 3")
    await button.click()
    await expect(page.locator("#rows bdi")).to_have_text(["one", "two", "three"])
    await expect(button).to_be_hidden()
    await page.keyboard.press("a")
    await until(store, first, Status.PUBLISHED)
    await hold(store, "four")
    await page.clock.fast_forward(31_000)
    await expect(page.get_by_role("button", name="1 new: show")).to_be_visible()


async def test_two_moderators_see_each_other(scripted: BrowserContext, store: Store) -> None:
    ids = await hold(store, "one", "two", "three")
    await store.presence.look("blog", "ben", ids[1])
    page = await open_console(scripted)
    await expect(page.locator("#rows [data-by]")).to_have_attribute("data-by", "ben")
    await page.keyboard.press("j")
    await expect(page.get_by_role("article")).to_contain_text("three")  # not where Ben is
    await page.keyboard.press("k")
    await expect(page.get_by_role("article")).to_contain_text("one")
    await page.get_by_role("link", name="two").click()
    await expect(page.get_by_text("ben is looking at this.")).to_be_visible()

    async def told() -> bool:
        return await store.presence.look("blog", "ben", None) == {"ana": ids[1]}

    await eventually(told)


async def test_a_second_opinion_and_a_worry_by_keys(scripted: BrowserContext, store: Store) -> None:
    await hold(store, "one", "two", "three")
    page = await open_console(scripted)
    await page.keyboard.press("e")
    await expect(page.locator("#rows bdi")).to_have_text(["two", "three"])
    await page.keyboard.press("j")
    await expect(page.get_by_role("article")).to_contain_text("three")
    await page.keyboard.press("!")
    await expect(page.locator("#rows bdi")).to_have_text(["three", "two"])
    await page.keyboard.press("n")
    await expect(page.get_by_label("Note", exact=True)).to_be_focused()
    await page.keyboard.type("ana knows her")
    await page.get_by_role("button", name="Leave the note").click()
    await expect(page.get_by_role("article")).to_contain_text("ana knows her")


async def test_no_key_acts_on_the_comment_before(scripted: BrowserContext, store: Store) -> None:
    ids = await hold(store, "one", "two", "three")
    page = await open_console(scripted)
    let_through = asyncio.Event()

    async def wait(route: Route) -> None:
        await let_through.wait()
        await route.continue_()

    await page.reload()
    await page.route(f"**/*comment={ids[1]}*", wait)
    await page.reload()
    await expect(page.get_by_role("article")).to_be_focused()
    await page.keyboard.press("j")  # its card does not come
    for key in ("!", "e", "a", "s", "d", "n"):
        await page.keyboard.press(key)
    await expect(page.get_by_role("group", name="Reason")).to_be_hidden()
    let_through.set()
    await expect(page.get_by_role("article")).to_contain_text("two")
    assert [(await record(store, each)).status for each in ids] == [Status.HELD] * 3
    assert not (await store.desk.of("blog", ids[0])).aside


async def test_a_decision_on_its_way_is_not_counted_as_new(
    scripted: BrowserContext, store: Store
) -> None:
    ids = await hold(store, "one", "two")
    page = await open_console(scripted)
    arrived = asyncio.Event()

    async def wait(route: Route) -> None:
        await arrived.wait()
        await route.continue_()

    await page.route("**/decide", wait)
    async with page.expect_response("**/looking"):
        await page.keyboard.press("a")
    await expect(page.get_by_role("link", name="Held")).to_have_text("Held 1")
    await expect(page.get_by_role("button", name="new: show")).to_be_hidden()
    await hold(store, "three")
    arrived.set()
    await until(store, ids[0], Status.PUBLISHED)
    await expect(page.get_by_role("button", name="1 new: show")).to_be_visible()
