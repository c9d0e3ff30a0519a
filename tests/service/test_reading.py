"""Reading through two services on one store: what one decides, both tell in time."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from yarl import URL

from moderation.comment import Author, Status, Thread
from moderation.settings import Settings
from moderation.store import Store
from moderation.store.threads import Threads
from service import shelf
from service.app import create_app
from service.state import SETTINGS, SHELF
from tests import make
from tests.eventually import eventually
from tests.service.blog import Blog, make_blog, problem
from tests.service.conftest import Server
from tests.valkey import Valkey

LIST = "/v1/sites/blog/threads/%2Fhello/comments"
PAGE = "/t/blog/%2Fhello"
FRESH = 0.25


@pytest.fixture(autouse=True)
def believed(nothing_is_believed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "FRESH_SECONDS", FRESH)


@pytest.fixture
async def twin(
    aiohttp_client: Callable[..., Awaitable["TestClient[Any, Any]"]], blog: Blog, redis_url: str
) -> Blog:
    """The blog through another service."""
    client = await aiohttp_client(Server(create_app(Settings(redis_url=redis_url))))
    return Blog(client, blog.name, blog.sk, blog.pk)


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The threads that were asked after."""
    asked: list[str] = []
    state = Threads.state

    async def counted(self: Threads, site: str, key: str) -> Any:
        asked.append(key)
        return await state(self, site, key)

    monkeypatch.setattr(Threads, "state", counted)
    return asked


async def bodies(blog: Blog) -> list[str]:
    return [one["body"] for one in (await (await blog.client.get(LIST)).json())["data"]]


async def test_what_is_removed_here_is_gone_here_at_once_and_there_within_a_second(
    blog: Blog, twin: Blog, store: Store
) -> None:
    made = await make.decided(store, Status.PUBLISHED, "to be removed")
    for each in (blog, twin):
        assert await bodies(each) == ["to be removed"]
        assert "to be removed" in await (await each.client.get(PAGE)).text()
    assert (await blog.decide(made.id, "remove", 2)).status == 200
    removed = time.monotonic()
    assert await bodies(blog) == []
    assert "to be removed" not in await (await blog.client.get(PAGE)).text()
    while await bodies(twin) or "to be removed" in await (await twin.client.get(PAGE)).text():
        assert time.monotonic() - removed < 1
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("change", ["pin", "close", "rename"])
async def test_whatever_readers_see_is_seen_there_in_time(
    blog: Blog, twin: Blog, store: Store, change: str
) -> None:
    made = await make.decided(store, Status.PUBLISHED)
    before = await (await twin.client.get(PAGE)).text()
    if change == "pin":
        await store.threads.pin("blog", "/hello", made.id, "moderator:ana", on=True)
    elif change == "close":
        await store.threads.close("blog", "/hello", "moderator:ana")
    else:
        thread = {"key": "/hello", "title": "Another title"}
        await blog.post(thread=thread)
    said = {"pin": "Pinned", "close": "Comments are closed.", "rename": "Another title"}[change]
    assert said not in before

    async def told() -> bool:
        return said in await (await twin.client.get(PAGE)).text()

    await eventually(told, seconds=1)


async def test_who_waited_for_a_decision_reads_it_at_once(blog: Blog, store: Store) -> None:
    assert await bodies(blog) == []
    posting = asyncio.create_task(blog.post("waited for", headers={"Prefer": "wait=5"}))

    async def pending() -> list[Any]:
        return await make.claim(store)

    (claim,) = await eventually(pending)
    assert await bodies(blog) == []
    await store.comments.decide([make.decision(claim.comment, Status.PUBLISHED)])
    assert (await posting).status == 201
    assert await bodies(blog) == ["waited for"]


async def test_many_readers_of_a_thread_are_one_question(
    blog: Blog, store: Store, looks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await make.decided(store, Status.PUBLISHED, "one")
    monkeypatch.setattr(shelf, "FRESH_SECONDS", 60)
    app = blog.client.app
    assert app is not None
    await bodies(blog)
    app[SHELF]._changes.note("blog")
    found = await asyncio.gather(*(bodies(blog) for _ in range(20)))
    assert found == [["one"]] * 20
    assert looks == ["/hello"]


async def test_both_name_the_same_bytes_by_the_same_tag(
    blog: Blog, twin: Blog, store: Store
) -> None:
    await make.decided(store, Status.PUBLISHED)
    first = await blog.client.get(LIST)
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    tag = {"If-None-Match": first.headers["ETag"]}
    for _ in range(2):
        again = await twin.client.get(LIST, headers=tag)
        assert (again.status, await again.read()) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]


async def test_without_a_store_nothing_older_than_a_second_is_told(
    aiohttp_client: Any, valkey: Valkey, redis_url: str, store: Store
) -> None:
    client = await aiohttp_client(Server(create_app(Settings(redis_url=redis_url))))
    blog = await make_blog(client, store)
    await make.decided(store, Status.PUBLISHED)
    assert (await client.get(LIST)).status == 200
    valkey.kill()
    gone = time.monotonic()
    try:
        while (response := await client.get(LIST)).status == 200:
            assert time.monotonic() - gone < 1
            await asyncio.sleep(0.01)
        await problem(response, 503, "service-degraded")
        assert response.headers["Retry-After"]
        assert (await client.get(PAGE)).status == 503
    finally:
        valkey.start()
    assert blog.client.app is not None
    assert blog.client.app[SETTINGS].redis_url == redis_url


