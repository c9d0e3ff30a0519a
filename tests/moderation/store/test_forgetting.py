import asyncio
from typing import Any

import pytest

from moderation.comment import Author, Client, Comment, Status
from moderation.store import Store, keys
from moderation.store.edits import Edit
from moderation.store.forgetting import BATCH
from tests import make

HOME = Client("203.0.113.7", "agent-string")
ANA = Author("Ana", "ana@example.org")
DAY_US = 24 * 3600 * 1_000_000


async def aged(store: Store, raw: Any, days: float, to: Status = Status.HELD) -> Comment:
    """A comment written so many days ago."""
    made = await make.kept(store, author=ANA, client=HOME, lang="en")
    key = keys.comment("blog", made.id)
    raw.hset(key, "created", int(raw.hget(key, "created")) - round(days * DAY_US))
    if to is not Status.PENDING:
        await store.comments.decide([make.decision(made, to)])
    return made


async def forget(store: Store, days: float = 14) -> int:
    return await store.forgetting.run("blog", await store.now_ms() - round(days * DAY_US / 1000))


async def client(store: Store, made: Comment) -> Client:
    return (await make.read(store, made)).comment.client


@pytest.mark.parametrize("to", [Status.HELD, Status.PUBLISHED, Status.REJECTED])
async def test_the_machine_is_forgotten_and_nothing_else(
    store: Store, raw: Any, to: Status
) -> None:
    old, young = await aged(store, raw, 14.01, to), await aged(store, raw, 13.99, to)
    was = await make.read(store, old)
    assert await forget(store) == 1
    assert (await client(store, old), await client(store, young)) == (Client(), HOME)
    now = await make.read(store, old)
    assert (now.comment.author, now.comment.body, now.comment.lang) == (
        ANA,
        was.comment.body,
        "en",
    )
    assert (now.status, now.version, now.history) == (to, was.version, was.history)
    assert b"203.0" not in raw.dump(keys.comment("blog", old.id))
    assert [finding async for finding in store.fsck.run()] == []
    assert await forget(store) == 0


async def test_what_grows_old_later_is_forgotten_then(store: Store, raw: Any) -> None:
    made = await aged(store, raw, 10)
    assert [await forget(store), await forget(store, 9)] == [0, 1]
    assert await client(store, made) == Client()


async def test_however_many_there_are(store: Store, raw: Any) -> None:
    for _ in range(BATCH + 1):
        await aged(store, raw, 20)
    assert await forget(store) == BATCH + 1


async def test_what_is_pending_is_forgotten_when_it_is_decided(store: Store, raw: Any) -> None:
    late = await aged(store, raw, 30, Status.PENDING)
    await aged(store, raw, 20)
    await forget(store)
    assert await client(store, late) == HOME  # the checks need it
    await store.comments.decide([make.decision(late, Status.PUBLISHED)])
    await forget(store)
    assert await client(store, late) == Client()


async def test_none_is_left_out_that_stood_far_back_in_a_backlog(store: Store, raw: Any) -> None:
    for _ in range(BATCH + 1):
        await make.kept(store)
    late = await aged(store, raw, 30, Status.PENDING)
    last = raw.zrange(keys.inbox("blog"), -1, -1, withscores=True)[0][1]
    raw.zadd(keys.inbox("blog"), {late.id: last + 1})  # not in one millisecond with the others
    assert raw.zrank(keys.inbox("blog"), late.id) == BATCH + 1
    await forget(store)
    await store.comments.decide([make.decision(late, Status.PUBLISHED)])
    await forget(store)
    assert await client(store, late) == Client()


async def test_an_edit_at_that_moment_brings_it_back_for_a_turn_only(
    store: Store, raw: Any
) -> None:
    made = await aged(store, raw, 14.01)
    seen = await make.read(store, made)
    await forget(store)
    await store.edits.make(Edit(seen, "changed", "moderator:ana"))
    assert await client(store, made) == HOME
    await forget(store)
    assert await client(store, made) == Client()
    assert (await make.read(store, made)).comment.body == "changed"


async def test_several_at_once_do_it_once(store: Store, raw: Any) -> None:
    for _ in range(20):
        await aged(store, raw, 20)
    assert sum(await asyncio.gather(*(forget(store) for _ in range(4)))) == 20


async def test_a_damaged_comment_stops_nobody(store: Store, raw: Any) -> None:
    damaged, worse, whole = [await aged(store, raw, 20) for _ in range(3)]
    waits = await aged(store, raw, 10, Status.PENDING)
    raw.hset(keys.comment("blog", damaged.id), "doc", "{")
    for other in (worse, waits):
        raw.delete(keys.comment("blog", other.id))
        raw.set(keys.comment("blog", other.id), "x")
    assert await forget(store) == 1
    assert await client(store, whole) == Client()


@pytest.mark.parametrize("kept", [400, "x"])
async def test_what_a_clock_that_jumped_left_behind_stops_nothing(
    store: Store, raw: Any, kept: Any
) -> None:
    """The furthest moment is kept, and lay 400 days ahead, or is no number."""
    far = kept if kept == "x" else await store.now_ms() * 1000 + kept * DAY_US
    raw.set(keys.forgotten("blog"), far)
    made = await aged(store, raw, 20)
    assert await forget(store) == 1
    assert await client(store, made) == Client()
    horizon = await store.now_ms() * 1000 - 14 * DAY_US
    assert abs(int(raw.get(keys.forgotten("blog"))) - horizon) < 60_000_000


async def test_a_little_further_is_no_jump(store: Store, raw: Any) -> None:
    """Another service has been there a moment ago: nobody begins anew for that."""
    ahead = await store.now_ms() * 1000 - 14 * DAY_US + 60_000_000
    raw.set(keys.forgotten("blog"), ahead)
    await aged(store, raw, 20)
    assert await forget(store) == 0
    assert int(raw.get(keys.forgotten("blog"))) == ahead


async def test_what_is_damaged_in_the_inbox_stops_nobody(store: Store, raw: Any) -> None:
    damaged, made = await aged(store, raw, 20, Status.PENDING), await aged(store, raw, 20)
    raw.hset(keys.comment("blog", damaged.id), "created", "x")
    raw.zadd(keys.inbox("blog"), {b"\xff": 1})
    raw.zadd(keys.index("blog", "held"), {b"\xff": 1})
    assert await forget(store) == 1
    assert await client(store, made) == Client()
