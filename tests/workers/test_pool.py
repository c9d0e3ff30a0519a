"""The pool notices a worker that hangs, and leaves alone one that has nothing to do or prepares."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from moderation.comment import Status
from moderation.process import session_members
from moderation.settings import Settings
from moderation.store import Store
from tests import make
from tests.eventually import eventually
from tests.flow.house import children
from tests.ops.processes import Running, environment
from workers import pool as pools
from workers.pulse import Pulse, beat

IMPATIENT = (sys.executable, "-m", "tests.workers.impatient", "work")
RELUCTANT = (sys.executable, "-m", "tests.workers.reluctant")


def test_a_pulse_ages_until_it_beats() -> None:
    pulse = Pulse()
    began = time.monotonic()
    while pulse.age() < 0.02:
        assert time.monotonic() - began < 10
    assert not pulse.begun(), "it took its own beginning for a beat"
    beat(pulse.fd)
    assert pulse.begun()
    assert pulse.age() < time.monotonic() - began
    pulse.close()


async def test_a_worker_that_hangs_is_replaced(
    store: Store, redis_url: str, tmp_path: Path
) -> None:
    await store.sites.add("blog")
    environ = environment(redis_url=redis_url, workers=2)
    with Running(IMPATIENT, environ, Path.cwd(), tmp_path / "pool.log") as pool:
        # Where the machine is busy, one may be so long in starting that it is replaced.
        await eventually(lambda: pool.output.count("working on policy") >= 2, 60)
        idle, hung = sorted(await eventually(lambda: _two(pool.pid), 30))
        os.kill(hung, signal.SIGSTOP)
        began = time.monotonic()
        now = await eventually(lambda: hung not in (two := _two(pool.pid)) and two, 30)
        assert idle in now, "a worker with nothing to do was taken for one that hangs"
        assert time.monotonic() - began > 2, "it had no time to show that it was alive"
        assert f"worker {hung} has been silent" in pool.output
        assert not session_members(hung)
        await _decides(store)
        assert await asyncio.to_thread(pool.stop) == 0


async def test_a_worker_that_prepares_for_long_is_left_to_it(
    store: Store, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a machine with load 20, preparing took longer than any silence that is let pass."""
    await store.sites.add("blog")
    monkeypatch.setattr(pools, "COMMAND", RELUCTANT)
    monkeypatch.setattr(pools, "SILENT_SECONDS", 8.0)
    monkeypatch.setenv("RELUCTANT_SECONDS", "10")
    async with _supervising(redis_url):
        await _decides(store, 60)


async def test_a_worker_that_prepares_for_ever_is_replaced(
    store: Store,
    redis_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await store.sites.add("blog")
    monkeypatch.setattr(pools, "COMMAND", RELUCTANT)
    monkeypatch.setattr(pools, "PREPARING_SECONDS", 10.0)
    monkeypatch.setenv("RELUCTANT_FIRST", str(tmp_path / "first"))
    async with _supervising(redis_url):
        await _decides(store, 60)
    assert "has been silent for 10 s" in caplog.text


async def _decides(store: Store, seconds: float = 30) -> None:
    """Whoever works now decides a comment."""
    made = await make.kept(store)

    async def decided() -> bool:
        return (await make.read(store, made)).status is not Status.PENDING

    await eventually(decided, seconds)


@contextlib.asynccontextmanager
async def _supervising(redis_url: str, workers: int = 1) -> AsyncIterator[None]:
    """A pool in this process, for tests that change what it does."""
    stop = asyncio.Event()
    running = asyncio.create_task(
        pools.supervise(Settings(redis_url=redis_url, workers=workers), stop)
    )
    try:
        yield
    finally:
        stop.set()
        await running


def _two(pool: int) -> list[int]:
    """The pool's workers, when there are two."""
    found = children(pool)
    return found if len(found) == 2 else []
