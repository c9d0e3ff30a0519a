"""A comment's whole way, on each kind of page that docs/front-ends.md has a recipe for."""

import re

import pytest
from playwright.async_api import BrowserContext, Page, expect

from moderation.comment import Status
from moderation.store import Store
from tests import make
from tests.browser.console import open_console, record, until
from tests.browser.embed.recipes import KINDS, TITLE, TOPICS, Blog
from tests.browser.embed.visitor import CHECKING, HELD, comment, comments, decide, settled, write

TEXT = "See <b>calm.example</b>, a fine 😀 place."
NEWER = "On second thoughts: a place like others."

SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) shifted += entry.value;
    }).observe({type: "layout-shift", buffered: true});
"""


async def arrive(page: Page, blog: Blog, kind: str) -> list[str]:
    """Read down to the comments. What was asked of Greenroom for that."""
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if r.url.startswith(blog.api) else None)
    await page.add_init_script(SHIFTS)
    await page.goto(blog.article(kind))
    for _ in range(8):
        await page.mouse.wheel(0, 400)
        await page.evaluate("new Promise(requestAnimationFrame)")
    await settled(page)
    return asked


@pytest.mark.parametrize("kind", KINDS)
async def test_a_comment_is_posted_held_published_answered_changed_and_taken_back(
    kind: str, reader: BrowserContext, scripted: BrowserContext, blog: Blog, store: Store
) -> None:
    page = await reader.new_page()
    asked = await arrive(page, blog, kind)
    assert len(asked) == 2, asked  # the script and the list
    assert await page.evaluate("shifted") == 0

    await write(page, TEXT)
    await expect(comment(page, TEXT)).to_contain_text(CHECKING)
    first = await decide(store, Status.HELD)
    await expect(comment(page, TEXT)).to_contain_text(HELD)
    await page.reload()
    await expect(comment(page, TEXT)).to_contain_text(HELD)

    moderator = await open_console(scripted)
    await expect(moderator.get_by_role("article").first).to_contain_text(TEXT)
    await expect(moderator.get_by_role("link", name=TITLE, exact=True).first).to_be_visible()
    await moderator.keyboard.press("a")
    await expect(moderator.get_by_role("status").first).to_contain_text("Approved")
    await until(store, first, Status.PUBLISHED)
    thread = (await store.threads.state("blog", f"/{kind}/hello")).thread
    assert (thread.title, thread.url) == (TITLE, blog.article(kind))
    assert thread.topics == (TOPICS if kind in ("hugo", "jekyll") else ())
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect(comment(page, TEXT)).to_contain_text("Published")

    stranger = await reader.new_page()
    await arrive(stranger, blog, kind)
    await expect(comments(stranger)).to_contain_text(TEXT)
    await stranger.get_by_role("button", name="Reply to Ana").click()
    await write(stranger, "Is it?", name="Tom", button="Post reply")
    await decide(store, Status.PUBLISHED)
    await expect(comment(stranger, "Is it?")).to_contain_text("Published")
    await expect(stranger.locator("li li")).to_contain_text("Is it?")

    await page.get_by_role("button", name="Edit your comment").click()
    form = page.get_by_role("form", name="Edit your comment")
    await expect(form.get_by_role("textbox")).to_have_value(TEXT)
    await form.get_by_role("textbox").fill(NEWER)
    await form.get_by_role("button", name="Save").click()
    await expect(comment(page, NEWER)).to_be_focused()
    await decide(store, Status.PUBLISHED)
    await expect(comment(page, NEWER)).to_contain_text("Published")

    await page.get_by_role("button", name="Delete your comment").click()
    await page.get_by_role("button", name="Delete for good").click()
    await expect(page.get_by_text("You deleted this comment.").first).to_be_visible()
    assert "gr=" not in page.url
    await stranger.reload()
    await settled(stranger)
    await expect(comments(stranger)).to_have_count(1)
    assert (await record(store, first)).comment.body == ""


async def test_lists_of_articles_tell_how_many_comments_each_has(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    for kind, n in (("plain", 2), ("ghost", 1)):
        for _ in range(n):
            await make.decided(store, Status.PUBLISHED, key=f"/{kind}/hello")
    page = await reader.new_page()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "/counts" in r.url else None)
    await page.goto(blog.origin)
    links = page.get_by_role("link")
    await expect(links.first).to_have_text("2 comments")
    await expect(links.last).to_have_text("1 comment")
    await expect(links.nth(1)).to_have_text(re.compile("No comments"))
    assert len(asked) == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_without_scripts_there_is_a_link_to_the_same_thread(
    kind: str, context: BrowserContext, blog: Blog
) -> None:
    page = await context.new_page()
    await page.goto(blog.article(kind))
    await page.get_by_role("link", name="Post a Comment").click()
    await expect(page.get_by_role("button", name="Post comment")).to_be_visible()
    assert await page.locator("form.post").get_attribute("action") == f"/t/blog/%2F{kind}%2Fhello"


@pytest.mark.parametrize("kind", ["hugo", "jekyll"])
async def test_an_article_without_tags_is_commented_on(
    kind: str, reader: BrowserContext, blog: Blog, store: Store
) -> None:
    page = await reader.new_page()
    await page.goto(f"{blog.article(kind)}?untagged&paragraphs=1")
    await settled(page)
    await write(page, TEXT)
    await expect(comment(page, TEXT)).to_contain_text(CHECKING)
    assert (await store.threads.state("blog", f"/{kind}/hello")).thread.topics == ()
