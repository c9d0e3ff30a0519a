"""A rewrite of the store's file that failed, and how a service comes back from it by itself."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import redis

from moderation.store import Store, keys
from service.readiness import NotReady, Readiness
from tests.eventually import eventually
from tests.valkey import Valkey


@pytest.fixture
def own(spare: Valkey) -> Iterator[Any]:
    """A store whose last rewrite was killed."""
    spare.start("--rdb-key-save-delay", "200000")
    with redis.Redis.from_url(spare.url) as client:
        client.mset({f"key-{number}": number for number in range(50)})
        client.bgrewriteaof()
        spare.kill_child()
        client.config_set("rdb-key-save-delay", 0)
        yield client


@pytest.fixture
async def readiness(spare: Valkey, own: Any) -> AsyncIterator[Readiness]:
    store = Store(spare.url)
    yield Readiness(store)
    await store.close()


@pytest.fixture
def far(monkeypatch: pytest.MonkeyPatch) -> None:
    """The store is on another machine, as far as can be told: its disk cannot be seen."""
    monkeypatch.setattr("moderation.store.health._here", lambda _: False)


@contextlib.asynccontextmanager
async def watching(readiness: Readiness) -> AsyncIterator["asyncio.Task[None]"]:
    task = asyncio.create_task(readiness.watch())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_after_a_killed_rewrite_it_is_ready_again_without_an_operator(
    readiness: Readiness, own: Any, far: None
) -> None:
    with pytest.raises(NotReady, match="BGREWRITEAOF"):
        await readiness.require()
    async with watching(readiness):
        await eventually(lambda: readiness.ready, 10)
    assert own.info("persistence")["aof_last_bgrewrite_status"] == "ok"


async def test_where_the_disk_is_seen_to_have_room_it_was_never_unready(
    readiness: Readiness, own: Any
) -> None:
    await readiness.require()
    async with watching(readiness):
        await eventually(lambda: own.info("persistence")["aof_last_bgrewrite_status"] == "ok", 10)
    assert readiness.ready


async def test_a_store_that_forbids_it_is_asked_in_vain_and_otherwise_watched(
    readiness: Readiness, own: Any, far: None
) -> None:
    own.execute_command("ACL", "SETUSER", "default", "-bgrewriteaof")
    async with watching(readiness) as task:
        await eventually(lambda: own.exists(keys.REWRITE_TURN))
        with pytest.raises(NotReady, match="BGREWRITEAOF"):
            await readiness.require()
        own.execute_command("ACL", "SETUSER", "default", "+bgrewriteaof")
        own.bgrewriteaof()  # an operator, who was told
        await eventually(lambda: readiness.ready, 10)
        assert not task.done()
