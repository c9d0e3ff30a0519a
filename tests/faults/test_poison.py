"""R7, R14. Comments that kill whoever checks them: held for a person, and nobody else pays."""

import asyncio
import time
from functools import partial

import pytest

from moderation.comment import Status
from moderation.store import Store
from moderation.store.comments import GIVE_UP_AFTER
from tests.eventually import eventually
from tests.faults.load import loading
from tests.faults.scene import Scene
from tests.faults.stack import SITE

KINDS = ("raise", "hang", "spin", "exit", "crash", "eat")


@pytest.fixture
async def poisoned(scene: Scene) -> Scene:
    scene.stack.hasten()
    scene.stack.work_environ["FAULTS_CHECK"] = "tests.faults.checks:poison"
    await scene.start()
    return scene


async def decided_in(scene: Scene, count: int) -> float:
    """Seconds until so many more harmless comments were accepted and no more of them wait."""
    began = time.monotonic()
    async with loading(scene.load()) as load:
        await load.more(count)
    return time.monotonic() - began


async def test_poison_is_held_and_the_others_are_decided_meanwhile(poisoned: Scene) -> None:
    scene = poisoned
    load = scene.load()
    for kind in KINDS:
        assert await load.post(f"POISON {kind}", f"poison-{kind}") == 202
    ids = {promise.key: promise.id for promise in scene.ledger.read()}
    store = Store(scene.stack.store_url)
    waited: list[float] = []

    async def is_decided(comment_id: str) -> bool:
        (record,) = await store.comments.read(SITE, [comment_id])
        return record is not None and record.status is not Status.PENDING

    async with loading(load):
        for _ in range(20):
            began = time.monotonic()
            await load.more(10)
            await eventually(partial(is_decided, scene.ledger.read()[-1].id), 60)
            waited.append(time.monotonic() - began)
    account = await scene.settled()
    records = await store.comments.read(SITE, list(ids.values()))
    assert [r.status for r in records if r] == [Status.HELD] * len(KINDS), account.statuses
    for record in records:
        assert record is not None
        assert record.verdict is not None
    assert GIVE_UP_AFTER <= 5
    print(f"poisoned: a fresh comment is decided in {sorted(waited)[10]:.2f} s")
    await store.close()
    await asyncio.sleep(0)
