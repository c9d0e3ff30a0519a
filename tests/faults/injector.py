"""Random faults from a printed seed: which process ends when, and how."""

import asyncio
import os
import random
import signal
from collections import Counter
from collections.abc import Callable

from tests.faults.shim import Power
from tests.faults.stack import Stack

# Between two faults. Short enough to strike recoveries too, long enough that some work is done.
LEAST_SECONDS = 0.3
MOST_SECONDS = 1.3


class Injector:
    """Kills every part of a stack. `kills` counts what was struck, not what was meant to be.

    Built before the stack starts: its store is told that the power may fail.
    """

    def __init__(self, stack: Stack, seed: int) -> None:
        self._power = Power(stack.folder / "synced")
        stack.store_environ |= self._power.environ
        stack.before_store = lambda: self._power.cut_if_armed(stack.data)
        self.kills: Counter[str] = Counter()
        self._stack = stack
        self._random = random.Random(seed)
        self._targets: dict[str, Callable[[], list[int]]] = {
            "valkey": lambda: [stack.parts["valkey"].pid],
            "power": lambda: [stack.parts["valkey"].pid],
            "serve": lambda: [part.pid for part in stack.services()],
            "pool": lambda: [stack.parts["work"].pid],
            "worker": stack.workers,
            "job": stack.horses,
        }

    async def run(self, seconds: float) -> None:
        """Inject for so long, then return with all parts on their way up again."""
        async with asyncio.timeout(seconds + MOST_SECONDS):
            deadline = asyncio.get_running_loop().time() + seconds
            while asyncio.get_running_loop().time() < deadline:
                await asyncio.sleep(self._random.uniform(LEAST_SECONDS, MOST_SECONDS))
                self._strike(self._random.choice(sorted(self._targets)))

    def _strike(self, name: str) -> None:
        pids = self._targets[name]()
        if not pids:
            return  # it is down already, or no job runs just now
        self._power.armed |= name == "power"
        try:
            os.kill(self._random.choice(pids), signal.SIGKILL)
        except ProcessLookupError:
            return
        self.kills[name] += 1
