"""What pages say of themselves: nothing of it may keep a reader from writing."""

from playwright.async_api import BrowserContext, expect

from moderation.comment import Status
from moderation.store import Store
from tests.browser.embed.recipes import Blog
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
