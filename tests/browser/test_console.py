"""The console with scripts: by keys, and when the service is away."""

from playwright.async_api import BrowserContext, Route, expect

from moderation.comment import Status
from moderation.store import Store
from moderation.verdict import Signal
from tests import make
from tests.browser.conftest import PASSWORD
from tests.browser.console import hold, open_console, record, until


async def test_keys_decide_and_the_next_comment_is_there(
    scripted: BrowserContext, store: Store
) -> None:
    ids = await hold(store, "one", "two", "three", "four")
    page = await open_console(scripted)
    card = page.get_by_role("article")
    for keys, after in (("a", "two"), ("d1", "three"), ("s", "four")):
        for key in keys:
            await page.keyboard.press(key)
        await expect(card).to_contain_text(after)
        await expect(card).to_be_focused()
    await page.keyboard.press("d")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Nothing is waiting.")).to_be_visible()
    for comment_id, status, reason in zip(
        ids,
        (Status.PUBLISHED, *[Status.REJECTED] * 3),
        (None, "spam", "spam", None),
        strict=True,
    ):
        last = (await until(store, comment_id, status)).history[-1]
        assert (last.by, last.reason) == ("moderator:ana", reason)


async def test_undo_brings_back_one_after_another(scripted: BrowserContext, store: Store) -> None:
    ids = await hold(store, "one", "two", "three")
    page = await open_console(scripted)
    await page.keyboard.press("a")
    await expect(page.get_by_role("article").get_by_role("heading", level=2)).to_have_text("two")
    await page.keyboard.press("s")
    await until(store, ids[1], Status.REJECTED)
    await page.keyboard.press("z")
    await expect(page.get_by_role("article").get_by_role("heading", level=2)).to_have_text("two")
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("article").get_by_role("heading", level=2)).to_have_text("one")
    for comment_id in ids:
        assert (await until(store, comment_id, Status.HELD)).status is Status.HELD
    await expect(page.locator("#rows bdi")).to_have_text(["one", "two", "three"])
    for comment_id in ids[:2]:
        await page.keyboard.press("s")
        assert (await until(store, comment_id, Status.REJECTED)).version == 5


async def test_offline_decisions_wait_and_are_sent(scripted: BrowserContext, store: Store) -> None:
    ids = await hold(store, "one", "two")
    page = await open_console(scripted)
    await expect(page.locator("#rows li")).to_have_count(2)
    await page.wait_for_load_state("networkidle")
    await scripted.set_offline(True)
    await page.keyboard.press("a")
    await expect(page.get_by_role("alert")).to_contain_text("you are offline")
    await expect(page.get_by_role("article")).to_contain_text("two")
    assert (await record(store, ids[0])).status is Status.HELD
    await scripted.set_offline(False)
    await until(store, ids[0], Status.PUBLISHED)
    await expect(page.get_by_role("alert")).to_be_hidden()


async def test_a_busy_service_is_asked_again(scripted: BrowserContext, store: Store) -> None:
    (comment_id,) = await hold(store, "one")
    page = await open_console(scripted)
    answers = iter((503, 500))

    async def fail(route: Route) -> None:
        status = next(answers, None)
        await (route.fulfill(status=status, body="{}") if status else route.continue_())

    await page.route("**/decide", fail)
    await page.keyboard.press("a")
    await expect(page.get_by_role("alert")).to_contain_text("Not saved yet: the service is busy")
    assert (await until(store, comment_id, Status.PUBLISHED)).version == 3


async def test_a_lost_answer_decides_once(scripted: BrowserContext, store: Store) -> None:
    (comment_id,) = await hold(store, "one")
    page = await open_console(scripted)
    lost = iter((True,))

    async def lose(route: Route) -> None:
        if next(lost, False):
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/decide", lose)
    await page.keyboard.press("a")
    await expect(page.get_by_role("alert")).to_contain_text("Not saved yet")
    await expect(page.get_by_role("alert")).to_be_hidden()
    assert (await until(store, comment_id, Status.PUBLISHED)).version == 3


async def test_who_was_signed_out_is_told_and_loses_nothing(
    scripted: BrowserContext, store: Store
) -> None:
    (comment_id,) = await hold(store, "one")
    page = await open_console(scripted)
    await page.wait_for_load_state("networkidle")
    await scripted.clear_cookies()
    await page.keyboard.press("a")
    alert = page.get_by_role("alert")
    await expect(alert).to_contain_text("You were signed out. 1 decision is not saved.")
    assert (await record(store, comment_id)).status is Status.HELD
    async with scripted.expect_page() as opening:
        await alert.get_by_role("link", name="Sign in").click()
    door = await opening.value
    await door.get_by_label("Name").fill("ana")
    await door.get_by_label("Password").fill(PASSWORD)
    await door.get_by_role("button", name="Sign in").click()
    await door.wait_for_url("**/review/")
    await door.close()
    await page.evaluate("dispatchEvent(new Event('focus'))")
    await until(store, comment_id, Status.PUBLISHED)
    await expect(alert).to_be_hidden()


