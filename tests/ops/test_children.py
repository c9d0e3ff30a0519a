"""Child processes, the lock that a store inherits, and the watchdog."""

import asyncio
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from moderation.process import session_members
from ops.children import Child
from ops.console import Failure
from ops.lock import Lock
from tests.ops.processes import REPOSITORY, alive, environment, until

Make = Callable[..., Awaitable[Child]]

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); open('{0}', 'w')"
SLEEP = "; time.sleep(600)"


@pytest.fixture
async def make() -> AsyncIterator[Make]:
    made: list[Child] = []

    async def start(code: str, grace: float = 10.0, fds: tuple[int, ...] = ()) -> Child:
        child = Child("child", [sys.executable, "-c", code], os.environ, grace=grace, fds=fds)
        made.append(child)
        await child.start()
        return child

    yield start
    hurry = asyncio.Event()
    hurry.set()
    for child in made:
        await child.stop(hurry)


async def exists(path: Path) -> None:
    async with asyncio.timeout(20):
        while not path.exists():  # noqa: ASYNC110, ASYNC240 - another process makes it
            await asyncio.sleep(0.02)


async def test_a_stubborn_child_is_killed_when_its_time_is_up(make: Make, tmp_path: Path) -> None:
    child = await make(STUBBORN.format(tmp_path / "up") + SLEEP, grace=0.3)
    await exists(tmp_path / "up")
    began = time.monotonic()
    await child.stop(asyncio.Event())
    assert 0.3 <= time.monotonic() - began < 5
    assert not child.running


async def test_a_stubborn_child_is_killed_at_once_in_a_hurry(make: Make, tmp_path: Path) -> None:
    child = await make(STUBBORN.format(tmp_path / "up") + SLEEP, grace=600)
    await exists(tmp_path / "up")
    hurry = asyncio.Event()
    stopping = asyncio.create_task(child.stop(hurry))
    await asyncio.sleep(0)
    assert not stopping.done()
    hurry.set()
    async with asyncio.timeout(5):
        await stopping
    assert not child.running


async def test_what_a_child_leaves_behind_is_ended(make: Make, tmp_path: Path) -> None:
    left = tmp_path / "left"
    code = (
        "import os, subprocess, sys, time\n"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'],"
        " process_group=0)\n"
        f"open('{left}.new', 'w').write(str(p.pid)); os.rename('{left}.new', '{left}')\n"
        "time.sleep(600)"
    )
    child = await make(code)
    await exists(left)
    orphan = int(left.read_text())
    assert child.pid is not None
    assert orphan in session_members(child.pid)
    await child.stop(asyncio.Event())
    until(lambda: not alive({orphan}), 5, "the orphan's end")


async def test_a_child_that_dies_is_started_again_but_not_after_a_stop(
    make: Make, tmp_path: Path
) -> None:
    log = tmp_path / "starts"
    child = await make(f"open('{log}', 'a').write('x')")
    async with asyncio.timeout(20):
        while child.starts < 2:  # noqa: ASYNC110 - counted, not announced
            await asyncio.sleep(0.02)
    await child.stop(asyncio.Event())
    starts = child.starts
    await asyncio.sleep(1.2)
    assert child.starts == starts


def test_a_child_ends_with_its_parent_however_it_ends(tmp_path: Path) -> None:
    code = (
        "import asyncio, os, sys\n"
        "from ops.children import Child\n"
        "async def main():\n"
        "    child = Child('c', [sys.executable, '-c', 'import time; time.sleep(600)'],"
        " os.environ, grace=1)\n"
        "    await child.start()\n"
        "    print(child.pid, flush=True)\n"
        "    await asyncio.sleep(600)\n"
        "asyncio.run(main())"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment(), text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert alive({child})
        parent.kill()
        parent.wait()
        until(lambda: not alive({child}), 5, "the child's end")


def test_a_tether_to_a_parent_that_is_gone_runs_nothing(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    done = subprocess.run(
        [sys.executable, "-P", "-m", "ops.tether", "1", "/bin/sh", "-c", f"echo > {mark}"],
        env=environment(),
        check=False,
    )
    assert done.returncode == 0
    assert not mark.exists()


async def test_the_lock_is_held_as_long_as_a_child_holds_it(make: Make, tmp_path: Path) -> None:
    lock = Lock(tmp_path)
    lock.take()
    with pytest.raises(Failure, match=f"already running .process {os.getpid()}."):
        Lock(tmp_path).take()
    up = tmp_path / "up"
    child = await make(f"import time; open('{up}', 'w'){SLEEP}", fds=(lock.fd,))
    await exists(up)
    lock.release()
    with (tmp_path / "lock").open() as file:
        with pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        await child.stop(asyncio.Event())
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


STALL = """
import asyncio, time
import ops.running
ops.running.STALL_SECONDS = 1

async def work(stop):
    await asyncio.sleep(0.1)
    time.sleep(30)

ops.running.run(work)
"""


def test_a_process_whose_loop_hangs_ends_itself_and_says_where() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STALL],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=25,
    )
    assert done.returncode == -signal.SIGALRM
    assert " in work" in done.stderr


def test_the_repository_is_what_children_import() -> None:
    from ops import children

    assert children.ROOT == REPOSITORY
