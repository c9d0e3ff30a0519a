"""Who may listen to what changes by itself, how many, and for how long."""

import asyncio
from typing import Any

import pytest

from moderation.comment import Status
from moderation.identity import new_id
from moderation.store import Store
from moderation.user import Role
from service import live, sse
from service.state import LIVE, READINESS
from tests import make
from tests.eventually import eventually
from tests.service.pages import Client
from tests.service.review.moderator import HASH, OURS, OpenApp, sign_in
from tests.service.review.stream import EVENTS, PATH, listen
from tests.valkey import Valkey


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store is asked more often than once a second here."""
    monkeypatch.setattr(live, "INTERVAL", 0.01)


async def test_while_nothing_changes_there_is_a_heartbeat(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sse, "BEAT_SECONDS", 0.05)
    async with listen(client) as stream:
        await stream.next()
        assert await stream.response.content.readline() == b"\n"
        for _ in range(3):
            assert await stream.response.content.readline() == b":\n"
            assert await stream.response.content.readline() == b"\n"


async def test_a_store_that_is_away_ends_no_stream(
    client: Client, store: Store, valkey: Valkey
) -> None:
    async with listen(client) as stream:
        await stream.until("health", "")
        valkey.kill()
        try:
            client.app[READINESS].doubt()
            await stream.until("health", "Decisions cannot be saved right now.")
        finally:
            valkey.start()
        await stream.until("health", "")
        await make.decided(store, Status.HELD)
        await stream.until("sizes", {"held": 1, "rejected": 0, "published": 0})


@pytest.mark.parametrize("site", ["", "other", "none"])
async def test_what_one_has_no_role_on_does_not_exist(
    open_app: OpenApp, store: Store, site: str
) -> None:
    await store.sites.add("other")
    await store.accounts.set_roles("ana", lambda _: {"blog": Role.VIEWER})
    client = await open_app()
    await sign_in(client)
    response = await client.get(f"/review/events?site={site}", headers=EVENTS)
    assert (response.status, (await response.json())["detail"]) == (404, "No such site.")
    async with listen(client) as stream:
        assert await stream.next() is not None


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
        ("Origin", "https://elsewhere.example"),
    ],
)
async def test_another_page_hears_nothing(client: Client, header: str, value: str) -> None:
    headers = {"Accept": "text/event-stream", header: value}
    response = await client.get(PATH, headers=headers)
    assert response.status == 403
    assert response.content_type == "application/problem+json"


async def test_nobody_listens_without_a_session(open_app: OpenApp) -> None:
    client = await open_app()
    response = await client.get(PATH, headers=EVENTS, allow_redirects=False)
    assert (response.status, response.content_type) == (401, "application/problem+json")
    await sign_in(client)
    assert (await client.head(PATH, headers=EVENTS)).status == 405


@pytest.mark.parametrize("how", ["sign out", "password", "role", "once", "removed"])
async def test_a_session_that_ends_ends_its_streams(client: Client, store: Store, how: str) -> None:
    async with listen(client) as stream, asyncio.timeout(10):
        await stream.next()
        if how == "sign out":
            await client.post("/review/sign-out", headers=OURS, allow_redirects=False)
        elif how == "password":
            await store.accounts.set_password("ana", HASH)
        elif how == "role":
            await store.accounts.set_roles("ana", lambda _: {"other": Role.ADMIN})
        elif how == "once":
            await store.accounts.set_roles("ana", lambda _: {"blog": Role.ADMIN})
        else:
            await store.accounts.remove("ana")
        await stream.ends()


async def test_another_role_that_reads_ends_nothing(client: Client, store: Store) -> None:
    async with listen(client) as stream:
        await stream.next()
        await store.accounts.set_roles("ana", lambda _: {"blog": Role.VIEWER})
        await make.decided(store, Status.HELD)
        await stream.until("sizes", {"held": 1, "rejected": 0, "published": 0})


async def test_a_session_has_few_streams_and_all_have_a_limit(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "MOST_OF_A_SESSION", 2)
    async with listen(client), listen(client):
        response = await client.get(PATH, headers=EVENTS)
        assert response.status == 429
        assert "Retry-After" in response.headers
    monkeypatch.setattr(live, "MOST", 0)
    assert (await client.get(PATH, headers=EVENTS)).status == 429


async def test_when_the_service_stops_streams_end_and_none_begins(client: Client) -> None:
    async with listen(client) as stream:
        await stream.next()
        client.app[LIVE].end()
        await stream.ends()
    assert (await client.get(PATH, headers=EVENTS)).status == 429


async def test_fifty_listeners_ask_the_store_once(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nobody asks when they are gone."""
    monkeypatch.setattr(live, "MOST_OF_A_SESSION", 50)
    looks = 0
    inner = client.app[LIVE]._store
    standing = inner.standing

    async def counted(site: str) -> Any:
        nonlocal looks
        looks += 1
        return await standing(site)

    monkeypatch.setattr(inner, "standing", counted)
    monkeypatch.setattr(live, "INTERVAL", 0.2)
    streams = [listen(client) for _ in range(50)]
    opened = [await each.__aenter__() for each in streams]
    for each in opened:
        assert await each.next() is not None
    began, loop = looks, asyncio.get_running_loop()
    since = loop.time()
    await make.decided(store, Status.HELD)
    for each in opened:
        await each.until("sizes", {"held": 1, "rejected": 0, "published": 0})
    assert looks - began <= (loop.time() - since) / 0.2 + 1
    for one in streams:
        await one.__aexit__(None, None, None)
    await eventually(lambda: not client.app[LIVE].watched)


async def test_one_who_takes_nothing_is_dropped_and_holds_nobody_up(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sse, "PATIENCE_SECONDS", 2.0)  # an honest one has time
    monkeypatch.setattr(live, "MOST_OF_A_SESSION", 50)
    async with listen(client) as slow, listen(client) as other:
        await slow.next()
        heard = asyncio.create_task(other.ends())
        listening = client.app[LIVE]._all
        for n in range(400):
            if len(listening()) < 2:
                break
            await store.presence.look("blog", "ben", f"{n} " + "x" * 200_000)
            await asyncio.sleep(0)
        await eventually(lambda: len(listening()) == 1)
        heard.cancel()
        await store.presence.look("blog", "ben", None)
        await make.decided(store, Status.HELD, id=new_id())
        await other.until("sizes", {"held": 1, "rejected": 0, "published": 0})


async def test_a_fault_of_ours_ends_the_streams_and_the_next_begins_anew(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with listen(client) as stream:
        await stream.next()

        async def broken(_: str) -> Any:
            raise LookupError

        with monkeypatch.context() as patch:
            patch.setattr(client.app[LIVE]._store, "standing", broken)
            await stream.ends()
    async with listen(client) as stream:
        assert await stream.next() is not None
