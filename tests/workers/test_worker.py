"""The RQ worker, as far as it is ours."""

import contextlib
import signal

import pytest
from rq import Queue
from rq.exceptions import StopRequested
from rq.serializers import JSONSerializer

from moderation.doorbell import QUEUE, AllowedJob
from moderation.store.connection import connect_sync
from workers.pulse import Pulse
from workers.worker import BeatingWorker


def test_a_stop_is_kept_though_what_it_interrupts_swallows_it(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `logging.Handler.emit` does with whatever is raised in it."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    connection, pulse = connect_sync(redis_url), Pulse()
    queue = Queue(QUEUE, connection=connection, serializer=JSONSerializer, job_class=AllowedJob)
    worker = BeatingWorker(
        [queue],
        connection=connection,
        serializer=JSONSerializer,
        job_class=AllowedJob,
        pulse=pulse.fd,
        before_job=lambda: None,
    )
    looked: list[object] = []
    monkeypatch.setattr(worker, "dequeue_job_and_maintain_ttl", lambda *_: looked.append(1))
    with contextlib.suppress(StopRequested):
        worker.request_stop(signal.SIGTERM, None)
    worker.work(logging_level=None)
    assert not looked  # for another job
    pulse.close()
    connection.close()
