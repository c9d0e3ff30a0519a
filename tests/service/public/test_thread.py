"""The page of a thread."""

import asyncio
from urllib.parse import quote

import pytest
from yarl import URL

from moderation.comment import Author, Status, Thread
from moderation.store import Store
from moderation.store.edits import Edit
from service import sitebook
from service.public import threads
from tests import make
from tests.service.pages import Client, Page, read_page, thread_path
from tests.service.public.visitor import PATH, open_form, post, sent


async def test_shows_what_is_published_oldest_first(client: Client, store: Store) -> None:
    for text in ("first", "second"):
        await make.decided(store, Status.PUBLISHED, text, author=Author(name="Ana"))
    for status in (Status.HELD, Status.REJECTED):
        await make.decided(store, status, f"hidden, {status}")
    await make.kept(store, "hidden, pending")
    page = await read_page(await client.get(PATH))
    assert [e.text for e in page.all("div", class_="text")] == ["first", "second"]
    assert "2 comments" in page.text
    assert "hidden, " not in page.text


async def test_an_unknown_thread_is_empty_and_has_a_form(client: Client) -> None:
    page = await read_page(await client.get(PATH))
    assert "No comments yet." in page.text
    form = page.one("form")
    assert form.attrs["action"] == str(PATH)
    assert "Comments are checked before they appear." in form.text
    assert page.one("h2", id="post-heading").text == "Post a Comment"
    for field in ("name", "email", "body"):
        assert page.one("label", for_=field)


async def test_links_back_to_the_article(client: Client, store: Store) -> None:
    thread = Thread(key="/hello", url="https://blog.example/hello?x=1", title="Hello")
    await make.decided(store, Status.PUBLISHED, thread=thread)
    page = await read_page(await client.get(PATH))
    assert page.one("h1").text == "Hello"
    assert page.one("a", href="https://blog.example/hello?x=1")


@pytest.mark.parametrize("url", ["https://evil.example/hello", "javascript:alert(1)"])
async def test_no_link_leads_to_another_site(client: Client, store: Store, url: str) -> None:
    thread = Thread(key="/hello", url=url)
    await make.decided(store, Status.PUBLISHED, thread=thread)
    page = await read_page(await client.get(PATH))
    assert url not in page.html
    assert page.one("a", href="https://blog.example/hello")


async def test_pages_follow_each_other(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "PAGE", 2)
    for n in range(5):
        await make.decided(store, Status.PUBLISHED, f"text {n}")
    address, seen = str(PATH), []
    while True:
        page = await read_page(await client.get(URL(address, encoded=True)))
        seen += [e.text for e in page.all("div", class_="text")]
        following = page.all("a", rel="next")
        if not following:
            break
        address = following[0].attrs["href"]
    assert seen == [f"text {n}" for n in range(5)]


async def publish(store: Store) -> None:
    """What is pending, as the checks would."""
    (claim,) = await make.claim(store)
    decision = make.decision(claim.comment, Status.PUBLISHED, version=claim.version)
    await store.comments.decide([decision])


async def test_an_articles_address_finds_its_thread(client: Client, store: Store) -> None:
    await make.decided(store, Status.PUBLISHED, "here", key="/2026/hello")
    url = "http://BLOG.example:80//2026/hello/index.html?utm_source=x#c"
    page = await read_page(await client.get("/t/blog", params={"url": url}))
    assert page.one("div", class_="text").text == "here"
    assert page.one("form").attrs["action"] == thread_path("/2026/hello")
    assert page.fields()["url"] == url


async def test_a_published_comment_tells_the_articles_address(client: Client, store: Store) -> None:
    url = "https://blog.example/new"
    path = URL(thread_path("/new"), encoded=True)
    fields = await open_form(client, URL("/t/blog").with_query(url=url))
    await post(client, fields | {"body": "first"}, path)
    assert (await store.threads.state("blog", "/new")).thread.url is None
    await publish(store)
    assert (await store.threads.state("blog", "/new")).thread.url == url


async def test_how_the_first_reader_came_is_not_kept(client: Client, store: Store) -> None:
    url = "https://blog.example/new?page=2&utm_campaign=ana%40x.org&fbclid=1"
    fields = await open_form(client, URL("/t/blog").with_query(url=url))
    path = URL(thread_path("/new?page=2"), encoded=True)
    assert (await post(client, fields | {"body": "first"}, path)).status == 303
    await publish(store)
    thread = (await store.threads.state("blog", "/new?page=2")).thread
    assert thread.url == "https://blog.example/new?page=2"


async def test_the_form_links_to_what_may_be_written(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitebook, "BELIEVED_SECONDS", 0.0)

    async def links() -> list[str]:
        page = await read_page(await client.get(PATH))
        return [e.attrs["href"] for e in page.all("a") if e.text == "Comment policy"]

    assert await links() == []
    url = "https://blog.example/comments?a=1&b=2"
    await store.sites.set_comment_policy("blog", url)
    assert await links() == [url]
    await store.sites.set_comment_policy("blog", "javascript:alert(1)")
    assert await links() == []


async def test_a_foreign_address_in_the_form_is_not_believed(client: Client, store: Store) -> None:
    await sent(client, url="https://evil.example/hello")
    await publish(store)
    assert (await store.threads.state("blog", "/hello")).thread.url is None


