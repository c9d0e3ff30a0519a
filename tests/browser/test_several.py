"""Several comments at once: by keys, and without scripts."""

from playwright.async_api import BrowserContext, Page, expect

from moderation.comment import Status
from moderation.store import Store
from tests.browser.console import hold, open_console, record, until


async def chosen(page: Page) -> list[str]:
    boxes = page.locator("#rows li:has(.pick:checked) bdi")
    return await boxes.all_inner_texts()


async def test_keys_choose_and_decide_and_undo_takes_it_back(
    scripted: BrowserContext, store: Store
) -> None:
    ids = await hold(store, "one", "two", "three", "four", "five")
    page = await open_console(scripted)
    card = page.get_by_role("article")
    await page.keyboard.press("x")
    for after in ("two", "three"):
        await page.keyboard.press("j")
        await expect(card).to_contain_text(after)
    await page.keyboard.press("Shift+X")
    assert await chosen(page) == ["one", "two", "three"]
    await page.keyboard.press("k")
    await expect(card).to_contain_text("two")
    await page.keyboard.press("x")
    assert await chosen(page) == ["one", "three"]
    await page.keyboard.press("Shift+S")
    await expect(page.get_by_text("2 comments rejected.")).to_be_visible()
    await expect(page.locator("#rows bdi")).to_have_text(["two", "four", "five"])
    await expect(card).to_be_focused()
    await page.keyboard.press("z")
    await expect(page.get_by_text("2 comments wait again.")).to_be_visible()
    for each in ids:
        assert (await record(store, each)).status is Status.HELD


async def test_with_nothing_chosen_the_keys_do_nothing(
    scripted: BrowserContext, store: Store
) -> None:
    (comment_id, _) = await hold(store, "one", "two")
    page = await open_console(scripted)
    address = page.url
    for key in ("Shift+A", "Shift+D", "Shift+S"):
        await page.keyboard.press(key)
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert page.url.split("&comment")[0] == address.split("&comment")[0]
    assert (await record(store, comment_id)).status is Status.HELD


async def test_without_scripts_many_are_asked_about_first(
    context: BrowserContext, store: Store
) -> None:
    ids = await hold(store, *(f"text {n}" for n in range(23)))
    page = await open_console(context, keys=None)
    await page.locator("summary", has_text="Several at once").click()
    await page.get_by_label("All 23 of this list").check()
    await page.locator("#several").get_by_role("button", name="Approve").click()
    await expect(page.get_by_role("heading", name="Publish 23 comments?")).to_be_visible()
    await expect(page.get_by_role("article")).to_have_count(3)
    await page.get_by_role("button", name="Publish 23").click()
    await expect(page.get_by_text("23 comments will be published.")).to_be_visible()
    await expect(page.get_by_text("Nothing is waiting.")).to_be_visible()
    for each in ids:
        await until(store, each, Status.PUBLISHED)
