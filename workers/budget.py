"""How long a check may take, in processor time: a busy machine is no fault of the check.

A check cannot be interrupted from here (the worker's time limit does that); one that took too long
is not trusted to have looked properly at a text that was made to slow it down.
"""

import time
from collections.abc import Callable


class Budget:
    """`ms` of processor time for each check; one `Budget` a comment."""

    def __init__(self, ms: float, clock: Callable[[], float] = time.thread_time) -> None:
        self._seconds = ms / 1000
        self._clock = clock
        self._since = clock()

    def overrun(self) -> bool:
        """Did what ran since the last question, or since the start, take too long?"""
        now = self._clock()
        took, self._since = now - self._since, now
        return took > self._seconds
