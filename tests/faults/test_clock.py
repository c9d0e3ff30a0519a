"""R11. Clocks jump by an hour and by a day, forth and back: on workers, service and store."""

import os
import signal

import pytest

from tests.eventually import eventually
from tests.faults.load import loading
from tests.faults.scene import Scene
from tests.faults.shim import Clock

HOUR, DAY = 3600, 86_400
JUMPS = (HOUR, -HOUR, DAY, -DAY)


@pytest.mark.parametrize("part", ["service", "worker"])
async def test_the_clocks_of_our_processes_do_not_count(scene: Scene, part: str) -> None:
    clock = Clock(scene.stack.folder / "clock")
    lied_to = scene.stack.service_environ if part == "service" else scene.stack.work_environ
    lied_to.update(clock.environ)
    await scene.start()
    async with loading(scene.load()) as load:
        for jump in JUMPS:
            clock.jump(jump)
            await load.more(40)
            clock.jump(0)
            await load.more(40)
    await scene.settled()
    assert set(scene.ledger.answers) == {202}
    assert not scene.stack.parts["serve"].exits
    assert not scene.stack.parts["work"].exits


@pytest.mark.parametrize("jump", JUMPS)
async def test_a_jump_of_the_stores_clock_leaves_nothing_undecided(scene: Scene, jump: int) -> None:
    """What waits was written by the clock before the jump, and is decided after it."""
    clock = Clock(scene.stack.folder / "clock")
    scene.stack.store_environ = clock.environ
    await scene.start()
    for there in (jump, 0):
        await eventually(lambda: not scene.stack.horses(), 20)
        for pid in scene.stack.workers():
            os.kill(pid, signal.SIGSTOP)
        async with loading(scene.load()) as load:
            await load.more(50)
            clock.jump(there)
            await load.more(50)
        for pid in scene.stack.workers():
            os.kill(pid, signal.SIGCONT)
        await scene.settled()
