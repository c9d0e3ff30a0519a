"""The pool notices a worker that hangs, leaves alone one that has nothing to do or prepares, and
is ended by no fault of its own.
"""

import asyncio
import contextlib
import errno
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from moderation.comment import Status
from moderation.doorbell import Doorbell
from moderation.process import session_members
from moderation.settings import Settings
from moderation.store import Store, keys
from moderation.store.sites import Sites
from tests import make
from tests.eventually import eventually
from tests.flow.house import children
from tests.ops.processes import Running, environment
from workers import pool as pools
from workers import rounds
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
    first = tmp_path / "first"
    monkeypatch.setenv("RELUCTANT_FIRST", str(first))
    async with _supervising(redis_url):
        await eventually(first.exists, 60)
        with monkeypatch.context() as hurried:
            hurried.setattr(pools, "PREPARING_SECONDS", 1.0)
            await eventually(lambda: "has been silent for" in caplog.text, 10)
        await _decides(store, 60)


@pytest.mark.parametrize(
    ("place", "name", "fault"),
    [
        (pools, "Pulse", OSError(errno.ENOSPC, "no space left on device")),
        (asyncio, "create_subprocess_exec", BlockingIOError(errno.EAGAIN, "try again")),
    ],
    ids=["pulse", "fork"],
)
async def test_a_fault_at_a_workers_start_costs_no_worker(
    store: Store,
    redis_url: str,
    monkeypatch: pytest.MonkeyPatch,
    place: object,
    name: str,
    fault: Exception,
) -> None:
    await store.sites.add("blog")
    monkeypatch.setattr(place, name, _failing_once(getattr(place, name), fault))
    async with _supervising(redis_url):
        await _decides(store)


async def test_a_worker_that_cannot_be_watched_is_replaced(
    store: Store, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.sites.add("blog")
    others = set(children(os.getpid()))
    watched, outlive = asyncio.Queue[int](), pools._outlive

    async def noted(process: asyncio.subprocess.Process, pulse: Pulse) -> int:
        watched.put_nowait(process.pid)
        if watched.qsize() == 1:
            raise OSError(errno.EIO, "input/output error")
        return await outlive(process, pulse)

    monkeypatch.setattr(pools, "_outlive", noted)
    async with _supervising(redis_url):
        await eventually(lambda: watched.qsize() == 2, 30)
        first, second = watched.get_nowait(), watched.get_nowait()
        assert set(children(os.getpid())) - others == {second}
        assert not session_members(first)
        await _decides(store)


async def test_a_fault_in_a_sweep_ends_no_sweeping(
    store: Store, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.sites.add("blog")
    fault = UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")
    monkeypatch.setattr(Sites, "names", _failing_once(Sites.names, fault))
    await _is_rung_for(store, redis_url, monkeypatch)


async def test_a_bad_name_among_the_sites_keeps_no_other_from_being_rung_for(
    store: Store, redis_url: str, raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.sites.add("blog")
    raw.sadd(keys.SITES, b"\xff")
    await _is_rung_for(store, redis_url, monkeypatch)


async def test_a_fault_in_a_round_ends_no_rounds(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "FIRST_SECONDS", 0)
    monkeypatch.setattr(rounds, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(rounds, "HOUR_MS", 1)
    made = asyncio.Event()

    async def noted(_: Store) -> int:
        made.set()
        return 0

    monkeypatch.setattr(rounds, "make_round", _failing_once(noted, ValueError("not a number")))
    async with _supervising(redis_url, workers=0):
        await asyncio.wait_for(made.wait(), 30)


def _failing_once(work: Callable[..., Any], fault: Exception) -> Callable[..., Any]:
    """What `work` does, but at first."""
    left = [fault]

    def attempt(*args: Any, **kwargs: Any) -> Any:
        if left:
            raise left.pop()
        return work(*args, **kwargs)

    return attempt


async def _is_rung_for(store: Store, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sweeper alone rings for a comment that nobody has rung for."""
    rung = asyncio.Queue[str]()

    async def noted(_: Doorbell, site: str) -> bool:
        rung.put_nowait(site)
        return True

    monkeypatch.setattr(Doorbell, "ring", noted)
    await make.kept(store)
    async with _supervising(redis_url, workers=0):
        assert await asyncio.wait_for(rung.get(), 30) == "blog"


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
