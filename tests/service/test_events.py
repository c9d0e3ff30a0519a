"""`GET /v1/events`: a site's server hears all that becomes of comments, once, and goes on."""

import asyncio
import contextlib
import datetime
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
from aiohttp import ClientResponse

from moderation.comment import Status
from moderation.store import Store
from moderation.store.connection import StoreErrors
from moderation.store.sites import KeyKind
from service import following, sitebook, sse
from service.api import events
from service.openapi import streamed
from service.openapi.document import OPERATIONS
from service.state import FOLLOWING
from tests import make
from tests.eventually import eventually
from tests.service import contract
from tests.service.blog import Blog, make_blog, problem
from tests.valkey import Valkey

PATH = "/v1/events"
SCHEMA = {"$ref": "#/components/schemas/Event"}
MISSED = {"$ref": "#/components/schemas/Missed"}


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "LOOK_SECONDS", 0.01)


@dataclass
class Heard:
    """One event as a browser would have it."""

    id: str = ""
    type: str = "message"
    data: str = ""


class Stream:
    def __init__(self, response: ClientResponse) -> None:
        self.response = response
        self.last_id = ""

    async def block(self) -> list[str]:
        """The lines up to the next empty one; none at the end."""
        lines: list[str] = []
        while line := await self.response.content.readline():
            if line == b"\n":
                return lines
            lines.append(line.decode().removesuffix("\n"))
        return lines

    async def next(self) -> Heard | None:
        """The next event; None at the end."""
        while lines := await self.block():
            heard = Heard()
            for name, value in (line.split(": ", 1) for line in lines if line != ":"):
                if name == "id":
                    self.last_id = heard.id = value
                elif name == "event":
                    heard.type = value
                elif name == "data":
                    heard.data = value
            if heard.data:
                return heard
        return None

    async def event(self) -> streamed.Event:
        """The next one, which is as the document says."""
        heard = await self.next()
        assert heard is not None
        told = msgspec.json.decode(heard.data)
        assert contract.wrong(told, SCHEMA) == []
        event = msgspec.convert(told, streamed.Event)
        assert (event.id, event.type) == (heard.id, heard.type)
        return event


@contextlib.asynccontextmanager
async def follow(blog: Blog, after: str | None = None) -> AsyncIterator[Stream]:
    headers = {"Authorization": f"Bearer {blog.sk}"}
    if after is not None:
        headers["Last-Event-ID"] = after
    async with asyncio.timeout(20), blog.client.get(PATH, headers=headers) as response:
        assert response.status == 200
        assert response.content_type == "text/event-stream"
        assert response.headers["Cache-Control"] == "no-store"
        assert "X-Request-ID" in response.headers
        stream = Stream(response)
        assert await stream.block() or response.content.at_eof()
        yield stream


async def test_what_happens_from_now_on_is_told(blog: Blog, store: Store) -> None:
    await make.decided(store, Status.PUBLISHED)
    async with follow(blog) as stream:
        made = await make.decided(store, Status.HELD)
        event = await stream.event()
        assert (event.type, event.comment, event.site) == ("comment.held", made.id, "blog")
        assert (event.thread.key, event.version, event.by) == ("/hello", 2, "checks")
        assert (event.from_, event.to) == (Status.PENDING, Status.HELD)
        assert (await blog.decide(made.id, "approve", 2)).status == 200
        event = await stream.event()
        assert (event.type, event.by, event.version) == ("comment.published", "api", 3)
        entry = (await make.read(store, made)).history[-1]
        at = datetime.datetime.fromisoformat(event.at).timestamp()
        assert 0 <= at - entry.at / 1000 < 1


async def test_who_comes_back_hears_what_is_between_and_nothing_twice(
    blog: Blog, store: Store
) -> None:
    async with follow(blog) as stream:
        first = await make.decided(store, Status.PUBLISHED)
        assert (await stream.event()).comment == first.id
        last = stream.last_id
    missed = [await make.decided(store, Status.HELD) for _ in range(3)]
    async with follow(blog, last) as stream:
        assert [(await stream.event()).comment for _ in missed] == [each.id for each in missed]
        later = await make.decided(store, Status.REJECTED)
        assert (await stream.event()).comment == later.id


async def test_who_heard_nothing_yet_has_a_place_to_go_on_from(blog: Blog, store: Store) -> None:
    await make.decided(store, Status.PUBLISHED)
    headers = {"Authorization": f"Bearer {blog.sk}"}
    async with asyncio.timeout(20), blog.client.get(PATH, headers=headers) as response:
        retry, place = await Stream(response).block()
    assert retry == "retry: 2000"
    made = await make.decided(store, Status.HELD)
    async with follow(blog, place.removeprefix("id: ")) as stream:
        assert (await stream.event()).comment == made.id


async def test_many_are_told_in_order(
    blog: Blog, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "BATCH", 7)
    made = [(await make.decided(store, Status.PUBLISHED)).id for _ in range(40)]
    async with follow(blog, "0-0") as stream:
        assert [(await stream.event()).comment for _ in made] == made


