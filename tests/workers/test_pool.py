"""The pool notices a worker that hangs, and leaves alone one that only has nothing to do."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

from moderation.comment import Status
from moderation.process import session_members
from moderation.store import Store
from tests import make
from tests.eventually import eventually
from tests.flow.house import children
from tests.ops.processes import Running, environment
from workers.pulse import Pulse, beat

IMPATIENT = (sys.executable, "-m", "tests.workers.impatient", "work")


def test_a_pulse_ages_until_it_beats() -> None:
    pulse = Pulse()
    began = time.monotonic()
    while pulse.age() < 0.02:
        assert time.monotonic() - began < 10
    beat(pulse.fd)
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
        made = await make.kept(store)

        async def decided() -> bool:
            return (await make.read(store, made)).status is not Status.PENDING

        await eventually(decided, 30)
        assert await asyncio.to_thread(pool.stop) == 0


def _two(pool: int) -> list[int]:
    """The pool's workers, when there are two."""
    found = children(pool)
    return found if len(found) == 2 else []
