"""R11. Clocks jump by an hour and by a day, forth and back: on workers, service and store."""

import os
import signal

from tests.eventually import eventually
from tests.faults.load import loading
from tests.faults.scene import Scene
from tests.faults.shim import Clock

HOUR, DAY = 3600, 86_400
JUMPS = (HOUR, -HOUR, DAY, -DAY)


async def test_the_clocks_of_our_processes_do_not_count(scene: Scene) -> None:
    stack = scene.stack
    service, workers = Clock(stack.folder / "service"), Clock(stack.folder / "workers")
    stack.service_environ |= service.environ
    stack.work_environ |= workers.environ
    await scene.start()
    async with loading(scene.load()) as load:
        for clock in (service, workers):
            for jump in JUMPS:
                clock.jump(jump)
                await load.more(40)
                clock.jump(0)
                await load.more(20)
    await scene.settled()
    assert set(scene.ledger.answers) == {202}
    assert not stack.parts["serve"].exits
    assert not stack.parts["work"].exits


async def test_a_jump_of_the_stores_clock_leaves_nothing_undecided(scene: Scene) -> None:
    """What waits was written by the clock before the jump, and is decided after it."""
    clock = Clock(scene.stack.folder / "clock")
    scene.stack.store_environ = clock.environ
    await scene.start()
    for jump in JUMPS:
        for there in (jump, 0):
            await eventually(lambda: not scene.stack.horses(), 20)
            stopped = scene.stack.workers()
            for pid in stopped:
                os.kill(pid, signal.SIGSTOP)
            async with loading(scene.load()) as load:
                await load.more(30)
                clock.jump(there)
                await load.more(30)
            for pid in stopped:
                os.kill(pid, signal.SIGCONT)
            await scene.settled()
