"""Decisions that wait where nobody carries them out, and places that are no decision's."""

import asyncio
from typing import Any

import pytest

from moderation.comment import Comment, Status
from moderation.store import Store, keys
from moderation.store.findings import Finding, Kind
from tests import make
from tests.moderation.store.test_settling import put

UNSETTLED, HELD = keys.unsettled("blog"), keys.settling("blog", "held")
REJECTED, NOWHERE = keys.settling("blog", "rejected"), keys.settling("blog", "nowhere")


@pytest.fixture
async def held(store: Store) -> Comment:
    await store.sites.add("blog")
    return await make.decided(store, Status.HELD)


async def fsck(store: Store, *, repair: bool = False) -> list[Finding]:
    return [finding async for finding in store.fsck.run(repair=repair)]


async def test_a_decision_without_a_place_is_found_and_gets_its_own(
    store: Store, raw: Any, held: Comment
) -> None:
    waits = (await put(store, held)).waits
    assert await fsck(store) == []
    raw.zrem(HELD, held.id)
    raw.zadd(REJECTED, {held.id: 5})
    found = await fsck(store)
    assert {(f.id, f.kind, f.where) for f in found} == {
        (held.id, Kind.DECISION_WITHOUT_PLACE, "held"),
        (held.id, Kind.PLACE_WITHOUT_DECISION, "rejected"),
    }
    assert all(f.repairable for f in found)
    assert all(f.repaired for f in await fsck(store, repair=True))
    assert raw.zrange(HELD, 0, -1, withscores=True) == [(held.id.encode(), waits.due)]
    assert raw.zcard(REJECTED) == 0
    assert await fsck(store) == []


@pytest.mark.parametrize("place", [HELD, REJECTED, NOWHERE])
@pytest.mark.parametrize("member", ["lost", b"\xff"])
async def test_a_place_without_a_decision_is_found_and_goes(
    store: Store, raw: Any, held: Comment, place: str, member: Any
) -> None:
    await put(store, held)
    raw.zadd(place, {member: 5, "zz": 6})
    found = await fsck(store)
    assert {f.kind for f in found} == {Kind.PLACE_WITHOUT_DECISION}
    assert {f.id for f in found} == {"lost" if member == "lost" else "\\xff", "zz"}
    assert all(f.repaired for f in await fsck(store, repair=True))
    assert await fsck(store) == []
    assert raw.zrange(HELD, 0, -1) == [held.id.encode()]


@pytest.mark.parametrize("entry", ["{", b"\xff", ""])
@pytest.mark.parametrize("placed", [True, False])
async def test_a_decision_that_cannot_be_read_is_told_and_not_dropped(
    store: Store, raw: Any, held: Comment, entry: Any, placed: bool
) -> None:
    raw.hset(UNSETTLED, held.id, entry)
    if placed:
        raw.zadd(HELD, {held.id: 5})
    for repair in (False, True):
        (found,) = await fsck(store, repair=repair)
        assert (found.id, found.kind) == (held.id, Kind.DECISION_UNREADABLE)
        assert not found.repairable
        assert not found.repaired
    assert raw.hexists(UNSETTLED, held.id)
    assert raw.zcard(HELD) == int(placed)


@pytest.mark.parametrize("key", [UNSETTLED, HELD])
async def test_a_key_of_another_type_is_told(
    store: Store, raw: Any, held: Comment, key: str
) -> None:
    await put(store, held)
    raw.delete(key)
    raw.set(key, "x")
    (found,) = await fsck(store)
    assert (found.kind, found.where) == (Kind.KEY_DAMAGED, f"{key[10:]}: of another type")


async def test_what_was_taken_back_since_it_was_judged_is_not_mended(
    store: Store, raw: Any, held: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = (await put(store, held)).waits
    raw.zrem(HELD, held.id)
    run = store.fsck._scripts.run

    async def late(name: str, *rest: Any) -> Any:
        if name == "rejoin":
            raw.hdel(UNSETTLED, held.id)
        return await run(name, *rest)

    monkeypatch.setattr(store.fsck._scripts, "run", late)
    (found,) = await fsck(store, repair=True)
    assert waits
    assert not raw.exists(HELD)
    assert found.kind is Kind.DECISION_WITHOUT_PLACE


async def test_decisions_that_come_and_go_are_no_findings(store: Store, held: Comment) -> None:
    others = [held, *[await make.decided(store, Status.HELD) for _ in range(20)]]
    stop, done = False, 0

    async def decide() -> None:
        nonlocal done
        while not stop:
            for made in others:
                await put(store, made)
            found = await store.settling.find("blog", [made.id for made in others])
            await store.settling.take_back([each for each in found if each])
            done += 1

    task = asyncio.create_task(decide())
    try:
        for _ in range(30):
            assert await fsck(store, repair=True) == []
    finally:
        stop = True
        await task
    assert done > 3
