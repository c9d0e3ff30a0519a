"""The jobs a worker may run, by the names on `moderation.doorbell`'s list.

Each runs in a process of its own, forked from a worker that has prepared the engine. A job carries
names and ids; the truth is in the store.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import msgspec
from rq.timeouts import BaseTimeoutException

from moderation.comment import Comment
from moderation.doorbell import Doorbell
from moderation.store import Store
from workers.drain import Drain
from workers.engine import Engine
from workers.outside import Hook
from workers.subject import Subject

# RQ's time limit strikes as an exception wherever the job is; no check may swallow it.
STOP = (BaseTimeoutException,)


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a worker prepares before it forks."""

    redis_url: str
    engine: Engine
    hook: Hook | None = None


_workshops: list[Workshop] = []


def prepare(workshop: Workshop) -> None:
    """Called before the first job, and when the policy has changed since."""
    _workshops[:] = [workshop]


def prepared() -> Workshop:
    return _workshops[0]


async def drain(site: str) -> int:
    """Decide what waits in a site's inbox. Returns how many comments were decided."""
    async with _store() as (store, engine):
        doorbell = Doorbell(prepared().redis_url)
        try:
            return await Drain(store, doorbell, engine, STOP, prepared().hook).run(site)
        finally:
            await doorbell.close()


async def answer(site: str, ask_id: str) -> None:
    """Judge comments that somebody asked about, and leave the verdicts. Nothing is counted."""
    async with _store() as (store, engine):
        payload = await store.facts.asked(site, ask_id)
        if payload is None:
            return  # answered already, or asked too long ago
        comments = msgspec.json.decode(payload, type=list[Comment])
        verdicts = engine.examine([Subject(comment) for comment in comments], STOP)
        await store.facts.answer(site, ask_id, msgspec.json.encode(verdicts))


@asynccontextmanager
async def _store() -> AsyncIterator[tuple[Store, Engine]]:
    """A store of this job's own: connections do not survive a fork."""
    workshop = prepared()
    store = Store(workshop.redis_url)
    try:
        yield store, workshop.engine
    finally:
        await store.close()
