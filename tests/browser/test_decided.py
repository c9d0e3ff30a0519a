"""What people decided: the list of it and the log, by keys and without scripts."""

from playwright.async_api import BrowserContext, expect

from moderation.comment import Author, Status
from moderation.store import Store
from tests import make
from tests.browser.console import open_console, until
from tests.browser.test_pages import sign_in

DECIDED = "/review/?site=blog&queue=decided"


async def reject(store: Store, *texts: str) -> list[str]:
    """Rejected comments, by authors called as their texts are; Ben decided the last one last."""
    ids = []
    for text in texts:
        made = await make.decided(store, Status.HELD, text, author=Author(name=text))
        by_ben = {"status": Status.HELD, "version": 2, "by": "moderator:ben", "reason": "spam"}
        await store.comments.decide([make.decision(made, Status.REJECTED, **by_ben)])
        ids.append(made.id)
    return ids


async def test_a_decision_is_found_and_reversed_without_scripts(
    context: BrowserContext, store: Store
) -> None:
    (comment_id,) = await reject(store, "one")
    page = await context.new_page()
    await sign_in(page)
    await page.get_by_role("link", name="Decided").click()
    await expect(page.locator("#rows li")).to_contain_text("Rejected by ben")
    await page.get_by_role("button", name="Approve").click()
    await until(store, comment_id, Status.PUBLISHED)
    await page.reload()
    await expect(page.locator("#rows li")).to_contain_text("Published by ana")
    await page.get_by_role("link", name="The log of all decisions").click()
    await expect(page.locator("tbody tr")).to_have_count(2)
    await expect(page.locator("tbody tr").first).to_contain_text("Takes back what ben decided")
    await page.get_by_label("Who").fill("ben")
    await page.get_by_role("button", name="Apply").click()
    await expect(page.locator("tbody tr")).to_have_count(1)
    async with page.expect_download() as saving:
        await page.get_by_role("link", name="CSV").click()
    saved = await saving.value
    assert saved.suggested_filename == "greenroom-blog-audit.csv"
    assert comment_id in (await saved.path()).read_text(encoding="utf-8")
    await page.get_by_role("link", name="Comment, version 3").click()
    await expect(page.get_by_role("article")).to_contain_text("one")


async def test_keys_work_on_it_as_on_other_lists(scripted: BrowserContext, store: Store) -> None:
    ids = await reject(store, *(f"text {n}" for n in range(25)))
    page = await open_console(scripted)
    await page.goto(DECIDED)
    heading = page.get_by_role("article").get_by_role("heading", level=2)
    await expect(heading).to_have_text("text 24")
    await page.keyboard.press("j")
    await expect(heading).to_have_text("text 23")
    await page.keyboard.press("d")  # it is rejected already
    await page.keyboard.press("a")
    await expect(heading).to_have_text("text 22")
    assert (await until(store, ids[23], Status.PUBLISHED)).history[-1].by == "moderator:ana"
    for n in range(21, 4, -1):
        await page.keyboard.press("j")
        await expect(heading).to_have_text(f"text {n}")
    await expect(page.locator("#rows li")).to_have_count(24)  # the next page came by itself


async def test_what_arrives_is_not_announced_there(scripted: BrowserContext, store: Store) -> None:
    await reject(store, "one", "two")
    page = await open_console(scripted)
    await page.goto(DECIDED)
    await make.decided(store, Status.HELD, "new")
    async with page.expect_response("**/looking"):
        await page.keyboard.press("j")
    await expect(page.locator('[data-list="held"] .count')).to_have_text("1")
    await expect(page.locator("#new")).to_be_hidden()