async def test_a_link_to_what_follows_leads_on(blog: Blog, store: Store) -> None:
    for n in range(3):
        await make.decided(store, Status.PUBLISHED, f"text {n}", key="/a b?c")
    path = "/v1/sites/blog/threads/%2Fa%20b%3Fc/comments"
    for end in ("", ".html"):
        response = await blog.client.get(URL(f"{path}{end}?limit=2&utm_source=x", encoded=True))
        assert "utm" not in response.headers["Link"]
        link = URL(URL(str(response.links["next"]["url"])).raw_path_qs, encoded=True)
        following = await blog.client.get(link)
        assert "text 2" in await following.text()
        assert "Link" not in following.headers


async def test_a_static_site_includes_what_is_published(blog: Blog, store: Store) -> None:
    hostile = '<script>alert("x")</script>'
    thread = Thread(key="/hello", title=hostile)
    author = Author(name=hostile, url="javascript:alert(1)", email="ana@b.example")
    parent = await make.decided(
        store, Status.PUBLISHED, f"one\n{hostile}\n\n two", author=author, thread=thread
    )
    await make.decided(store, Status.PUBLISHED, "an answer", parent_id=parent.id)
    await make.decided(store, Status.HELD, "held")
    response = await blog.client.get(f"{LIST}.html")
    text = await response.text()
    assert response.content_type == "text/html"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "<p>one<br>&lt;script&gt;" in text
    assert "<p>two</p>" in text
    assert f'href="#c-{parent.id}">In reply to' in text
    for never in ("<script", "javascript:", "held", "ana@b.example"):
        assert never not in text
    again = await blog.client.get(
        f"{LIST}.html", headers={"If-None-Match": response.headers["ETag"]}
    )
    assert again.status == 304


async def test_each_language_is_kept_by_itself_and_what_programs_read_once(
    blog: Blog, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make.decided(store, Status.PUBLISHED, "one")
    monkeypatch.setattr(shelf, "FRESH_SECONDS", 60)
    said = {"en": "Post a Comment", "de": "Kommentar schreiben"}
    tags: dict[str, set[str]] = {"en": set(), "de": set()}
    for tag in ("de", "en", "en", "de", "en", "de"):
        headers = {"Accept-Language": tag}
        fragment = await blog.client.get(f"{LIST}.html", headers=headers)
        page = await blog.client.get(PAGE, headers=headers)
        assert (await blog.client.get(LIST, headers=headers)).status == 200
        other = {"en": "de", "de": "en"}[tag]
        for answer in (fragment, page):
            text = await answer.text()
            assert answer.headers["Content-Language"] == tag
            assert said[tag] in text
            assert said[other] not in text
            assert ("Melden" in text, "Report" in text) == (
                answer is page and tag == "de",
                answer is page and tag == "en",
            )
        tags[tag].add(fragment.headers["ETag"])
    assert [len(each) for each in tags.values()] == [1, 1]
    assert blog.client.app is not None
    kept = sorted((name.kind, name.language) for name in blog.client.app[SHELF]._kept)
    assert kept == [
        *(("fragment", "de"), ("fragment", "en"), ("list", "")),
        *(("page", "de"), ("page", "en")),
    ]
    for tag, other in (("en", "de"), ("de", "en")):
        headers = {"Accept-Language": other, "If-None-Match": tags[tag].copy().pop()}
        answer = await blog.client.get(f"{LIST}.html", headers=headers)
        assert answer.status == 200
        assert said[other] in await answer.text()


@pytest.mark.parametrize("tag", ["en", "de"])
async def test_who_has_it_is_told_in_which_language(blog: Blog, store: Store, tag: str) -> None:
    await make.decided(store, Status.PUBLISHED, "one")
    headers = {"Accept-Language": tag}
    first = await blog.client.get(f"{LIST}.html", headers=headers)
    headers["If-None-Match"] = first.headers["ETag"]
    again = await blog.client.get(f"{LIST}.html", headers=headers)
    assert (first.status, again.status) == (200, 304)
    for answer in (first, again):
        assert answer.headers["Content-Language"] == tag
        assert answer.headers["Vary"] == "Accept-Language, Origin"


async def test_a_fragments_problems_are_for_programs(blog: Blog) -> None:
    answer = await blog.get(f"{LIST}.html?limit=0", **{"Accept-Language": "de"})
    assert "limit must be" in (await problem(answer, 400, "bad-request"))["detail"]
    assert "Content-Language" not in answer.headers


async def test_a_fragment_is_read_with_the_same_keys_as_the_list(blog: Blog) -> None:
    path = f"{LIST}.html"
    assert (await blog.get(path)).status == 200
    assert (await blog.get(path, **blog.as_page())).status == 200
    foreign = blog.as_page("https://evil.example")
    await problem(await blog.get(path, **foreign), 403, "origin-not-allowed")
    await problem(await blog.get(path, Authorization="Bearer x"), 401, "unauthorized")
    await problem(await blog.client.get(f"{path}?limit=0"), 400, "bad-request")
    await problem(await blog.client.get(f"{path}?cursor=zzz"), 400, "bad-cursor")
    await problem(await blog.client.get("/v1/sites/no/threads/x/comments.html"), 404, "not-found")
