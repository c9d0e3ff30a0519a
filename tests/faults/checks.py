"""Checks that do harm, added to a worker's own by `tests.faults.runner`.

Each looks for a marker, so that a test says which comment is poison.
"""

import ctypes
import math
import os
import resource
import signal
import time
from pathlib import Path

from moderation.verdict import Signal
from workers.subject import Subject

# What a worker may have, its interpreter and word lists included: far less than this machine has.
ADDRESS_BYTES = 1 << 30
# After so much the process is killed, as the kernel does to one whose container has no more.
EATEN_BYTES = 1 << 28


def dawdle(subject: Subject) -> list[Signal]:
    """Slow for everything, as on a machine with too much to do."""
    time.sleep(0.03)
    return []


def poison(subject: Subject) -> list[Signal]:
    """What a check may do at worst, by the marker in a comment."""
    text = subject.text
    if "POISON" not in text:
        return []
    _count(text.split()[1])
    if "POISON raise" in text:
        raise RuntimeError("a check that fails")
    if "POISON hang" in text:
        time.sleep(3600)
    if "POISON spin" in text:
        while True:
            pass
    if "POISON exit" in text:
        os._exit(0)
    if "POISON crash" in text:
        ctypes.string_at(0)
    if "POISON starve" in text:
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_BYTES, ADDRESS_BYTES))
        _eat(math.inf)
    if "POISON eat" in text:
        _eat(EATEN_BYTES)
        os.kill(os.getpid(), signal.SIGKILL)
    return []


def _eat(most: float) -> None:
    hoard: list[bytes] = []
    while len(hoard) << 20 < most:
        hoard.append(b"\1" * (1 << 20))  # written to, so that it is really taken


def _count(kind: str) -> None:
    """Note that a check begins to look at poison of that kind: it may tell nobody afterwards."""
    with Path(os.environ["FAULTS_TALLY"]).open("a", encoding="ascii") as tally:
        tally.write(f"{kind}\n")
