"""A thread as a whole: what moderators see of it, closing and pinning."""

from typing import Any
from urllib.parse import quote, urlencode

import pytest

from moderation.comment import Author, Status, Thread
from moderation.store import Store
from moderation.store.threads import MOST_PINNED
from moderation.user import Role
from service.review import thread
from tests import make
from tests.service.pages import HOSTILE, Client, Page, read_page
from tests.service.review.moderator import HASH, OURS, OpenApp, sign_in


def path(key: str = "/hello", **more: str) -> str:
    return f"/review/thread?{urlencode({'site': 'blog', 'key': key, **more})}"


async def post(client: Client, what: str, headers: Any = OURS, **fields: str) -> Any:
    data = {"site": "blog", "key": "/hello", **fields}
    return await client.post(
        f"/review/thread/{what}", data=data, headers=headers, allow_redirects=False
    )


async def done(client: Client, what: str, **fields: str) -> Page:
    """The page that a form leads to."""
    response = await post(client, what, **fields)
    assert response.status == 303, await response.text()
    return await read_page(await client.get(response.headers["Location"]))


async def closed(store: Store) -> bool:
    return (await store.threads.state("blog", "/hello")).closed is not None


async def test_shows_where_it_is_and_what_is_published_in_it(client: Client, store: Store) -> None:
    named = Thread("/hello", "https://blog.example/hello", "Hello")
    await make.decided(store, Status.PUBLISHED, "shown", thread=named, author=Author("Bo"))
    await make.decided(store, Status.HELD, "waits")
    page = await read_page(await client.get(path()))
    assert page.one("h1").text == "Hello"
    assert [e.text for e in page.all("div", class_="text")] == ["shown"]
    assert "1 published comment" in page.text
    assert page.one("a", href="https://blog.example/hello")
    assert page.one("a", href="/t/blog/%2Fhello")
    held = await read_page(await client.get(page.one("a", href=link_to_held()).attrs["href"]))
    assert "waits" in held.text


def link_to_held() -> str:
    return f"/review/?site=blog&status=held&thread={quote('/hello', safe='')}"


async def test_the_open_comment_leads_to_its_thread(client: Client, store: Store) -> None:
    await make.decided(store, Status.HELD, key="/a b?c&d")
    page = await read_page(await client.get("/review/?site=blog"))
    (link,) = [e for e in page.all("a") if e.text == "Thread"]
    there = await read_page(await client.get(link.attrs["href"]))
    assert there.one("h1").text == "/a b?c&d"


async def test_a_closed_thread_says_who_closed_it_and_opens_again(
    client: Client, store: Store
) -> None:
    await make.decided(store, Status.PUBLISHED)
    page = await done(client, "close", closed="1")
    assert await closed(store)
    assert "Closed. Nobody can comment here any more." in page.one("p", role="status").text
    assert "ana closed it" in page.text
    page = await done(client, "close", closed="0")
    assert not await closed(store)
    assert "Readers can comment here." in page.text


async def test_pins_come_first_and_are_few(client: Client, store: Store) -> None:
    made = [await make.decided(store, Status.PUBLISHED, f"text {n}") for n in range(5)]
    for one in made[2 : 2 + MOST_PINNED]:
        page = await done(client, "pin", id=one.id, pinned="1")
    assert [e.text for e in page.all("div", class_="text")] == [
        f"text {n}" for n in (2, 3, 4, 0, 1)
    ]
    response = await post(client, "pin", id=made[0].id, pinned="1")
    page = await read_page(response, 409)
    assert "Take off another pin first." in page.text
    page = await done(client, "pin", id=made[2].id, pinned="0")
    assert len(page.all("button", value="0", name="pinned")) == MOST_PINNED - 1


async def test_what_is_not_published_there_is_not_pinned(client: Client, store: Store) -> None:
    for made in (
        await make.decided(store, Status.HELD),
        await make.decided(store, Status.PUBLISHED, key="/other"),
    ):
        page = await read_page(await post(client, "pin", id=made.id, pinned="1"), 409)
        assert "Only what is published in this thread can be pinned." in page.text


async def test_pages_follow_each_other(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thread, "PAGE", 2)
    for n in range(3):
        await make.decided(store, Status.PUBLISHED, f"text {n}")
    first = await read_page(await client.get(path()))
    following = await read_page(await client.get(first.one("a", rel="next").attrs["href"]))
    assert [e.text for e in following.all("div", class_="text")] == ["text 2"]
    await read_page(await client.get(path(cursor="x")), 400)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_text(client: Client, store: Store, text: str) -> None:
    named = Thread(text, title=text)
    made = await make.decided(store, Status.PUBLISHED, text, thread=named, author=Author(text))
    await store.threads.pin("blog", text, made.id, "moderator:ana", on=True)
    await store.threads.close("blog", text, "moderator:ana")
    page = await read_page(await client.get(path(text, said=text)))
    assert page.one("h1").text == text
    assert page.one("div", class_="text").text == text
    assert page.one("h3").text.startswith(text)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/review/thread?site=other&key=/hello", 404),
        ("/review/thread?site=}:x&key=/hello", 404),
        ("/review/thread?site=blog", 404),
        ("/review/thread?site=blog&key=%00", 404),
        (f"/review/thread?site=blog&key={'k' * 2001}", 404),
        ("/review/thread?site=blog&key=/nobody-wrote-here", 200),
    ],
)
async def test_odd_addresses(client: Client, address: str, status: int) -> None:
    await read_page(await client.get(address), status)


@pytest.mark.parametrize(
    ("what", "fields"),
    [("close", {}), ("close", {"closed": "2"}), ("pin", {"pinned": "1"}), ("pin", {"id": "x"})],
)
async def test_a_form_that_was_tampered_with_does_nothing(
    client: Client, store: Store, what: str, fields: dict[str, str]
) -> None:
    assert (await post(client, what, **fields)).status == 400
    assert not await closed(store)


async def test_a_foreign_page_closes_nothing(client: Client, store: Store) -> None:
    response = await post(client, "close", {"Sec-Fetch-Site": "cross-site"}, closed="1")
    assert response.status == 403
    await client.get(f"{path()}&closed=1")
    assert not await closed(store)


async def test_who_only_reads_sees_a_thread_and_changes_nothing(
    open_app: OpenApp, store: Store
) -> None:
    made = await make.decided(store, Status.PUBLISHED)
    await store.accounts.add("vera", HASH, {"blog": Role.VIEWER})
    await store.accounts.add("oda", HASH, {"other": Role.MODERATOR})
    client = await open_app()
    await sign_in(client, "vera")
    page = await read_page(await client.get(path()))
    assert not page.all("form", action="/review/thread/close")
    assert not page.all("form", action="/review/thread/pin")
    assert (await post(client, "close", closed="1")).status == 403
    assert (await post(client, "pin", id=made.id, pinned="1")).status == 403
    await sign_in(client, "oda")
    assert (await client.get(path())).status == 404
    assert (await post(client, "close", closed="1")).status == 404
    state = await store.threads.state("blog", "/hello")
    assert (state.closed, state.pinned) == (None, ())
