"""Sessions end when they should, and can be found."""

from typing import Any

import pytest

from moderation.store import Store, keys
from moderation.store.sessions import IDLE_SECONDS
from moderation.store.sites import digest
from moderation.user import Role, User

ANA = User("ana", "hash")


@pytest.fixture
async def token(store: Store) -> str:
    for name in ("ana", "ben"):
        await store.accounts.add(name, "hash")
    token = await store.accounts.sessions.start(ANA, "Firefox on Linux")
    assert token is not None
    return token


async def name_of(store: Store, token: str) -> str | None:
    caller = await store.accounts.sessions.read(token)
    return caller.name if caller else None


@pytest.mark.parametrize(
    "bent",
    [
        "",
        ".",
        "x",
        "x.",
        "x.YW5h",
        "x.!!",
        "x./w==",
        ".YW5h",
        "ä.ä",
        "x.YW5h.YW5h",
        "\x00.",
        "\udcff.YW5h",
    ],
)
async def test_what_is_no_token_is_nobodys(store: Store, token: str, bent: str) -> None:
    assert await name_of(store, bent) is None
    assert await name_of(store, f"{token}{bent or '='}") is None


async def test_another_name_on_a_token_is_another_token(store: Store, token: str) -> None:
    assert await name_of(store, token) == "ana"
    assert await name_of(store, token.partition(".")[0] + ".YmVu") is None


async def test_the_store_keeps_no_token(store: Store, raw: Any, token: str) -> None:
    everything = b" ".join(raw.scan_iter())
    for key in raw.scan_iter():
        kind = raw.type(key)
        if kind == b"hash":
            everything += b" ".join(raw.hgetall(key).values())
        elif kind == b"zset":
            everything += b" ".join(raw.zrange(key, 0, -1))
    assert token.partition(".")[0].encode() not in everything


async def test_a_used_session_lives_on_and_an_old_one_ends(
    store: Store, raw: Any, token: str
) -> None:
    key = keys.session(digest(token))
    assert 0 < raw.ttl(key) <= IDLE_SECONDS
    raw.expire(key, 100)
    raw.hset(key, "used", 5)
    assert await name_of(store, token) == "ana"
    assert raw.ttl(key) > 100
    assert int(raw.hget(key, "used")) > 5
    raw.hset(key, "until", int(raw.time()[0]) - 1)
    assert await name_of(store, token) is None
    assert await store.accounts.sessions.of("ana") == []


async def test_a_session_that_ended_while_it_was_read_is_none(
    store: Store, raw: Any, token: str
) -> None:
    key = keys.session(digest(token))
    raw.delete(key)
    raw.hset(key, "used", 5)
    assert await name_of(store, token) is None
    assert await store.accounts.sessions.of("ana") == []


async def test_sessions_are_listed_and_ended_one_by_one(store: Store, token: str) -> None:
    sessions = store.accounts.sessions
    second = await sessions.start(ANA)
    assert second is not None
    others = await sessions.start(User("ben", "hash"))
    assert others is not None
    found = await sessions.of("ana")
    assert {each.id for each in found} == {digest(token), digest(second)}
    assert {each.browser for each in found} == {"Firefox on Linux", ""}
    assert all(each.created == each.used > 1_600_000_000_000 for each in found)
    assert not await sessions.end("ana", digest(others))
    assert not await sessions.end("ana", "nothing")
    assert await name_of(store, others) == "ben"
    assert await sessions.end("ana", digest(token))
    assert not await sessions.end("ana", digest(token))
    assert await name_of(store, token) is None
    assert await name_of(store, second) == "ana"


async def test_all_but_one_are_ended(store: Store, token: str) -> None:
    sessions = store.accounts.sessions
    others = [await sessions.start(ANA) for _ in range(3)]
    assert await sessions.end_all("ana", but=digest(token)) == 3
    assert [await name_of(store, each or "") for each in others] == [None] * 3
    assert await name_of(store, token) == "ana"
    assert await sessions.end_all("ana") == 1
    assert await name_of(store, token) is None


async def test_the_index_forgets_what_ended_by_itself(store: Store, raw: Any, token: str) -> None:
    raw.zadd(keys.sessions("ana"), {"long ago": 1})
    await store.accounts.sessions.start(ANA)
    assert raw.zscore(keys.sessions("ana"), "long ago") is None
    assert raw.zcard(keys.sessions("ana")) == 2
    assert raw.ttl(keys.sessions("ana")) > 0


async def test_which_sessions_go_on_is_told_without_keeping_them_alive(
    store: Store, raw: Any, token: str
) -> None:
    sessions = store.accounts.sessions
    caller = await sessions.read(token)
    assert caller is not None
    raw.expire(keys.session(caller.session), 100)
    assert await sessions.still([caller, caller]) == {caller.session: caller}
    assert raw.ttl(keys.session(caller.session)) <= 100
    await store.accounts.set_roles("ana", lambda _: {"blog": Role.VIEWER})
    assert (await sessions.still([caller]))[caller.session].roles == {"blog": Role.VIEWER}
    await store.accounts.set_password("ana", "another")
    assert await sessions.still([caller]) == {}
    assert await sessions.still([]) == {}
