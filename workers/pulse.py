"""A worker's pulse: when it last went round its loop, in a few bytes that it shares with the pool.

Not in the store: a worker whose store is away is alive, and one that hangs on a dead connection is
not. The clock is the machine's monotonic one, which all its processes share.
"""

import os
import struct
import tempfile
import time

_MOMENT = struct.Struct("d")
_NEVER = 0.0


class Pulse:
    """The pool's end. `fd` is for the worker, which calls `beat` with it."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self.fd = self._file.fileno()
        self._made = time.monotonic()
        # The bytes are taken now, so that no full disk can keep a worker from its beats.
        os.pwrite(self.fd, _MOMENT.pack(_NEVER), 0)

    def begun(self) -> bool:
        """Has it beaten at all?"""
        return self._last() != _NEVER

    def age(self) -> float:
        """Seconds since the last beat; before the first, since there is a pulse."""
        return time.monotonic() - (self._last() or self._made)

    def close(self) -> None:
        self._file.close()

    def _last(self) -> float:
        (moment,) = _MOMENT.unpack(os.pread(self.fd, _MOMENT.size, 0))
        return float(moment)


def beat(fd: int) -> None:
    os.pwrite(fd, _MOMENT.pack(time.monotonic()), 0)
