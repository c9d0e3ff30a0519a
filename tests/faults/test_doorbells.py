"""R13, R16. RQ's part lost, doubled, out of order; leases that end while a slow drain still works.

Doorbells carry no comment, so none of this may matter to one.
"""

import random

import redis

from moderation.doorbell import Doorbell
from tests.eventually import eventually
from tests.faults.load import loading
from tests.faults.scene import Scene
from tests.faults.stack import SITE

QUEUE = "rq:queue:greenroom"


async def test_losing_rqs_keys_again_and_again_loses_no_comment(scene: Scene) -> None:
    await scene.start()
    lost = 0
    with redis.Redis.from_url(scene.stack.store_url) as client:
        async with loading(scene.load()) as load:
            for _ in range(15):
                await load.more(20)
                lost += int(client.delete(*client.scan_iter("rq:*"), "none"))
    assert lost > 0, "there was nothing to lose"
    await scene.settled()


async def test_doorbells_thrice_and_in_any_order_decide_once(scene: Scene) -> None:
    await scene.start()
    chance = random.Random(16)
    bell = Doorbell(scene.stack.store_url)
    with redis.Redis.from_url(scene.stack.store_url) as client:
        async with loading(scene.load()) as load:
            for _ in range(10):
                await load.more(20)
                for _ in range(3):
                    await bell.ring(SITE)
                jobs = client.lrange(QUEUE, 0, -1)
                chance.shuffle(jobs)
                for job in jobs:  # a job that a worker has popped meanwhile comes twice now
                    client.lrem(QUEUE, 1, job)
                    client.rpush(QUEUE, job)
    await bell.close()
    await scene.settled()


async def test_leases_that_end_under_a_slow_drain_decide_once(scene: Scene) -> None:
    """Each check takes longer than a lease: two drains work on one comment, one decides."""
    scene.stack.hasten("lease_ms=50 job_seconds=5 budget_seconds=3.0")
    scene.stack.work_environ["FAULTS_CHECK"] = "tests.faults.checks:dawdle"
    await scene.start()
    async with loading(scene.load(clients=4, rate=10)) as load:
        await load.more(60)
    account = await scene.settled()
    assert account.statuses["held"] + account.statuses["published"] > 0
    await eventually(lambda: not scene.stack.horses(), 20)
