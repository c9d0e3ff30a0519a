"""Atom feeds, read as a feed reader reads them."""

import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from yarl import URL

from moderation.comment import Author, Status, Thread
from moderation.masking import MASKED
from moderation.store import Store
from moderation.store.edits import Edit
from moderation.verdict import Signal
from tests import make
from tests.service.pages import HOSTILE, Client, read_page, thread_path
from tests.service.public.visitor import PATH

NAMES = {"a": "http://www.w3.org/2005/Atom", "thr": "http://purl.org/syndication/thread/1.0"}
OF_THREAD = URL(f"{thread_path('/hello')}/feed.atom", encoded=True)
OF_SITE = URL("/t/blog/feed.atom")
UUID = re.compile(r"urn:uuid:[0-9a-f-]{36}")


async def read(client: Client, path: URL) -> ET.Element:
    response = await client.get(path)
    assert response.status == 200, await response.text()
    assert response.content_type == "application/atom+xml"
    return ET.fromstring(await response.read())


def texts(feed: ET.Element, path: str) -> list[str | None]:
    return [found.text for found in feed.findall(path, NAMES)]


@pytest.mark.parametrize("path", [OF_THREAD, OF_SITE])
async def test_a_feed_has_what_is_published_the_newest_first(
    client: Client, store: Store, path: URL
) -> None:
    for text in ("first", "second"):
        await make.decided(store, Status.PUBLISHED, text, author=Author(name="Ana"))
    for status in (Status.HELD, Status.REJECTED):
        await make.decided(store, status, "hidden")
    await make.kept(store, "hidden")
    feed = await read(client, path)
    assert texts(feed, "a:entry/a:content") == ["<p>second</p>", "<p>first</p>"]
    assert texts(feed, "a:entry/a:author/a:name") == ["Ana", "Ana"]
    ids = [*texts(feed, "a:id"), *texts(feed, "a:entry/a:id")]
    assert len(set(ids)) == 3
    assert all(UUID.fullmatch(each or "") for each in ids)
    link = feed.find("a:link[@rel='self']", NAMES)
    assert link is not None
    assert URL(link.attrib["href"]).raw_path == path.raw_path


async def test_a_site_feed_has_the_comments_of_all_threads(client: Client, store: Store) -> None:
    for key in ("/one", "/two"):
        await make.decided(store, Status.PUBLISHED, thread=Thread(key=key, title=f"About {key}"))
    feed = await read(client, OF_SITE)
    assert texts(feed, "a:entry/a:title") == ["Anonymous on About /two", "Anonymous on About /one"]
    hrefs = [link.attrib["href"] for link in feed.findall("a:entry/a:link", NAMES)]
    assert thread_path("/two") in hrefs[0]


async def test_an_entry_keeps_its_id_when_it_is_edited(client: Client, store: Store) -> None:
    made = await make.decided(store, Status.PUBLISHED, "before")
    await make.decided(store, Status.PUBLISHED, "answer", parent_id=made.id)
    feeds = [await read(client, OF_THREAD)]
    await store.edits.make(Edit(await make.read(store, made), "after", "moderator:ana"))
    feeds.append(await read(client, OF_THREAD))
    assert texts(feeds[0], "a:entry/a:id") == texts(feeds[1], "a:entry/a:id")
    assert texts(feeds[1], "a:entry/a:content")[1] == "<p>after</p>"
    updated, published = (
        texts(feeds[1], f"a:entry/a:{each}")[1] for each in ("updated", "published")
    )
    assert (updated or "") > (published or "")
    replies = feeds[1].findall("a:entry/thr:in-reply-to", NAMES)
    assert [each.attrib["ref"] for each in replies] == texts(feeds[1], "a:entry/a:id")[1:]


@pytest.mark.parametrize("hostile", [*HOSTILE, "]]>", "\x00\x0b\x1f\ufffe\U0001f600 & <b>"])
async def test_hostile_text_is_text(client: Client, store: Store, hostile: str) -> None:
    await store.sites.add("blog", title=hostile, url="https://blog.example/")
    thread = Thread(key="/hello", title=hostile)
    author = Author(name=hostile, url=hostile, email="ana@b.example")
    await make.decided(store, Status.PUBLISHED, hostile, author=author, thread=thread)
    clean = re.sub("[\x00\x0b\x1f\ufffe]", "\ufffd", hostile)
    for path in (OF_THREAD, OF_SITE):
        feed = await read(client, path)
        title, content = (
            texts(feed, f"a:entry/a:{each}")[0] or "" for each in ("title", "content")
        )
        assert title.replace("\r", "").startswith(clean.replace("\r", "") + " on ")
        assert "<" not in re.sub("</?p>|<br>", "", content)
        assert "javascript:" not in str(texts(feed, "a:entry/a:author/a:uri"))
        assert "ana@b.example" not in ET.tostring(feed, "unicode")


async def test_what_the_policy_hides_is_not_in_a_feed(client: Client, store: Store) -> None:
    made = await make.kept(store, "Ring 0170 1234567, friend")
    signal = Signal("personal_data", "phone", ((5, 17),), {MASKED: 1})
    verdict = make.verdict(signals=(signal,))
    await store.comments.decide([make.decision(made, Status.PUBLISHED, verdict=verdict)])
    assert texts(await read(client, OF_SITE), "a:entry/a:content") == [
        "<p>Ring [removed], friend</p>"
    ]


@pytest.mark.parametrize("path", [OF_THREAD, OF_SITE])
async def test_an_unchanged_feed_is_not_sent_again(client: Client, store: Store, path: URL) -> None:
    empty = await read(client, path)
    assert texts(empty, "a:updated") == ["1970-01-01T00:00:00.000Z"]
    made = await make.decided(store, Status.PUBLISHED)
    first = await client.get(path)
    tag = {"If-None-Match": first.headers["ETag"]}
    assert (await client.get(path, headers=tag)).status == 304
    await store.comments.decide(
        [make.decision(made, Status.REMOVED, status=Status.PUBLISHED, version=2, by="moderator:a")]
    )
    assert (await client.get(path, headers=tag)).status == 200
    assert texts(await read(client, path), "a:entry/a:id") == []


async def test_a_page_names_its_feeds(client: Client, store: Store) -> None:
    page = await read_page(await client.get(PATH))
    hrefs = [link.attrs["href"] for link in page.all("link", rel="alternate")]
    assert [URL(href, encoded=True) for href in hrefs] == [OF_THREAD, OF_SITE]
    for href in hrefs:
        await read(client, URL(href, encoded=True))


async def test_there_are_no_feeds_of_what_is_not_there(client: Client) -> None:
    for path in ("/t/nosite/feed.atom", "/t/nosite/x/feed.atom", "/t/blog/%20/feed.atom"):
        response: Any = await client.get(URL(path, encoded=True))
        assert response.status == 404