async def test_keys_act_only_where_they_should(scripted: BrowserContext, store: Store) -> None:
    ids = await hold(store, *"pqrstu")
    page = await open_console(scripted)
    await page.keyboard.press("/")
    search = page.get_by_label("Search", exact=True)
    await expect(search).to_be_focused()
    await search.press_sequentially("asda")
    await expect(search).to_have_value("asda")
    await page.get_by_role("article").focus()
    await page.keyboard.press("Control+a")
    await page.keyboard.down("a")
    await page.keyboard.down("a")  # held down: it repeats
    await page.keyboard.up("a")
    await until(store, ids[0], Status.PUBLISHED)
    await page.keyboard.press("j")
    await page.keyboard.press("k")
    await page.keyboard.press(".")
    await expect(page.locator("#rows bdi")).to_have_text(["r", "s", "t", "u", "q"])
    statuses = [(await record(store, each)).status for each in ids[1:]]
    assert statuses == [Status.HELD] * 5


async def test_a_key_opens_the_thread_around_a_comment(
    scripted: BrowserContext, store: Store
) -> None:
    await make.decided(store, Status.PUBLISHED, "before it")
    await hold(store, "one")
    page = await open_console(scripted)
    around = page.get_by_text("before it")
    await expect(around).to_be_hidden()
    await page.keyboard.press("c")
    await expect(around).to_be_visible()
    await page.keyboard.press("c")
    await expect(around).to_be_hidden()


async def test_the_way_to_a_group_opens_its_list(scripted: BrowserContext, store: Store) -> None:
    await hold(store, "one")
    signal = Signal("duplicates", "near_text", params={"campaign": "17"})
    for text in ("two", "three", "four"):
        made = await make.kept(store, text)
        verdict = make.verdict(Status.HELD, signals=(signal,))
        await store.comments.decide([make.decision(made, Status.HELD, verdict=verdict)])
    page = await open_console(scripted)
    await expect(page.locator("#rows li")).to_have_count(4)
    await page.get_by_role("link", name="3 similar").first.click()
    await page.wait_for_url("**group=17*")
    await expect(page.locator("#rows li")).to_have_count(3)


async def test_keys_can_be_changed_and_switched_off(scripted: BrowserContext, store: Store) -> None:
    ids = await hold(store, "one", "two", "three")
    page = await open_console(scripted)
    await page.keyboard.press("?")
    await page.get_by_role("button", name="Approve: publish").click()
    await page.keyboard.press("d")
    await expect(page.get_by_text("does something else already")).to_be_visible()
    await page.get_by_role("button", name="Approve: publish").click()
    await page.keyboard.press("+")
    await page.get_by_role("button", name="Close").click()
    await page.keyboard.press("a")
    await page.keyboard.press("+")
    await until(store, ids[0], Status.PUBLISHED)
    await page.reload()
    await expect(page.get_by_role("article")).to_be_focused()
    await page.get_by_role("button", name="Keys").click()
    await page.get_by_label("Single keys act").uncheck()
    await page.get_by_role("button", name="Close").click()
    await page.keyboard.press("+")
    await page.keyboard.press("j")
    await expect(page.get_by_role("article")).to_contain_text("two")
    assert (await record(store, ids[1])).status is Status.HELD


async def test_the_list_goes_on_beyond_its_page(scripted: BrowserContext, store: Store) -> None:
    await hold(store, *(f"text {n}" for n in range(45)))
    page = await open_console(scripted)
    for n in range(45):
        heading = page.get_by_role("article").get_by_role("heading", level=2)
        await expect(heading).to_have_text(f"text {n}")
        await page.keyboard.press("a")
    await expect(page.get_by_text("Nothing is waiting.")).to_be_visible()


async def test_on_a_phone_the_comment_is_in_sight(scripted: BrowserContext, store: Store) -> None:
    await hold(store, *(f"text {n}" for n in range(20)))
    page = await open_console(scripted)
    await page.set_viewport_size({"width": 360, "height": 640})
    await page.get_by_role("link", name="text 15").click()
    await expect(page.get_by_role("article")).to_contain_text("text 15")
    await expect(page.get_by_role("article")).to_be_in_viewport(ratio=0.5)
    await page.get_by_role("link", name="Next", exact=True).click()
    await expect(page.get_by_role("article")).to_contain_text("text 16")
    await expect(page.get_by_role("article")).to_be_in_viewport(ratio=0.5)
