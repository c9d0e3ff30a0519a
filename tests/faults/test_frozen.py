"""R8. The store stops answering for a while, without closing a connection."""

import asyncio
import os
import signal

import pytest
import redis

from tests.faults.load import loading
from tests.faults.scene import Scene

# The store's time limit, and some for a busy machine.
PATIENCE = 3.0 + 1.5


async def frozen(scene: Scene, seconds: float) -> None:
    """The store does nothing at all for so long."""
    pid = scene.stack.parts["valkey"].pid
    os.kill(pid, signal.SIGSTOP)
    try:
        await asyncio.sleep(seconds)
    finally:
        os.kill(pid, signal.SIGCONT)


async def under_load(scene: Scene, seconds: float) -> None:
    async with loading(scene.load()) as load:
        await load.more(50)
        await frozen(scene, seconds)
        await load.more(100)
    await scene.settled()
    assert scene.ledger.slowest <= PATIENCE
    assert set(scene.ledger.answers) <= {202, 503}, "a client was left without an answer"
    assert not scene.stack.parts["serve"].exits
    assert not scene.stack.parts["work"].exits


async def test_a_store_frozen_is_waited_for_a_while_and_then_refused_for(scene: Scene) -> None:
    await scene.start()
    await under_load(scene, 1)
    assert scene.ledger.answers[503] == 0
    await under_load(scene, 5)
    assert scene.ledger.answers[503] > 0
    with redis.Redis.from_url(scene.stack.store_url) as client:
        async with loading(scene.load()) as load:
            await load.more(50)
            refused = scene.ledger.answers[503]
            client.client_pause(4000, all=False)
            await load.more(50)
    assert scene.ledger.answers[503] > refused
    assert scene.ledger.slowest <= PATIENCE
    await scene.settled()


@pytest.mark.soak
async def test_a_store_frozen_for_thirty_seconds_is_refused_for(scene: Scene) -> None:
    await scene.start()
    await under_load(scene, 30)
    assert scene.ledger.answers[503] > 0
    # Each waits for a store, and is not started again and again.
    assert scene.stack.log("work").count("ended with code") <= 4
