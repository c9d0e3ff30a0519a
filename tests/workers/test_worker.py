"""The RQ worker, as far as it is ours."""

import contextlib
import signal
from typing import Any

import pytest
from rq import Queue
from rq.exceptions import StopRequested
from rq.serializers import JSONSerializer

from moderation.doorbell import QUEUE, AllowedJob
from moderation.policy import Policy
from moderation.settings import Settings
from moderation.store.connection import connect_sync
from workers import worker as workers
from workers.engine import Engine
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


def test_a_worker_gives_way_and_beats_once_it_is_prepared(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Preparing niced, it would take minutes on a busy machine, with nothing decided meanwhile."""
    seen: list[tuple[str, bool]] = []
    pulse = Pulse()

    class Noted(Engine):
        def __init__(self, policy: Policy) -> None:
            super().__init__(policy)
            seen.append(("prepared", pulse.begun()))

    def work(*_: Any, **__: Any) -> None:
        seen.append(("works", pulse.begun()))

    monkeypatch.setattr(workers, "Engine", Noted)
    monkeypatch.setattr(workers, "collect_seldom", lambda: None)
    monkeypatch.setattr(workers, "prepare", lambda _: None)
    monkeypatch.setattr(workers, "_give_way", lambda: seen.append(("nice", pulse.begun())))
    monkeypatch.setattr(BeatingWorker, "work", work)
    workers.run_worker(Settings(redis_url=redis_url), pulse=pulse.fd)
    assert seen == [("prepared", False), ("nice", False), ("works", True)]
    pulse.close()
