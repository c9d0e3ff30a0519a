"""How a worker is woken: RQ carries a site's name or a question's id, never a comment.

The only file that the service and the workers share about RQ. A lost or doubled ring does no harm:
the inbox is the truth, and every worker pool's sweeper rings again for what is due.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import redis
import redis.exceptions
from rq import Queue, Worker
from rq.job import Job
from rq.serializers import JSONSerializer

from moderation.store.connection import connect_sync

QUEUE = "greenroom"
DRAIN = "workers.jobs.drain"
ANSWER = "workers.jobs.answer"
ALLOWED = frozenset({DRAIN, ANSWER})

# While nobody works, each site's bell is rung anew every 2 seconds, for as long as that lasts. So
# many jobs wake any number of workers; who is not rung for now, the sweeper rings for later.
ENOUGH = 100

JOB_SECONDS = 10
FAILURE_SECONDS = 3600


class JobNotAllowed(Exception):
    """A job names a function that is not on the list. JSON alone would run `os.system`."""


class AllowedJob(Job):
    """An RQ job that runs nothing but `ALLOWED`: no methods, no callbacks, no webhooks."""

    @property
    def func(self) -> Any:
        if self.func_name not in ALLOWED or self.instance is not None:
            raise JobNotAllowed(f"job {self.id} names {self.func_name!r}")
        return super().func

    @property
    def success_callback(self) -> None:
        return None

    @property
    def failure_callback(self) -> None:
        return None

    @property
    def stopped_callback(self) -> None:
        return None

    def send_webhooks(self, *_: Any, **__: Any) -> None:
        return None


class Doorbell:
    """Enqueues jobs. RQ's client is synchronous, so each ring hops to a thread; rings are rare."""

    def __init__(self, url: str) -> None:
        self._connection = connect_sync(url)
        self._queue = Queue(
            QUEUE,
            connection=self._connection,
            serializer=JSONSerializer,
            job_class=AllowedJob,
        )

    async def ring(self, site: str) -> bool:
        """Ask for a drain of a site. False if it could not be: the sweeper will."""
        return await self._attempt(self._ring, site)

    async def ask(self, site: str, ask_id: str) -> bool:
        """Ask for an answer to a question left in the store. False if it could not be asked."""
        return await self._attempt(self._enqueue, ANSWER, site, ask_id)

    async def staffed(self, since: datetime) -> bool:
        """Is there a worker that began since then, and so has its engine ready?

        Raises `redis.RedisError`. A worker that was killed stays on RQ's list for a while.
        """
        return await asyncio.to_thread(self._staffed, since)

    def _staffed(self, since: datetime) -> bool:
        workers = Worker.all(connection=self._connection, serializer=JSONSerializer)
        return any(worker.birth_date and worker.birth_date >= since for worker in workers)

    async def close(self) -> None:
        await asyncio.to_thread(self._connection.close)

    async def _attempt(self, enqueue: Callable[..., bool], *args: str) -> bool:
        try:
            return await asyncio.to_thread(enqueue, *args)
        except (redis.exceptions.RedisError, OSError):
            return False

    def _ring(self, site: str) -> bool:
        return self._queue.count < ENOUGH and self._enqueue(DRAIN, site)

    def _enqueue(self, function: str, *args: str) -> bool:
        self._queue.enqueue_call(
            function,
            args=args,
            timeout=JOB_SECONDS,
            result_ttl=0,
            failure_ttl=FAILURE_SECONDS,
        )
        return True
