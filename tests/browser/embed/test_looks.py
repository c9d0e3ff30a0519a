"""The widget by axe-core's rules, on phones and wide, in both schemes; and texts that would run."""

import random

import pytest
from playwright.async_api import Browser, BrowserContext, expect

from moderation.comment import Author, Status
from moderation.store import Store
from moderation.store.records import Intake
from moderation.thread_key import hosts_of, thread_key, untracked
from service.embed import FOLDER
from tests import make
from tests.browser.axe import assert_accessible
from tests.browser.embed.recipes import Blog
from tests.browser.embed.visitor import comment, decide, settled, write
from tests.browser.payloads import OTHERS, PAYLOADS

KEY = "/plain/hello"


async def test_everything_a_reader_can_see_is_accessible(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    first = await make.decided(store, Status.PUBLISHED, "one", key=KEY, author=Author("Tom"))
    for n in range(4):  # each below the one before
        author = Author(f"Reader {n}", None, "https://reader.example")
        text = "See https://calm.example/a-very-long-address/" + "x" * 90
        first = await make.decided(
            store, Status.PUBLISHED, text, key=KEY, author=author, parent_id=first.id
        )
    page = await reader.new_page()
    await page.goto(blog.article("plain") + "?paragraphs=1")
    await settled(page)
    await write(page, "I can not go on.")
    await decide(store, Status.HELD, category="self_harm")
    await expect(comment(page, "I can not")).to_contain_text("Talking can help")
    await write(page, "What rubbish.")
    await decide(store, Status.REJECTED, category="toxicity")
    await expect(comment(page, "rubbish")).to_contain_text("Not published")
    await page.get_by_role("button", name="Reply to Tom").click()
    await page.get_by_role("button", name="Report the comment by Reader 0").click()
    await page.get_by_role("button", name="Delete your comment").first.click()
    await page.get_by_role("button", name="Post comment").click()
    await expect(page.locator(".error", has_text="Write a comment first.")).to_be_visible()
    await assert_accessible(page)  # with all that can be open


@pytest.mark.parametrize("width", [320, 1200])
async def test_a_long_name_stands_beside_its_disc_and_a_form_is_as_wide_as_its_panel(
    width: int, reader: BrowserContext, blog: Blog, store: Store
) -> None:
    names = ("Maximiliane " * 6 + "Tom", "x" * 80)
    for name in names:
        await make.decided(store, Status.PUBLISHED, "one", key=KEY, author=Author(name))
    page = await reader.new_page()
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto(blog.article("plain") + "?paragraphs=1")
    await settled(page)
    for name in names:
        header = page.locator("header", has_text=name)
        disc = await header.locator(".disc").bounding_box()
        said = await header.locator("h3").bounding_box()
        assert disc
        assert said
        assert disc["x"] + disc["width"] <= said["x"]
        assert abs(disc["y"] - said["y"]) < 8
        assert disc["width"] == disc["height"]
    await page.get_by_role("button", name="Reply to x").click()
    panel = await page.locator(".panel:not(:empty)").evaluate("(e) => e.clientWidth - 32")
    form = await page.locator(".panel form").evaluate("(e) => e.offsetWidth")
    assert form == panel
    assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def test_it_can_be_used_by_keyboard_alone(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    await make.decided(store, Status.PUBLISHED, "one", key=KEY, author=Author("Tom"))
    page = await reader.new_page()
    await page.goto(blog.article("plain") + "?paragraphs=1")
    await settled(page)
    reply = page.get_by_role("button", name="Reply to Tom")
    await reply.focus()
    await page.keyboard.press("Enter")
    form = page.get_by_role("form", name="Reply to Tom")
    await expect(form.get_by_role("textbox", name="Comment")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(form).to_have_count(0)
    await expect(reply).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.type("By keys.")
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.type("Ana")
    for _ in range(4):  # e-mail, comment, remember, post
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(comment(page, "By keys.")).to_be_focused()
    await expect(page.get_by_role("status")).to_have_text("Stored. It is being checked.")
    await decide(store, Status.PUBLISHED)
    await expect(page.get_by_role("status")).to_have_text("Published")
    await expect(comment(page, "By keys.").last).to_be_focused()


async def test_what_readers_write_is_text(reader: BrowserContext, blog: Blog, store: Store) -> None:
    texts = (*PAYLOADS, *OTHERS)
    made = [
        make.comment(text, key=KEY, author=Author(text.replace("\t", " ")[:80])) for text in texts
    ]
    await store.comments.accept([Intake(each) for each in made])
    await store.comments.decide([make.decision(each, Status.PUBLISHED) for each in made])
    page = await reader.new_page()
    await page.goto(blog.article("plain") + "?paragraphs=1")
    await settled(page)
    more = page.get_by_role("button", name="Show more comments")
    shown = 50
    while shown < len(texts):
        await more.click()
        shown = min(shown + 50, len(texts))
        await expect(page.locator(".body")).to_have_count(shown)
    assert await page.locator(".body").all_text_contents() == list(texts)
    known = "li article header h3 span a bdi time div p button ol form label input textarea small"
    foreign = await page.evaluate(
        """(known) => [...document.querySelector("greenroom-comments").shadowRoot
            .querySelectorAll("*")].map((e) => e.localName).filter((n) => !known.includes(n))""",
        known.split(),
    )
    assert not foreign
    links = page.locator("greenroom-comments a")
    for address in await links.evaluate_all("all => all.map((a) => a.getAttribute('href'))"):
        assert address.startswith(("http://", "https://", "#c-")), address
    assert await page.evaluate("window.pwned") is None


async def test_an_article_has_the_key_that_the_service_gives_it(browser: Browser) -> None:
    page = await browser.new_page()
    module = (FOLDER / "address.js").read_text(encoding="utf-8").replace("export ", "")
    paths = (
        "", "/", "/a/", "//a///b//", "/a/index.html", "/index.html", "/myindex.html", "/a#c",
        "/a?utm_source=x&fbclid=1&gclid=2&m=1&amp=1&Showcomment=2", "/a?amp", "/?p=12&page=2",
        "/a?msclkid=1&dclid=2&yclid=3&twclid=4&ttclid=5&gbraid=6&wbraid=7&igsh=8&igshid=9",
        "/a?li_fat_id=1&srsltid=2&_ga=3&_gl=4&mc_cid=5&mc_eid=6&_hsenc=7&_hsmi=8&mkt_tok=9&b=1",
        "/caf%c3%a9", "/café", "/%7Eana/%61", "/a%2Fb", "/a b?c=d e&&f=ü", "/a'(b)*!$,;:@[x]|^{}`",
        "/a?q=%41%2f[]{}|^", "/😀?😀=1", "/a%zz", "/a?map=1&me=2", "/a/../b/./c", "/a?q='", "/a'b",
        "/a\\b", "/a?b\\c", "\\a\\..\\b", "/a/b/..", "/a/.", "/%2E%2e/a/.%2E/b", "/a//../b",
        "/..a/b..", "/a?'=%27&''", "/a#?b=1", "/a?b#\\..", "/ก" * 200, "/a ", "/a\\../?b", "/??a",
        "/a?utm_a='&b=1&fbclid",
    )  # fmt: skip
    urls = [f"https://blog.example{path}" for path in paths]
    # Drawn by lot, of what parsers of addresses differ about.
    parts = (
        *"/\\.?#&='%a ",
        "..",
        "/../",
        "%2e",
        "%2F",
        "utm_x=1",
        "&m=1",
        "index.html",
        "é",
        "%27",
    )
    lot = random.Random(1)
    urls += [f"https://blog.example/{''.join(lot.choices(parts, k=9))}" for _ in range(3000)]
    # As a browser has them, which is how it tells the service of them too.
    urls += await page.evaluate("(urls) => urls.map((u) => new URL(u).href)", urls)
    keys = await page.evaluate(f"(urls) => {{ {module}; return urls.map(keyOf) }}", urls)
    hosts = hosts_of("https://blog.example")
    assert dict(zip(urls, keys, strict=True)) == {u: thread_key(u, hosts) for u in urls}
    told = await page.evaluate(
        f"(urls) => {{ {module}; return urls.map((u) => articleOf(u).url) }}", urls
    )
    for url, article in zip(urls, told, strict=True):
        assert untracked(article) == article
        assert thread_key(article, hosts) == thread_key(url, hosts)
    await page.close()
