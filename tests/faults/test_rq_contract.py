"""R18. What this design takes for granted about RQ, so that an upgrade cannot change it unseen."""

import json
import os
import signal
import zlib

import pytest
import redis

from moderation.doorbell import DRAIN, FAILURE_SECONDS, JOB_SECONDS, AllowedJob, Doorbell
from tests.eventually import eventually
from tests.faults.load import loading
from tests.faults.scene import Scene
from tests.faults.stack import SITE

# What RQ 3.0.0 writes for a job of ours. A field that is new or gone wants a look at its meaning.
FIELDS = {
    *("created_at", "data", "description", "ended_at", "enqueued_at", "failure_ttl", "group_id"),
    *("last_heartbeat", "origin", "result_ttl", "started_at", "status", "success_callback_name"),
    *("failure_callback_name", "stopped_callback_name", "timeout", "worker_name", "ttl"),
}


async def test_a_doorbells_hash_says_what_it_always_said(redis_url: str) -> None:
    bell = Doorbell(redis_url)
    assert await bell.ring(SITE)
    await bell.close()
    with redis.Redis.from_url(redis_url) as client:
        (job_id,) = client.lrange("rq:queue:greenroom", 0, -1)
        raw = client.hgetall(b"rq:job:" + job_id)
    data = zlib.decompress(raw.pop(b"data"))
    job = {name.decode(): value.decode() for name, value in raw.items()}
    assert json.loads(data) == [DRAIN, None, [SITE], {}]
    assert (job["status"], job["origin"]) == ("queued", "greenroom")
    assert (job["timeout"], job["result_ttl"]) == (str(JOB_SECONDS), "0")
    assert job["failure_ttl"] == str(FAILURE_SECONDS)
    assert set(job) <= FIELDS, set(job) - FIELDS


def test_the_job_class_still_has_what_ours_forbids() -> None:
    """Were RQ to rename one of these, our refusal of it would refuse nothing."""
    (parent,) = AllowedJob.__bases__
    forbidden = [name for name in vars(AllowedJob) if not name.startswith("_")]
    assert "func" in forbidden
    assert [name for name in forbidden if not hasattr(parent, name)] == []


async def test_a_worker_moves_jobs_and_never_pops_them(scene: Scene) -> None:
    """BLMOVE keeps a job that a dying worker held; BLPOP and LPOP forget it."""
    await scene.start()
    async with loading(scene.load()) as load:
        await load.more(50)
    await scene.settled()
    with redis.Redis.from_url(scene.stack.store_url) as client:
        used = {name.removeprefix("cmdstat_") for name in client.info("commandstats")}
    assert "blmove" in used
    assert not used & {"blpop", "brpop", "lpop", "blmpop", "lmpop"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
async def test_a_worker_that_ends_however_is_replaced(scene: Scene, number: int) -> None:
    """Idle and told to stop, an RQ worker ends with code 0: no reason to leave it down."""
    await scene.start()
    await eventually(lambda: len(scene.stack.workers()) == 2)
    before = set(scene.stack.workers())
    with redis.Redis.from_url(scene.stack.store_url) as client:
        await eventually(lambda: client.scard("rq:workers") == 2)
    for pid in before:
        os.kill(pid, number)
    await eventually(lambda: len(set(scene.stack.workers()) - before) == 2, 20)
    async with loading(scene.load()) as load:
        await load.more(10)
    await scene.settled()
