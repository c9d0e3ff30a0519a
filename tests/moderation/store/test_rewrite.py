"""Rewrites of the append-only file: one that is its beginning, and those of a healthy store."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import redis

from moderation.admission import lacks
from moderation.store import Store, keys
from tests import make
from tests.eventually import eventually
from tests.valkey import Valkey

KEYS = 40
SLOW = 200_000  # us a key: a rewrite outlasts the test that looks at it
BRIEF = 20_000


@pytest.fixture
def own(spare: Valkey) -> Iterator[Any]:
    """A plain client of it."""
    with redis.Redis.from_url(spare.url) as client:
        yield client


@pytest.fixture
async def its_store(spare: Valkey) -> AsyncIterator[Store]:
    opened = Store(spare.url)
    yield opened
    await opened.close()


async def outlives_a_kill(server: Valkey, comment_id: str) -> bool:
    server.kill()
    server.start()
    store = Store(server.url)
    (record,) = await store.comments.read("blog", [comment_id])
    await store.close()
    return record is not None


def never_on(server: Valkey, own: Any, delay: int) -> None:
    """The file is switched on for the first time."""
    server.start("--appendonly", "no", "--rdb-key-save-delay", str(delay))
    own.mset({f"key-{number}": number for number in range(KEYS)})
    own.config_set("appendonly", "yes")


def off_and_on(server: Valkey, own: Any, delay: int) -> None:
    """It is switched off and on again between two looks, which both see it on."""
    server.start("--rdb-key-save-delay", str(delay))
    own.mset({f"key-{number}": number for number in range(KEYS)})
    own.config_set("appendonly", "no")
    own.config_set("appendonly", "yes")


def behind_a_snapshot(server: Valkey, own: Any, delay: int) -> None:
    """It is switched on, and its first rewrite has to wait."""
    server.start("--appendonly", "no", "--rdb-key-save-delay", str(delay))
    own.mset({f"key-{number}": number for number in range(KEYS)})
    own.bgsave()
    own.config_set("appendonly", "yes")
    assert own.info("persistence")["aof_rewrite_scheduled"] == 1


def with_a_killed_child(server: Valkey, own: Any, delay: int) -> None:
    """Its first rewrite has failed, another has begun."""
    never_on(server, own, delay)
    server.kill_child()


SWITCHED_ON = (never_on, off_and_on, behind_a_snapshot, with_a_killed_child)


@pytest.mark.parametrize("switch_on", SWITCHED_ON)
async def test_nothing_is_promised_before_the_first_rewrite_has_ended(
    spare: Valkey, own: Any, its_store: Store, switch_on: Any
) -> None:
    switch_on(spare, own, SLOW)
    assert own.info("persistence")["aof_enabled"] == 1
    promised = None
    if not (await its_store.health()).faults:
        await its_store.sites.add("blog")
        promised = await make.kept(its_store)
    assert promised is None or await outlives_a_kill(spare, promised.id), "promised, and gone"
    assert promised is None


@pytest.mark.parametrize("switch_on", SWITCHED_ON)
async def test_after_the_first_rewrite_what_is_promised_is_kept(
    spare: Valkey, own: Any, its_store: Store, switch_on: Any
) -> None:
    switch_on(spare, own, BRIEF)

    async def ready() -> bool:
        return not (await its_store.health()).faults

    await eventually(ready, 30)
    await its_store.sites.add("blog")
    promised = await make.kept(its_store)
    assert await outlives_a_kill(spare, promised.id)


@pytest.mark.parametrize(("seen", "told"), [(True, 0), (False, 1)])
async def test_a_failed_rewrite_is_told_and_makes_no_write_less_durable(
    spare: Valkey,
    own: Any,
    its_store: Store,
    monkeypatch: pytest.MonkeyPatch,
    seen: bool,
    told: int,
) -> None:
    """It is a matter of room: a reason to refuse where room cannot be seen (`admission`)."""
    monkeypatch.setattr("moderation.store.health._here", lambda _: seen)
    fail(spare, own)
    health = await its_store.health()
    assert health.faults == ()
    assert health.load.rewrite_failed
    assert len(lacks(health.load)) == told
    await its_store.sites.add("blog")
    promised = await make.kept(its_store)
    assert await outlives_a_kill(spare, promised.id)


async def test_a_rewrite_is_asked_for_once_a_minute_by_whoever_asks(
    spare: Valkey, own: Any, its_store: Store
) -> None:
    fail(spare, own)
    asked = [await its_store.rewrite() for _ in range(3)]
    assert asked == [True, False, False]
    assert 0 < own.ttl(keys.REWRITE_TURN) <= 60
    await eventually(lambda: own.info("persistence")["aof_rewrites"] == 2)


def fail(server: Valkey, own: Any) -> None:
    """A rewrite of a healthy store begins, and its process is killed."""
    server.start("--rdb-key-save-delay", str(SLOW))
    own.mset({f"key-{number}": number for number in range(KEYS)})
    own.bgrewriteaof()
    server.kill_child()
    assert own.info("persistence")["aof_last_bgrewrite_status"] == "err"
    own.config_set("rdb-key-save-delay", 0)


async def test_a_rewrite_of_a_healthy_store_is_no_fault(
    spare: Valkey, own: Any, its_store: Store
) -> None:
    """Nor for a process that looks for the first time, and had the file never been rewritten."""
    spare.start("--rdb-key-save-delay", str(SLOW))
    own.mset({f"key-{number}": number for number in range(KEYS)})
    assert own.info("persistence")["aof_base_size"] == 0
    own.bgrewriteaof()
    assert (await its_store.health()).faults == ()
    assert own.info("persistence")["aof_rewrite_in_progress"] == 1


async def test_nor_is_one_that_waits_for_a_snapshot(
    spare: Valkey, own: Any, its_store: Store
) -> None:
    spare.start("--rdb-key-save-delay", str(SLOW))
    own.mset({f"key-{number}": number for number in range(KEYS)})
    own.bgsave()
    own.bgrewriteaof()
    assert own.info("persistence")["aof_rewrite_scheduled"] == 1
    assert (await its_store.health()).faults == ()
