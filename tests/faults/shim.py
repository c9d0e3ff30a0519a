"""Lies told to a process by a preloaded library: what time it is; what a power cut leaves.

A kill -9 cannot tell `everysec` from `always`: what was written stays in the kernel's cache. A cut
is a kill, then every file of the store truncated to what was fsynced last.
"""

import os
import shutil
import struct
import subprocess
import tempfile
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
PAIR = struct.Struct("=QQ")
SECONDS = struct.Struct("=q")


@cache
def library() -> Path:
    """The shim, compiled once a test run."""
    compiler = shutil.which("cc")
    assert compiler, "these tests compile a C file: install a C compiler as `cc`"
    built = Path(tempfile.mkdtemp(prefix="gr-shim-")) / "shim.so"
    warnings = ("-Wall", "-Wextra", "-Werror")
    subprocess.run(
        [compiler, "-O1", "-shared", "-fPIC", *warnings, "-o", built, SOURCE, "-ldl"], check=True
    )
    return built


class Clock:
    """A wall clock that is off by `skew` seconds in the processes started with `environ`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.jump(0)
        self.environ = {"LD_PRELOAD": str(library()), "FAULTS_CLOCK": str(path)}

    def jump(self, skew: int) -> None:
        # In place: running processes have this very file mapped.
        file = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
        os.pwrite(file, SECONDS.pack(skew), 0)
        os.close(file)


class Power:
    """Knows what a store started with `environ` has on disk for certain."""

    def __init__(self, path: Path) -> None:
        self.armed = False
        self._path = path
        path.touch()
        self.environ = {"LD_PRELOAD": str(library()), "FAULTS_SYNCED": str(path)}

    def syncs(self) -> int:
        return self._path.stat().st_size // PAIR.size

    def cut_if_armed(self, data: Path) -> None:
        """Before a start: what went down with `armed` set went down with the power."""
        if self.armed:
            self.armed = False
            self.cut(data)

    def cut(self, data: Path) -> int:
        """Take from a killed store's files what no fsync covered. How many bytes that were."""
        certain: dict[int, int] = {}
        for inode, size in PAIR.iter_unpack(self._path.read_bytes()):
            certain[inode] = size
        lost = 0
        for path in sorted((data / "appendonlydir").iterdir()):
            found = path.stat()
            kept = min(certain.get(found.st_ino, 0), found.st_size)
            lost += found.st_size - kept
            os.truncate(path, kept)
        return lost
