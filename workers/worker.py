"""One RQ worker: forking, on one queue, JSON, only our jobs.

Why each of these: docs/adr/0004. Two queues would make RQ pop jobs with BLPOP and lose them.
"""

import contextlib
import logging
import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from rq import Queue, Worker
from rq.serializers import JSONSerializer

from moderation.doorbell import QUEUE, AllowedJob
from moderation.process import collect_seldom
from moderation.settings import Settings
from moderation.store.connection import connect_sync
from moderation.watched_policy import WatchedPolicy
from workers.engine import Engine
from workers.jobs import Workshop, prepare, prepared
from workers.outside import Hook
from workers.pulse import beat

log = logging.getLogger(__name__)

# Checking gives way to intake: a comment that waits a second in the inbox is safe, a front end that
# waits for its 202 may give up. On an idle machine this changes nothing. Only what is
# prepared gives way: until then nothing is decided at all, and those two seconds would be minutes
# on a machine whose processors have ten others each to run.
NICENESS = 10

# RQ looks for dead workers' jobs this often; our own sweeper does not depend on it.
MAINTENANCE_SECONDS = 30
# It blocks for 15 s less than this, looking for a job, and for 10 s more if its connection is dead.
WORKER_TTL_SECONDS = 20


class BeatingWorker(Worker):
    """Beats the pool's pulse wherever RQ has a heartbeat of its own: between waits and jobs."""

    max_connection_wait_time = 10.0

    def __init__(
        self, *args: Any, pulse: int, before_job: Callable[[], None], **kwargs: Any
    ) -> None:
        self._beat = partial(beat, pulse)
        self._before_job = before_job
        super().__init__(*args, **kwargs)

    def execute_job(self, *args: Any, **kwargs: Any) -> None:
        self._before_job()
        super().execute_job(*args, **kwargs)

    def request_stop(self, *args: Any) -> None:
        """RQ ends an idle worker by an exception, raised wherever the signal finds it; what is
        interrupted there may swallow it, as logging does. The loop looks at this as well."""
        self._stop_requested = True
        super().request_stop(*args)  # type: ignore[no-untyped-call]

    def heartbeat(self, *args: Any, **kwargs: Any) -> None:
        self._beat()  # first: the store may be away, this process is not
        super().heartbeat(*args, **kwargs)


def run_worker(settings: Settings, *, pulse: int) -> None:
    """Work until told to stop by SIGTERM; the running job is finished first."""
    watched = WatchedPolicy(settings.policy, Engine)
    engine = watched.current()
    prepare(Workshop(settings.redis_url, engine, _hook(settings)))
    collect_seldom()
    _give_way()
    beat(pulse)  # prepared; from here on the pool waits for no beat as long as it did for this one
    connection = connect_sync(settings.redis_url, timeout=None)
    queue = Queue(QUEUE, connection=connection, serializer=JSONSerializer, job_class=AllowedJob)
    worker = BeatingWorker(
        [queue],
        connection=connection,
        serializer=JSONSerializer,
        job_class=AllowedJob,
        worker_ttl=WORKER_TTL_SECONDS,
        maintenance_interval=MAINTENANCE_SECONDS,
        log_job_description=False,
        pulse=pulse,
        before_job=partial(_follow, watched),
    )
    log.info("working on policy version %d", engine.policy.version)
    worker.work(logging_level=None)


def _follow(watched: WatchedPolicy[Engine]) -> None:
    """The next job works by the policy as it is now."""
    prepare(replace(prepared(), engine=watched.current()))


def _hook(settings: Settings) -> Hook | None:
    if not settings.hook_url:
        return None
    return Hook(settings.hook_url, settings.hook_secret, settings.hook_seconds)


def _give_way() -> None:
    """Be nice to the service, also where Linux weighs whole sessions before it weighs processes.

    With autogroup on (sched(7)), niceness counts only within a session; the pool starts each worker
    in one of its own, whose weight is set here.
    """
    os.nice(NICENESS)
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICENESS))
