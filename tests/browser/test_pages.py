"""A comment's way through the pages, in a browser without scripts."""

from playwright.async_api import BrowserContext, Page, expect

from moderation.comment import Author, Status
from moderation.store import Store
from moderation.verdict import Signal
from tests import make
from tests.browser.conftest import PASSWORD
from tests.eventually import eventually
from tests.service.pages import thread_path

TEXT = "See example.com, a <b>fine</b> 😀 place."


async def hold(store: Store) -> None:
    """As the checks would, because of one link."""
    (claim,) = await make.claim(store)
    signals = (Signal("links", "any", ((4, 15),), {"n": 1}, 1.0, 3.5, "spam"),)
    verdict = make.verdict(Status.HELD, signals=signals, category="spam")
    decision = make.decision(claim.comment, Status.HELD, verdict=verdict)
    (decided,) = await store.comments.decide([decision])
    assert decided.made


async def write(page: Page, text: str) -> None:
    await page.get_by_label("Name").fill("Ana")
    await page.get_by_label("Comment", exact=True).fill(text)
    await page.get_by_role("button", name="Post comment").click()


async def sign_in(page: Page, password: str = PASSWORD) -> None:
    await page.goto("/review/")
    await page.get_by_label("Name").fill("ana")
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()


async def test_a_comment_is_posted_held_approved_and_read(
    context: BrowserContext, store: Store
) -> None:
    reader = await context.new_page()
    await reader.goto(thread_path())
    await write(reader, TEXT)
    await expect(reader.get_by_role("status")).to_contain_text("Being checked.")
    await expect(reader.locator(".text")).to_have_text(TEXT)
    await hold(store)
    await reader.reload()
    await expect(reader.get_by_role("status")).to_contain_text("Waiting for a moderator.")

    moderator = await context.new_page()
    await sign_in(moderator)
    await expect(moderator.get_by_role("article")).to_contain_text("Ana")
    await expect(moderator.locator("mark")).to_have_text("example.com")
    await moderator.get_by_role("button", name="Approve").click()
    await expect(moderator.get_by_role("status")).to_contain_text("Approved.")
    await expect(moderator.get_by_text("Nothing is waiting.")).to_be_visible()

    async def settled() -> bool:
        return bool((await store.threads.sizes("blog"))[Status.PUBLISHED])

    await eventually(settled)
    await reader.reload()
    await reader.get_by_role("link", name="See it on the page").click()
    await expect(reader.get_by_role("article").locator(".text")).to_have_text(TEXT)
    await expect(reader.get_by_role("heading", name="1 comment")).to_be_visible()


async def test_a_text_too_long_stays_in_the_form(context: BrowserContext) -> None:
    page = await context.new_page()
    await page.goto(thread_path())
    text = "\nfine words " * 500
    await write(page, text)
    body = page.get_by_label("Comment", exact=True)
    await expect(body).to_have_value(text)
    await expect(body).to_have_attribute("aria-invalid", "true")
    await expect(body).to_have_accessible_description(
        "Your comment is 1,000 characters too long (limit 5,000). "
        "Comments are checked before they appear."
    )
    await expect(body).to_be_focused()
    await body.fill("Short now.")
    await page.get_by_role("button", name="Post comment").click()
    await expect(page.get_by_role("status")).to_contain_text("Being checked.")


async def test_the_status_page_looks_again_by_itself(context: BrowserContext, store: Store) -> None:
    page = await context.new_page()
    await page.goto(thread_path())
    await write(page, TEXT)
    await expect(page.get_by_role("status")).to_contain_text("Being checked.")
    await hold(store)
    # It looks every five seconds.
    status = page.get_by_role("status")
    await expect(status).to_contain_text("Waiting for a moderator.", timeout=15_000)


async def test_a_wrong_password_and_signing_out_shut_the_door(context: BrowserContext) -> None:
    page = await context.new_page()
    await sign_in(page, "wrong horse battery")
    await expect(page.get_by_role("alert")).to_be_visible()
    await sign_in(page)
    await expect(page.get_by_text("Nothing is waiting.")).to_be_visible()
    await page.get_by_role("button", name="Sign out").click()
    await page.goto("/review/")
    await expect(page.get_by_label("Password")).to_be_visible()


async def test_no_page_is_wider_than_a_small_screen(context: BrowserContext, store: Store) -> None:
    page = await context.new_page()
    await page.set_viewport_size({"width": 320, "height": 640})
    wide = "x" * 300
    names = ("x" * 80, "😀\u200d" * 40, "ﷺ" * 80)  # the second is one letter, and never broken
    made = await make.decided(store, Status.PUBLISHED, wide)
    for name in names:
        author = Author(name, url="https://ana.example")
        await make.decided(store, Status.PUBLISHED, "x", author=author)
        first = await make.decided(store, Status.PUBLISHED, wide, author=Author(name))
        await make.decided(store, Status.PUBLISHED, "x", parent_id=first.id)
    await make.decided(store, Status.HELD, wide, parent_id=made.id)
    await sign_in(page)
    by_x = {"by": "moderator:" + "x" * 64, "reason": "y" * 60}
    seen = {"status": Status.PUBLISHED, "version": 2}
    await store.comments.decide([make.decision(made, Status.REMOVED, **seen, **by_x)])
    reviewed = ("", "?status=published", "?queue=decided", "audit?site=blog")
    for path in (*(f"/review/{each}" for each in reviewed), thread_path(), "/s/nothing"):
        await page.goto(path)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320, path
