"""Checks that do harm, added to a worker's own by `tests.faults.runner`.

Each looks for a marker, so that a test says which comment is poison.
"""

import ctypes
import os
import resource
import time

from moderation.verdict import Signal
from workers.subject import Subject

# What a worker may have, its interpreter and word lists included: far less than this machine has.
MEMORY_BYTES = 1 << 30


def dawdle(subject: Subject) -> list[Signal]:
    """Slow for everything, as on a machine with too much to do."""
    time.sleep(0.03)
    return []


def poison(subject: Subject) -> list[Signal]:
    """What a check may do at worst, by the marker in a comment."""
    text = subject.text
    if "POISON" not in text:
        return []
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
    if "POISON eat" in text:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        hoard = []
        while True:
            hoard.append(bytearray(1 << 20))
    return []
