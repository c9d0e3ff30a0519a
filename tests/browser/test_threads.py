"""A moderator's tools for a thread, in a real browser without scripts: from end to end, and by
axe-core."""

from playwright.async_api import BrowserContext, Page, expect

from moderation.comment import Author, Comment, Status, Thread
from moderation.store import Store
from tests import make
from tests.browser.axe import assert_accessible
from tests.browser.conftest import PASSWORD
from tests.service.pages import thread_path


async def signed_in(context: BrowserContext) -> Page:
    page = await context.new_page()
    await page.goto("/review/sign-in")
    await page.get_by_label("Name").fill("ana")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    return page


async def asked(store: Store, body: str = "Call me: 0170 1234567. Why?") -> Comment:
    named = Thread("/hello", title="Hello")
    return await make.decided(store, Status.PUBLISHED, body, author=Author("Bo"), thread=named)


async def test_a_moderator_answers_edits_pins_and_closes(
    context: BrowserContext, store: Store
) -> None:
    made = await asked(store)
    await asked(store, "Another one.")
    page = await signed_in(context)
    await page.goto(f"/review/?status=published&comment={made.id}")
    await page.get_by_role("link", name="Edit the text").click()
    await page.get_by_label("Text").fill("Call me. Why?")
    await page.get_by_label("Why").last.fill("a telephone number")
    await page.get_by_role("button", name="Save the text").click()
    await page.get_by_text("Edited: what stood there before").click()
    await expect(page.get_by_text("0170 1234567")).to_be_visible()

    await page.get_by_role("link", name="Reply").click()
    await page.get_by_role("link", name="Saved replies").click()
    await page.get_by_label("Name").fill("thanks")
    await page.get_by_label("Text").fill("Thank you, {name}.")
    await page.get_by_role("button", name="Keep it").click()
    await page.goto(f"/review/reply?site=blog&id={made.id}")
    await page.get_by_label("Saved reply").select_option("thanks")
    await page.get_by_role("button", name="Insert").click()
    await expect(page.get_by_label("Text")).to_have_value("Thank you, Bo.")
    await page.get_by_role("button", name="Publish the reply").click()
    await expect(page.get_by_role("status")).to_have_text("Your reply is published.")

    reply = page.get_by_role("article").filter(has_text="Thank you, Bo.")
    await reply.get_by_role("button", name="Pin").click()
    await expect(page.get_by_role("status")).to_contain_text("Pinned.")
    await page.get_by_role("button", name="Close it to new comments").click()
    await expect(page.get_by_role("status")).to_contain_text("Closed.")

    await page.goto(thread_path())
    first = page.get_by_role("article").first
    await expect(first).to_contain_text("Thank you, Bo.")
    await expect(first).to_contain_text("Moderator")
    await expect(first).to_contain_text("Pinned")
    await expect(page.get_by_text("Edited by a moderator")).to_be_visible()
    await expect(page.get_by_text("Comments are closed.")).to_be_visible()
    await expect(page.get_by_label("Comment", exact=True)).to_have_count(0)


async def test_by_axes_rules(scripted: BrowserContext, store: Store) -> None:
    made = await asked(store)
    await store.threads.pin("blog", "/hello", made.id, "moderator:ana", on=True)
    await store.replies.keep("blog", "thanks", "Thank you.")
    paths = (
        "/review/thread?site=blog&key=/hello",
        f"/review/edit?site=blog&id={made.id}",
        f"/review/reply?site=blog&id={made.id}",
        "/review/saved?site=blog",
        f"/review/?status=published&comment={made.id}",
        thread_path(),
    )
    page = await signed_in(scripted)
    for path in paths:
        await page.goto(path)
        await assert_accessible(page)
    await store.threads.close("blog", "/hello", "moderator:ana")
    for path in (paths[0], paths[-1]):
        await page.goto(path)
        await assert_accessible(page)