async def test_who_was_away_too_long_is_told_so(blog: Blog, store: Store, raw: Any) -> None:
    for _ in range(3):
        await make.decided(store, Status.PUBLISHED)
    first, _, third = await store.events.after("blog", "0-0", 10)
    raw.xtrim("gr:{blog}:events", maxlen=1, approximate=False)
    async with asyncio.timeout(20):
        for after, missed in ((first.id, True), (third.id, False), ("999999999999999-0", True)):
            headers = {"Authorization": f"Bearer {blog.sk}", "Last-Event-ID": after}
            async with blog.client.get(PATH, headers=headers) as response:
                head = await Stream(response).block()
                assert ("event: missed" in head) is missed
                assert ('data: {"site":"blog"}' in head) is missed
                assert contract.wrong({"site": "blog"}, MISSED) == []
                place = head[-1].removeprefix("id: ")
            assert place == (first.id if after == first.id else third.id)
    async with follow(blog, "999999999999999-0") as stream:  # of a store that was put back
        made = await make.decided(store, Status.HELD)
        assert (await stream.event()).comment == made.id


async def test_a_site_hears_of_its_own(blog: Blog, store: Store) -> None:
    other = await make_blog(blog.client, store, "other")
    await make.decided(store, Status.PUBLISHED)
    async with follow(other, "0-0") as stream:
        kept = await (await other.post()).json()
        held = await store.comments.read("other", [kept["id"]])
        assert held[0] is not None
        decision = make.decision(held[0].comment, Status.HELD)
        assert (await store.comments.decide([decision]))[0].made
        assert (await stream.event()).site == "other"


@pytest.mark.parametrize("after", ["", "x", "5", "1-2-3", "-1", "1-", "9" * 16 + "-0"])
async def test_what_is_no_id_is_refused(blog: Blog, after: str) -> None:
    response = await blog.get(PATH, **{"Last-Event-ID": after})
    assert "Last-Event-ID" in (await problem(response, 400, "bad-request"))["detail"]


async def test_only_a_secret_key_may(blog: Blog, store: Store) -> None:
    site = await store.sites.get("blog")
    assert site is not None
    token = site.comment_token((await make.decided(store, Status.PUBLISHED)).id)
    for headers in (blog.as_page(), {"Authorization": f"Bearer {token}"}):
        response = await blog.request("GET", PATH, headers=headers)
        await problem(response, 403, "forbidden")
    await problem(await blog.client.get(PATH), 401, "unauthorized")
    head = await blog.client.head(PATH, headers={"Authorization": f"Bearer {blog.sk}"})
    assert head.status == 405


async def test_a_key_that_ends_ends_its_streams(
    blog: Blog, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitebook, "BELIEVED_SECONDS", 0.0)
    other = Blog(blog.client, "blog", await store.sites.add_key("blog", KeyKind.SECRET), "")
    async with follow(blog) as stream, follow(other) as goes_on:
        await store.sites.revoke_key("blog", blog.sk)
        assert await stream.next() is None
        made = await make.decided(store, Status.HELD)
        assert (await goes_on.event()).comment == made.id


async def test_a_store_that_is_away_ends_no_stream(
    blog: Blog, store: Store, valkey: Valkey
) -> None:
    async with follow(blog) as stream:
        valkey.kill()
        valkey.start()
        with contextlib.suppress(*StoreErrors):
            await store.ping()  # a connection of the test's own was lost too
        made = await make.decided(store, Status.HELD)
        assert (await stream.event()).comment == made.id


async def test_while_nothing_happens_there_is_a_heartbeat(
    blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sse, "BEAT_SECONDS", 0.02)
    async with follow(blog) as stream:
        assert [await stream.block() for _ in range(3)] == [[":"]] * 3


async def test_a_stream_ends_after_a_while(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "LIFE_SECONDS", 0.05)
    async with follow(blog) as stream:
        assert await stream.next() is None


async def test_so_many_may_follow_and_no_more(
    blog: Blog, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "MOST_OF_A_SITE", 2)
    other = await make_blog(blog.client, store, "other")
    async with follow(blog), follow(blog):
        await problem(await blog.get(PATH), 429, "rate-limited")
        async with follow(other):
            pass

    async def again() -> bool:
        response = await blog.client.get(PATH, headers={"Authorization": f"Bearer {blog.sk}"})
        response.close()
        return response.status == 200

    await eventually(again)


async def test_a_service_that_stops_ends_them(blog: Blog) -> None:
    async with follow(blog) as stream:
        blog.client.app[FOLLOWING].end()
        assert await stream.next() is None
    await problem(await blog.get(PATH), 429, "rate-limited")


def test_every_type_that_is_told_is_described() -> None:
    (operation,) = [each for each in OPERATIONS if each.path == PATH]
    schema = contract.told()["components"]["schemas"]["Event"]
    for kind in schema["properties"]["type"]["enum"]:
        assert f"`{kind}`" in operation.text
