"""A worker's pulse: when it last went round its loop, in a few bytes that it shares with the pool.

Not in the store: a worker whose store is away is alive, and one that hangs on a dead connection is
not. The clock is the machine's monotonic one, which all its processes share.
"""

import os
import struct
import tempfile
import time

_MOMENT = struct.Struct("d")


class Pulse:
    """The pool's end. `fd` is for the worker, which calls `beat` with it."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self.fd = self._file.fileno()
        beat(self.fd)

    def age(self) -> float:
        """Seconds since the last beat."""
        (moment,) = _MOMENT.unpack(os.pread(self.fd, _MOMENT.size, 0))
        return time.monotonic() - float(moment)

    def close(self) -> None:
        self._file.close()


def beat(fd: int) -> None:
    os.pwrite(fd, _MOMENT.pack(time.monotonic()), 0)
