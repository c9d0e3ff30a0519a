from typing import Any

from moderation.store import Store, keys
from moderation.store.accounts import IDLE_SECONDS
from moderation.store.sites import digest


async def test_a_session_is_its_tokens_until_it_is_ended(store: Store) -> None:
    token = await store.accounts.start_session("ana")
    assert await store.accounts.session_user(token) == "ana"
    assert await store.accounts.session_user(token + "x") is None
    await store.accounts.end_session(token)
    assert await store.accounts.session_user(token) is None


async def test_the_store_keeps_no_token(store: Store, raw: Any) -> None:
    token = await store.accounts.start_session("ana")
    everything = b" ".join(raw.scan_iter()) + b" ".join(
        value for key in raw.scan_iter() for value in raw.hgetall(key).values()
    )
    assert token.encode() not in everything


async def test_a_used_session_lives_on_and_an_old_one_ends(store: Store, raw: Any) -> None:
    token = await store.accounts.start_session("ana")
    key = keys.session(digest(token))
    assert 0 < raw.ttl(key) <= IDLE_SECONDS
    raw.expire(key, 100)
    assert await store.accounts.session_user(token) == "ana"
    assert raw.ttl(key) > 100
    raw.hset(key, "until", int(raw.time()[0]) - 1)
    assert await store.accounts.session_user(token) is None


async def test_a_moderator_has_the_latest_password(store: Store) -> None:
    assert await store.accounts.add("ana", "hash one")
    assert not await store.accounts.add("ana", "hash two")
    user = await store.accounts.get("ana")
    assert user is not None
    assert user.password == "hash two"
    assert await store.accounts.get("ben") is None
