"""RQ's side of the contract: what is enqueued, and what a worker may run."""

from typing import Any

import pytest
from rq import Queue
from rq.exceptions import DeserializationError
from rq.serializers import JSONSerializer

from moderation.doorbell import (
    ALLOWED,
    DRAIN,
    ENOUGH,
    QUEUE,
    AllowedJob,
    Doorbell,
    JobNotAllowed,
)
from tests.valkey import Valkey


@pytest.fixture
async def doorbell(redis_url: str) -> Any:
    made = Doorbell(redis_url)
    yield made
    await made.close()


def jobs(raw: Any) -> list[AllowedJob]:
    queue = Queue(QUEUE, connection=raw, serializer=JSONSerializer, job_class=AllowedJob)
    return [job for job in queue.jobs if isinstance(job, AllowedJob)]


async def test_a_ring_is_a_job_with_the_sites_name_in_json(doorbell: Doorbell, raw: Any) -> None:
    assert await doorbell.ring("blog")
    (job,) = jobs(raw)
    assert (job.func_name, list(job.args)) == (DRAIN, ["blog"])
    assert job.timeout == 10
    assert job.result_ttl == 0
    assert job.failure_ttl == 3600


async def test_rings_that_nobody_hears_do_not_pile_up(doorbell: Doorbell, raw: Any) -> None:
    for _ in range(ENOUGH):
        assert await doorbell.ring("blog")
    assert not await doorbell.ring("blog")
    assert len(jobs(raw)) == ENOUGH
    assert await doorbell.ask("blog", "a-question")


async def test_a_ring_that_cannot_be_made_is_told(doorbell: Doorbell, valkey: Valkey) -> None:
    valkey.kill()
    try:
        assert not await doorbell.ring("blog")
    finally:
        valkey.start()
    assert await doorbell.ring("blog")


@pytest.mark.parametrize("name", ["os.system", "workers.jobs.prepare", "builtins.eval", ""])
def test_a_job_that_is_not_on_the_list_does_not_run(raw: Any, name: str) -> None:
    job = AllowedJob.create(DRAIN, args=("x",), connection=raw, serializer=JSONSerializer)
    job.func_name = name
    with pytest.raises(JobNotAllowed):
        _ = job.func


def test_a_method_of_an_object_does_not_run(raw: Any) -> None:
    job = AllowedJob.create(DRAIN, args=("x",), connection=raw, serializer=JSONSerializer)
    job._instance = {}
    with pytest.raises(JobNotAllowed):
        _ = job.func


def test_callbacks_and_webhooks_are_ignored(raw: Any) -> None:
    job = AllowedJob.create(DRAIN, args=("x",), connection=raw, serializer=JSONSerializer)
    job._success_callback_name = job._failure_callback_name = "os.system"
    job._stopped_callback_name = "os.system"
    assert (job.success_callback, job.failure_callback, job.stopped_callback) == (None,) * 3


def test_pickled_jobs_are_not_unpickled(raw: Any) -> None:
    Queue(QUEUE, connection=raw).enqueue(DRAIN, "blog")
    (job,) = jobs(raw)
    with pytest.raises(DeserializationError):
        _ = job.args


def test_every_allowed_job_exists() -> None:
    from workers import jobs as module

    assert all(hasattr(module, name.rpartition(".")[2]) for name in ALLOWED)
