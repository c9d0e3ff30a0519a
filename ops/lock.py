"""One Greenroom to a data directory: two stores on the same files would destroy them."""

import fcntl
import os
import time
from pathlib import Path

from ops.console import Failure

# How long the store of a Greenroom that was killed may take to close its files.
LEFTOVER_SECONDS = 20.0


class Lock:
    """A lock on a directory, held until every process that inherited `fd` is gone.

    The store inherits it: while a store still writes, nobody else can have the lock.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lock"
        self.fd = -1

    def take(self) -> None:
        """Take it, or raise `Failure` if another Greenroom has it."""
        self.fd = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + LEFTOVER_SECONDS
        while not self._try():
            holder = self._holder()
            if _alive(holder) or time.monotonic() > deadline:
                os.close(self.fd)
                who = f" (process {holder})" if holder else ""
                raise Failure(
                    f"Greenroom is already running{who} on {self._path.parent}; "
                    "stop it first, or set GREENROOM_DATA_DIR to run another beside it"
                )
            time.sleep(0.05)  # its store is still closing
        os.ftruncate(self.fd, 0)
        os.pwrite(self.fd, str(os.getpid()).encode(), 0)

    def release(self) -> None:
        os.close(self.fd)

    def _try(self) -> bool:
        try:
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _holder(self) -> int:
        try:
            return int(os.pread(self.fd, 20, 0))
        except ValueError:
            return 0


def _alive(pid: int) -> bool:
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
