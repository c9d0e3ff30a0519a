"""What pages say of themselves: nothing of it may keep a reader from writing."""

from playwright.async_api import BrowserContext, expect

from moderation.comment import Status
from moderation.store import Store
from tests import make
from tests.browser.embed.recipes import KINDS, Blog
from tests.browser.embed.visitor import arrive, comment, decide, settled, write

TEXT = "A fine article."


async def test_long_titles_and_many_topics_shut_nobody_out(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    page = await arrive(reader, blog)
    topics = ["  a\n topic ", " , ", "😀" * 61, *(f"topic {n}" for n in range(30))]
    await page.evaluate(
        """([title, topics]) => {
            const old = document.querySelector("greenroom-comments");
            const made = old.cloneNode(true);
            made.setAttribute("title", title);
            made.setAttribute("topics", topics);
            old.replaceWith(made);
        }""",
        ["\n A long\n\ttitle \x07" + "😀" * 300, ",".join(topics)],
    )
    await settled(page)
    await write(page, TEXT)
    await decide(store, Status.PUBLISHED)
    await expect(comment(page, TEXT)).to_contain_text("Published")
    thread = (await store.threads.state("blog", "/plain/hello")).thread
    assert thread.title == "A long title " + "😀" * 287
    assert thread.topics == ("a topic", "😀" * 60, *(f"topic {n}" for n in range(18)))


async def test_long_addresses_are_counted_in_several_calls(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    keys = [f"/{'%C3%BC' * 45}/{n}" for n in range(60)]
    for key in (keys[0], keys[59]):
        await make.decided(store, Status.PUBLISHED, key=key)
    page = await reader.new_page()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "/counts" in r.url else None)
    await page.goto(blog.origin)
    counts = page.locator("greenroom-count")
    await expect(counts.first).to_have_text("No comments")
    asked.clear()
    await page.evaluate(
        """(keys) => {
            const old = document.querySelector("greenroom-count");
            for (const key of keys) {
                const made = old.cloneNode();
                made.setAttribute("thread", key);
                document.body.append(made);
            }
        }""",
        keys,
    )
    await expect(counts.nth(len(KINDS))).to_have_text("1 comment")
    await expect(counts.nth(len(KINDS) + 1)).to_have_text("No comments")
    await expect(counts.last).to_have_text("1 comment")
    assert max(map(len, asked)) < 6200
    assert len(asked) < 8
