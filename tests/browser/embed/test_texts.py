"""Whose text is where: what is edited, refused or half-written is neither lost nor sent unasked."""

import json
from functools import partial
from typing import Any

from playwright.async_api import BrowserContext, Page, Request, Route, expect

from moderation.comment import Author, Status
from moderation.store import Store
from tests import make
from tests.browser.embed.recipes import Blog
from tests.browser.embed.visitor import arrive, body, comment, decide, refusing, settled, write
from tests.eventually import eventually

TEXT = "A text that must not be lost."
NEWER = "A text that is better."
OFFLINE = "You are offline. Your text is kept."
POSTS = "**/v1/comments"


async def kept(page: Page) -> str:
    """All that the tab has in its storage."""
    return json.dumps(await page.evaluate("({...sessionStorage})"))


async def posts(page: Page) -> list[dict[str, Any]]:
    """What is sent from now on."""
    sent: list[dict[str, Any]] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            sent.append(json.loads(request.post_data or ""))

    page.on("request", note)
    return sent


async def asked(page: Page, blog: Blog) -> None:
    """The page has asked for something: what it asked for before is known by now."""
    await page.evaluate("(api) => fetch(`${api}/embed/v1.js`).then(() => 0)", blog.api)


async def revise(page: Page, old: str, new: str, store: Store) -> None:
    await comment(page, old).get_by_role("button", name="Edit your comment").click()
    form = page.get_by_role("form", name="Edit your comment")
    await expect(form.get_by_role("textbox")).to_have_value(old)
    await form.get_by_role("textbox").fill(new)
    await form.get_by_role("button", name="Save").click()
    await decide(store, Status.PUBLISHED)
    await expect(comment(page, new)).to_contain_text("Published")


async def test_what_is_edited_stands_in_the_form_and_the_name_stays_with_its_author(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    await make.decided(store, Status.PUBLISHED, key="/plain/hello", author=Author("Tom"))
    page = await arrive(reader, blog)
    await write(page, TEXT)
    await decide(store, Status.PUBLISHED)
    await expect(comment(page, TEXT)).to_contain_text("Published")
    assert await kept(page) == "{}"
    await revise(page, TEXT, NEWER, store)
    await revise(page, NEWER, TEXT, store)
    assert await kept(page) == "{}"
    await page.get_by_role("button", name="Reply to Tom").click()
    reply = page.get_by_role("form", name="Reply to Tom")
    await expect(reply.get_by_role("textbox", name="Name")).to_have_value("Ana")
    await page.reload()
    await settled(page)
    edit = page.get_by_role("button", name="Edit your comment")
    await edit.click()
    form = page.get_by_role("form", name="Edit your comment")
    await form.get_by_role("textbox").fill("")
    await page.reload()
    await settled(page)
    await edit.click()
    await expect(form.get_by_role("textbox")).to_have_value(TEXT)


async def test_a_reply_that_was_given_up_is_not_sent(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    await make.decided(store, Status.PUBLISHED, key="/plain/hello", author=Author("Tom"))
    page = await arrive(reader, blog)
    sent = await posts(page)
    await page.get_by_role("button", name="Reply to Tom").click()
    await reader.set_offline(True)
    await write(page, TEXT, button="Post reply")
    await expect(page.locator(".error", has_text=OFFLINE)).to_be_visible()
    sent.clear()
    await page.get_by_role("button", name="Cancel").click()
    await write(page, NEWER, name="Ben")
    await expect(page.locator(".error", has_text=OFFLINE)).to_be_visible()
    sent.clear()
    await reader.set_offline(False)
    await decide(store, Status.PUBLISHED)
    await expect(comment(page, NEWER)).to_contain_text("Published")
    assert [each["body"] for each in sent] == [NEWER]


async def test_a_text_that_was_changed_offline_is_not_sent_by_itself(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    page = await arrive(reader, blog)
    sent = await posts(page)
    await reader.set_offline(True)
    await write(page, TEXT)
    await expect(page.locator(".error", has_text=OFFLINE)).to_be_visible()
    sent.clear()
    await body(page).fill("A text that must")
    await reader.set_offline(False)
    await asked(page, blog)
    assert not sent
    await expect(body(page)).to_have_value("A text that must")


async def test_a_reply_that_was_given_up_is_not_tried_again(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    await make.decided(store, Status.PUBLISHED, key="/plain/hello", author=Author("Tom"))
    page = await arrive(reader, blog)
    await page.get_by_role("button", name="Reply to Tom").click()
    await page.clock.install()
    await page.route(POSTS, refusing(503, "service-degraded"))
    await write(page, TEXT, button="Post reply")
    await expect(page.locator(".error", has_text="Trying again")).to_be_visible()
    sent = await posts(page)
    await page.get_by_role("button", name="Cancel").click()
    await page.clock.run_for(8000)
    await asked(page, blog)
    assert not sent


async def test_what_is_typed_between_two_tries_changes_neither_text_nor_key(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    page = await arrive(reader, blog)
    sent: list[tuple[str, str]] = []
    away = refusing(503, "service-degraded")

    async def answer(route: Route) -> None:
        said = json.loads(route.request.post_data or "{}")
        sent.append((said.get("body"), route.request.headers["idempotency-key"]))
        await (route.continue_() if len(sent) == 2 else away(route))

    await page.clock.install()
    await page.route(POSTS, answer)
    await write(page, TEXT)
    await expect(page.locator(".error", has_text="Trying again")).to_be_visible()
    await body(page).fill(NEWER)
    await page.clock.fast_forward(1000)
    await eventually(partial(_many, sent, 2))
    await decide(store, Status.PUBLISHED)
    await expect(comment(page, TEXT)).to_contain_text("Published")
    assert len(set(sent)) == 1
    await expect(body(page)).to_have_value(NEWER)
    assert NEWER in await kept(page)


def _many(found: list[Any], many: int) -> bool:
    return len(found) == many


async def test_what_is_to_be_sent_anew_stands_below_what_was_being_written(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    page = await arrive(reader, blog)
    await write(page, TEXT)
    await decide(store, Status.REJECTED, category="personal_data")
    again = page.get_by_role("button", name="Edit and post again")
    await expect(again).to_be_visible()
    await body(page).fill(NEWER)
    for _ in range(2):
        await again.click()
        await expect(body(page)).to_have_value(f"{NEWER}\n\n{TEXT}")
    await expect(body(page)).to_be_focused()
