"""Failed attempts are counted, whoever hurries, and forgotten in time."""

import asyncio
from typing import Any

from moderation.store import Store, keys
from moderation.store.attempts import MOST, WINDOW_SECONDS


async def fail(store: Store, *counted: str, times: int = MOST) -> list[int]:
    return [await store.accounts.attempts.begin(counted) for _ in range(times)]


async def test_after_ten_failures_there_is_a_wait(store: Store) -> None:
    assert await fail(store, "name ana") == [0] * MOST
    wait = await store.accounts.attempts.begin(["name ana"])
    assert 0 < wait <= WINDOW_SECONDS
    assert await store.accounts.attempts.begin(["name ben"]) == 0
    assert await store.accounts.attempts.begin(["name ben", "name ana"]) > 0


async def test_many_at_once_are_no_way_round(store: Store) -> None:
    waits = await asyncio.gather(
        *(store.accounts.attempts.begin(["name ana", "address x"]) for _ in range(40))
    )
    assert waits.count(0) == MOST


async def test_what_is_refused_does_not_count_and_prolongs_nothing(store: Store, raw: Any) -> None:
    await fail(store, "name ana")
    (key,) = raw.scan_iter(keys.failed("*"))
    raw.expire(key, 100)
    assert await store.accounts.attempts.begin(["name ana"]) == 100
    await fail(store, "name ana", "address x", times=50)
    assert raw.get(key) == b"10"
    assert raw.ttl(key) <= 100
    counts = sorted(int(raw.get(each)) for each in raw.scan_iter(keys.failed("*")))
    assert counts == [0, MOST]
    raw.delete(key)  # as it will by itself
    assert await store.accounts.attempts.begin(["name ana"]) == 0


async def test_every_count_ends_by_itself(store: Store, raw: Any) -> None:
    await store.accounts.attempts.begin(["name ana"])
    await store.accounts.attempts.give_back(["address gone meanwhile"])
    for key in raw.scan_iter(keys.failed("*")):
        assert 0 < raw.ttl(key) <= WINDOW_SECONDS


async def test_success_gives_back_and_forgets(store: Store) -> None:
    attempts = store.accounts.attempts
    await fail(store, "name ana", "address x")
    await attempts.give_back(["address x"])
    await attempts.forget(["name ana"])
    assert await attempts.begin(["name ana", "address x"]) == 0
    assert await attempts.begin(["name ana", "address x"]) > 0
    waits = await fail(store, "name ana")
    assert waits[:-1] == [0] * (MOST - 1)
    assert waits[-1] > 0


async def test_the_store_names_nobody(store: Store, raw: Any) -> None:
    await fail(store, "name ana", "address 192.0.2.7")
    told = b" ".join(raw.scan_iter())
    assert b"ana" not in told
    assert b"192" not in told


async def test_a_browser_is_known_for_one_name(store: Store, redis_url: str) -> None:
    mark = await store.accounts.attempts.mark("ana")
    assert await store.accounts.attempts.knows("ana", mark)
    for name, bent in (("ben", mark), ("ana", mark + "0"), ("ana", "x" + mark), ("ana", "")):
        assert not await store.accounts.attempts.knows(name, bent)
    for bent in ("ä.ä", "\udcff.x"):
        assert not await store.accounts.attempts.knows("ana", bent)
    again = Store(redis_url)
    assert await again.accounts.attempts.knows("ana", mark)
    await again.close()
