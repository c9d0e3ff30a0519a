"""Thousands of comments wait for workers that do nothing: then all are decided, and once.

What it costs others while they wait is measured by `python -m bench.backlog`.
"""

import os
import signal

import redis

from moderation.comment import Status
from moderation.store.records import Intake
from tests import make
from tests.eventually import eventually
from tests.flow.conftest import Running

BACKLOG = 5_000
BATCH = 125
QUEUE = "rq:queue:greenroom"
# The bell may ring each 2 s while nobody comes; the test looks for about 5.
HANDFUL = 8


async def test_a_backlog_rings_a_handful_of_times_and_is_decided_once(running: Running) -> None:
    house, store = running.house, running.store
    await eventually(lambda: len(house.workers()) == 2)
    for worker in house.workers():
        os.kill(worker, signal.SIGSTOP)
    ids = []
    for _ in range(BACKLOG // BATCH):
        comments = [make.comment() for _ in range(BATCH)]
        await store.comments.accept([Intake(comment) for comment in comments])
        ids += [comment.id for comment in comments]
    assert (await store.threads.sizes("blog"))[Status.PENDING] == BACKLOG
    with redis.Redis.from_url(house.settings.redis_url) as raw:
        await eventually(lambda: raw.llen(QUEUE) >= 2, 20)
        assert raw.llen(QUEUE) <= HANDFUL
        for worker in house.workers():
            os.kill(worker, signal.SIGCONT)

        async def drained() -> bool:
            assert raw.llen(QUEUE) <= HANDFUL
            return (await store.threads.sizes("blog"))[Status.PENDING] == 0

        await eventually(drained, 60)
        await eventually(lambda: raw.llen(QUEUE) == 0)
    for record in await store.comments.read("blog", ids):
        assert record is not None
        assert [entry.to for entry in record.history] == [Status.PENDING, record.status]
