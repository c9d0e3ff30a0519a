"""R9, R10. What networks do between service and store, and between workers and store."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import redis

from tests.eventually import eventually
from tests.faults.load import loading
from tests.faults.proxy import Mode, Proxy
from tests.faults.scene import Scene

FAULTS = [mode for mode in Mode if mode is not Mode.PASS]
SLOW = (Mode.DELAY, Mode.DRIP)


@pytest.fixture
async def proxy(scene: Scene) -> AsyncIterator[Proxy]:
    made = Proxy(scene.stack.port)
    await made.start()
    yield made
    await made.stop()


async def struck(proxy: Proxy, mode: Mode, times: int = 3) -> None:
    """Return when so many requests met the fault, and the network is whole again."""
    seen = proxy.faults
    proxy.mode = mode
    try:
        await eventually(lambda: proxy.faults >= seen + times, 30)
    finally:
        proxy.mode = Mode.PASS


async def test_a_service_cut_off_loses_nothing_and_keeps_nothing_twice(
    scene: Scene, proxy: Proxy
) -> None:
    scene.stack.service_url = proxy.url
    await scene.start()
    answers = scene.ledger.answers
    async with loading(scene.load(clients=4)) as load:
        for mode in FAULTS:
            await load.more(20)
            refused = answers[503]
            await struck(proxy, mode)
            await load.more(20, seconds=30)  # a half-open connection is given up within this
            assert mode in SLOW or answers[503] > refused, f"{mode}: no client noticed"
    assert set(answers) <= {202, 503}, "a client was left without an answer"
    await scene.settled()


async def test_workers_cut_off_decide_everything_once(scene: Scene, proxy: Proxy) -> None:
    scene.stack.work_url = proxy.url
    scene.stack.hasten()
    await scene.start()
    async with loading(scene.load(clients=4)) as load:
        for mode in FAULTS:
            await load.more(20)
            await struck(proxy, mode)
    await scene.settled()


async def test_lost_replies_to_scripts_make_no_second_comment(scene: Scene, proxy: Proxy) -> None:
    """The store has kept the comment, the service does not know: 503, and the key finds it."""
    proxy.only = lambda data: b"EVALSHA" in data
    scene.stack.service_url = proxy.url
    await scene.start()
    async with loading(scene.load(clients=4)) as load:
        for _ in range(5):
            await load.more(5)
            await struck(proxy, Mode.CUT_AFTER, times=1)
    assert scene.ledger.answers[503] >= 5
    account = await scene.settled()
    assert account.unclaimed == 0, "a comment was kept that its key did not find again"


async def test_a_client_that_asks_again_by_itself_writes_twice(scene: Scene, proxy: Proxy) -> None:
    """The control: redis-py as it comes, a write that is not idempotent, the same lost replies."""
    proxy.only = lambda data: b"RPUSH" in data
    await scene.start()

    def push() -> int:
        with redis.Redis(port=proxy.port) as client:
            return int(client.rpush("control", "once"))

    pushing = asyncio.create_task(asyncio.to_thread(push))
    await struck(proxy, Mode.CUT_AFTER, times=2)
    assert await pushing > 1, "the control wrote once: the replies were not lost"
