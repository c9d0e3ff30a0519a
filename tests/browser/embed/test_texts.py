"""Whose text is where: what is edited, refused or half-written is neither lost nor sent unasked."""

import json

from playwright.async_api import BrowserContext, Page, expect

from moderation.comment import Author, Status
from moderation.store import Store
from tests import make
from tests.browser.embed.recipes import Blog
from tests.browser.embed.visitor import arrive, comment, decide, settled, write

TEXT = "A text that must not be lost."
NEWER = "A text that is better."
OFFLINE = "You are offline. Your text is kept."
POSTS = "**/v1/comments"


async def kept(page: Page) -> str:
    """All that the tab has in its storage."""
    return json.dumps(await page.evaluate("({...sessionStorage})"))


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
