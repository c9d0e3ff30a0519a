"""The hourly run: one pool of all, findings logged and recorded, nothing mended."""

import asyncio
from typing import Any

import pytest

from moderation.comment import Status
from moderation.store import Store, keys
from moderation.tasks import end
from tests import make
from tests.eventually import eventually
from workers import rounds


async def test_a_round_tells_what_is_wrong_and_mends_nothing(
    store: Store, raw: Any, caplog: pytest.LogCaptureFixture
) -> None:
    made = await make.decided(store, Status.HELD)
    raw.zrem(keys.index("blog", "held"), made.id)
    assert await rounds.make_round(store) == 1
    assert "fsck: not_in_its_index" in caplog.text
    assert raw.zscore(keys.index("blog", "held"), made.id) is None
    last = await store.fsck.last()
    assert last is not None
    assert last.findings == {"blog": {"not_in_its_index": 1}}


async def test_of_many_pools_one_makes_the_round(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "FIRST_SECONDS", 0)
    monkeypatch.setattr(rounds, "LOOK_SECONDS", 0.01)
    made, looks = [], 0
    take_turn = store.fsck.take_turn

    async def counted(every_ms: int) -> bool:
        nonlocal looks
        looks += 1
        return await take_turn(every_ms)

    async def noted(_: Store) -> int:
        made.append(1)
        return 0

    monkeypatch.setattr(store.fsck, "take_turn", counted)
    monkeypatch.setattr(rounds, "make_round", noted)
    pools = [asyncio.create_task(rounds.make_rounds(store)) for _ in range(3)]
    await eventually(lambda: looks > 20)
    for pool in pools:
        while not pool.done():
            pool.cancel()
            await asyncio.sleep(0.01)
    assert made == [1]


async def test_a_store_that_is_away_ends_no_rounds(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "FIRST_SECONDS", 0)
    monkeypatch.setattr(rounds, "LOOK_SECONDS", 0.01)
    looks = 0

    async def away(_: int) -> bool:
        nonlocal looks
        looks += 1
        raise ConnectionError

    monkeypatch.setattr(store.fsck, "take_turn", away)
    running = asyncio.create_task(rounds.make_rounds(store))
    await eventually(lambda: looks > 2)
    assert not running.done()
    await end(running)


@pytest.mark.parametrize("fault", [ConnectionError(), ValueError("what ana@example.org wrote")])
async def test_a_round_that_fails_loses_no_hour_and_tells_no_text(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, fault: Any
) -> None:
    monkeypatch.setattr(rounds, "FIRST_SECONDS", 0)
    monkeypatch.setattr(rounds, "LOOK_SECONDS", 0.01)
    faults, make_round = iter((fault,)), rounds.make_round

    async def failing(store: Store) -> int:
        for each in faults:
            raise each
        return await make_round(store)

    monkeypatch.setattr(rounds, "make_round", failing)
    running = asyncio.create_task(rounds.make_rounds(store))
    await eventually(store.fsck.last)
    assert not running.done()
    assert f"cannot look for damage: {type(fault).__name__}" in caplog.text
    assert "ana@" not in caplog.text
    await end(running)
    assert not await store.fsck.take_turn(rounds.HOUR_MS), (
        "the turn that was made is not given back"
    )
