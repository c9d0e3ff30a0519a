"""What is damaged in the store is left to people and to fsck, and keeps no comment waiting."""

from typing import Any

import pytest
from redis.exceptions import ResponseError

from moderation.comment import Status
from moderation.identity import made_ms, new_id
from moderation.store import Store, keys
from tests import make
from tests.workers.samples import ENGINE
from tests.workers.test_drain import Bell
from workers.drain import Drain


@pytest.fixture
async def drain(store: Store) -> Drain:
    await store.sites.add("blog")
    bell: Any = Bell()
    return Drain(store, bell, ENGINE)


@pytest.mark.parametrize("doc", [b"{", b"\xff", b'{"body": 7}', None])
async def test_what_is_damaged_is_held_and_keeps_nobody_waiting(
    store: Store, drain: Drain, raw: Any, doc: bytes | None
) -> None:
    bad, fine = await make.kept(store), await make.kept(store)
    place = keys.comment("blog", bad.id)
    raw.hdel(place, "doc") if doc is None else raw.hset(place, "doc", doc)
    assert await drain.run("blog") == 2
    assert (await make.read(store, fine)).status is Status.PUBLISHED
    if doc is None:
        assert raw.hget(place, "status") == b"held"
        return
    record = await make.read(store, bad)
    assert (record.status, record.comment.body) == (Status.HELD, "")
    assert record.verdict is not None
    assert [s.name for s in record.verdict.signals] == ["engine.could_not_be_checked"]


async def test_a_comment_that_is_no_comment_is_left_to_fsck(
    store: Store, drain: Drain, raw: Any
) -> None:
    bad, fine = await make.kept(store), await make.kept(store)
    raw.delete(keys.comment("blog", bad.id))
    raw.set(keys.comment("blog", bad.id), "what")
    assert await drain.run("blog") == 1
    assert (await make.read(store, fine)).status is Status.PUBLISHED
    assert raw.zscore(keys.inbox("blog"), bad.id) > await store.now_ms()
    assert await store.threads.pending_since_ms("blog") == made_ms(bad.id)


async def test_the_oldest_that_waits_is_known_wherever_leases_have_put_it(
    store: Store, raw: Any
) -> None:
    await store.sites.add("blog")
    assert await store.threads.pending_since_ms("blog") is None
    oldest = await make.kept(store, id=f"{made_ms(new_id()) - 90_000:011x}{'a' * 22}")
    for _ in range(3):
        await make.kept(store)
    assert await store.threads.pending_since_ms("blog") == made_ms(oldest.id)
    raw.zadd(keys.inbox("blog"), {oldest.id: await store.now_ms() + 15_000})
    assert await store.threads.pending_since_ms("blog") == made_ms(oldest.id)


async def test_a_site_that_is_damaged_keeps_no_other_from_being_rung_for(
    store: Store, raw: Any
) -> None:
    await make.kept(store, site="zine")
    raw.delete(keys.bell("zine"))
    raw.set(keys.inbox("blog"), "what")
    assert await store.comments.ring(["blog", "zine"]) == ["zine"]
    with pytest.raises(ResponseError):
        await store.comments.ring(["blog"])
