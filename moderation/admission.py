"""Is there room for more comments? Asked before memory or disk makes the store refuse.

A store that is full refuses the workers' decisions too, and then nothing drains it any more. So new
comments are turned away while there is still room to decide those that are in.

Pure: numbers in, reasons out. What was refused for one reason is taken again only below a second,
lower mark, so that the answer does not change with every comment.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

MEMORY_REFUSE, MEMORY_AGAIN = 0.80, 0.75
# What a decision adds to a pending comment: history, verdict, index, tallies; 650 as measured.
DECISION_BYTES = 1000
DECIDED_REFUSE, DECIDED_AGAIN = 0.90, 0.85
DISK_REFUSE, DISK_AGAIN = 0.85, 0.80
# A rewrite of the append-only file writes a second one before it removes the first.
FILE_REFUSE, FILE_AGAIN = 2.0, 2.5
# Percentages of a large disk say little: this much free is never called full.
ROOMY_REFUSE, ROOMY_AGAIN = 1 << 30, (1 << 30) + (1 << 28)
# The store is looked at again after so much of its limit was written, however soon that is.
STRIDE = 0.02

MIB = 1 << 20


class Lack(StrEnum):
    """What there is too little of."""

    MEMORY = "memory"
    DECISIONS = "decisions"
    DISK = "disk"
    REWRITE = "rewrite"


@dataclass(frozen=True, slots=True)
class Load:
    """How full a store is, in bytes, and how many comments are pending in it.

    `max_memory` 0: it has no limit. `disk_size` 0: its file's disk cannot be seen from here.
    `rewrite_failed`: the last rewrite of its file did. What is written is as durable as before, but
    the file grows.
    """

    used_memory: int = 0
    max_memory: int = 0
    pending: int = 0
    file_size: int = 0
    disk_size: int = 0
    disk_free: int = 0
    rewrite_failed: bool = False

    @property
    def stride(self) -> int | None:
        """How many bytes may be written before the store is looked at again; None: any number."""
        return int(self.max_memory * STRIDE) or None


def lacks(load: Load, refusing: Collection[Lack] = ()) -> dict[Lack, str]:
    """Why no comment is taken now, a sentence for an operator each; empty if comments are.

    `refusing` is what the last answer named.
    """
    return _of_memory(load, refusing) | _of_disk(load, refusing)


def worth_rewriting(load: Load) -> bool:
    """Did a rewrite fail, and is there room for another as far as can be told?"""
    return load.rewrite_failed and not lacks(replace(load, rewrite_failed=False))


def _of_memory(load: Load, refusing: Collection[Lack]) -> dict[Lack, str]:
    found: dict[Lack, str] = {}
    if not load.max_memory:
        return found
    most = MEMORY_AGAIN if Lack.MEMORY in refusing else MEMORY_REFUSE
    if load.used_memory > most * load.max_memory:
        found[Lack.MEMORY] = (
            f"the store uses {_share(load.used_memory, load.max_memory)} of its memory limit, "
            f"comments are taken below {most:.0%}: let the workers drain it, or raise maxmemory"
        )
    decided = load.used_memory + load.pending * DECISION_BYTES
    most = DECIDED_AGAIN if Lack.DECISIONS in refusing else DECIDED_REFUSE
    if decided > most * load.max_memory:
        found[Lack.DECISIONS] = (
            f"when its {load.pending} pending comments are decided the store will use "
            f"{_share(decided, load.max_memory)} of its memory limit, comments are taken below "
            f"{most:.0%}: let the workers drain it, or raise maxmemory"
        )
    return found


def _of_disk(load: Load, refusing: Collection[Lack]) -> dict[Lack, str]:
    found: dict[Lack, str] = {}
    if not load.disk_size:
        if load.rewrite_failed:
            found[Lack.REWRITE] = (
                "the last rewrite of the store's append-only file failed, and its disk cannot be "
                "seen from here: make sure that the disk has room, and the store memory for a "
                "second process; another rewrite is asked for once a minute, BGREWRITEAOF asks now"
            )
        return found
    used = load.disk_size - load.disk_free
    most = DISK_AGAIN if Lack.DISK in refusing else DISK_REFUSE
    roomy = ROOMY_AGAIN if Lack.DISK in refusing else ROOMY_REFUSE
    if used > most * load.disk_size and load.disk_free < roomy:
        found[Lack.DISK] = (
            f"the store's disk is {_share(used, load.disk_size)} full, "
            f"comments are taken below {most:.0%}: make room on it"
        )
    least = FILE_AGAIN if Lack.REWRITE in refusing else FILE_REFUSE
    if load.disk_free < least * load.file_size:
        found[Lack.REWRITE] = (
            f"the store's disk has {load.disk_free // MIB} MiB free, comments are taken from "
            f"{int(least * load.file_size) // MIB} MiB on, which its file's next rewrite may need"
        )
    return found


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%"