@pytest.mark.parametrize(
    "path",
    [
        "/t/nowhere/%2Fhello",
        "/t/NOT%20A%20SITE/x",
        "/t/blog",
        "/t/blog?url=https://evil.example/hello",
        "/t/blog?url=javascript:alert(1)",
        "/t/blog/a/b/c",
        "/t/blog/" + "x" * 2001,
        "/t/blog?url=https://blog.example/" + "x" * 2001,
        "/t/blog/%00",
        "/s/x",
        "/s/",
        "/s/x.ct_blog_x",
        "/problems/unheard-of",
    ],
)
async def test_what_is_not_there_is_a_page(client: Client, path: str) -> None:
    page = await read_page(await client.get(URL(path, encoded=True)), 404)
    assert "request id" in page.text


@pytest.mark.parametrize("path", ["/t/blog/", "/t/blog?url=https://blog.example/"])
async def test_an_address_that_is_too_long_is_told_so(client: Client, path: str) -> None:
    page = await read_page(await client.get(URL(path + "x" * 2001, encoded=True)), 404)
    assert "too long" in page.text


async def test_an_article_in_any_script_can_be_commented_on(client: Client, store: Store) -> None:
    url = "https://blog.example/" + quote("การเลี้ยงแมวในห้องเช่าสำหรับผู้เริ่มต้น" * 3)
    page = await read_page(await client.get("/t/blog", params={"url": url}))
    action = URL(page.one("form").attrs["action"], encoded=True)
    fields = page.fields() | {"name": "Ana", "body": "สวัสดี"}
    assert (await post(client, fields, action)).status == 303
    await publish(store)
    thread = (await store.threads.state("blog", url.removeprefix("https://blog.example"))).thread
    assert thread.url == url
    assert (await client.get(action)).status == 200


async def test_a_bad_cursor_and_a_wrong_method_are_pages(client: Client) -> None:
    await read_page(await client.get(PATH.with_query(cursor="!")), 400)
    response = await client.put(PATH)
    await read_page(response, 405)
    assert "POST" in response.headers["Allow"]


async def test_the_interface_for_programs_keeps_to_json(client: Client) -> None:
    response = await client.get("/v1/nothing")
    assert response.content_type == "application/problem+json"


async def test_raw_bytes_in_the_path_are_no_error_of_ours(client: Client) -> None:
    assert client.port is not None
    reader, writer = await asyncio.open_connection("127.0.0.1", client.port)
    writer.write(b"GET /t/blog/\xff\xfe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert answer.split(b" ", 2)[1] in (b"400", b"404")


async def test_a_closed_thread_has_no_form_and_says_so(client: Client, store: Store) -> None:
    await make.decided(store, Status.PUBLISHED, "shown")
    fields = await open_form(client) | {"name": "Ana", "body": "<b>too late"}
    await store.threads.close("blog", "/hello", "moderator:ana")
    page = await read_page(await client.get(PATH))
    assert "Comments are closed." in page.text
    assert page.one("div", class_="text").text == "shown"
    assert not page.all("form")
    assert "Post a Comment" not in page.text
    refused = await read_page(await post(client, fields), 409)
    assert "Yours was not sent" in refused.one("p", role="alert").text
    assert refused.one("div", class_="text").text == "<b>too late"
    assert not refused.all("form")


async def test_pinned_comments_come_first_once_and_elsewhere_in_their_place(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "PAGE", 2)
    made = [await make.decided(store, Status.PUBLISHED, f"text {n}") for n in range(4)]
    for one in (made[1], made[3]):
        await store.threads.pin("blog", "/hello", one.id, "moderator:ana", on=True)

    def texts(page: Page) -> list[str]:
        return [e.text for e in page.all("div", class_="text")]

    first = await read_page(await client.get(PATH))
    assert texts(first) == ["text 1", "text 3", "text 0"]
    assert [e.text for e in first.all("span", class_="badge")] == ["Pinned", "Pinned"]
    following = first.one("a", rel="next").attrs["href"]
    second = await read_page(await client.get(URL(following, encoded=True)))
    assert texts(second) == ["text 2", "text 3"]
    assert len(second.all("span", class_="badge")) == 1
    move = make.decision(made[1], Status.HELD, status=Status.PUBLISHED, version=2)
    await store.comments.decide([move])
    assert texts(await read_page(await client.get(PATH)))[0] == "text 3"


async def test_readers_are_told_of_an_edit(client: Client, store: Store) -> None:
    made = await make.decided(store, Status.PUBLISHED, "Call 0170 1234567")
    record = await make.read(store, made)
    await store.edits.make(Edit(record, "Call me", "moderator:ana"))
    page = await read_page(await client.get(PATH))
    assert "Edited by a moderator" in page.text
    assert "0170" not in page.html
    assert "ana" not in page.one("section").text


async def test_what_nobody_has_looked_at_is_for_no_search_engine(
    client: Client, store: Store
) -> None:
    await sent(client)
    assert (await client.get(PATH)).headers["X-Robots-Tag"] == "noindex"
    await make.decided(store, Status.PUBLISHED)
    assert "X-Robots-Tag" not in (await client.get(PATH)).headers
