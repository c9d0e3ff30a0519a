"""All of Greenroom as real processes: a Valkey, the service, a pool of forking workers."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from moderation.doorbell import Doorbell
from moderation.settings import Settings, to_environ
from moderation.store import Store
from moderation.store.sites import KeyKind
from tests.eventually import eventually
from tests.ports import free_port
from tests.valkey import Valkey


def children(pid: int) -> list[int]:
    """The processes that a process started, not those that they started."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except FileNotFoundError:
        return []
    return [int(child) for child in text.split()]


class House:
    """`folder` holds the store's data and the processes' logs."""

    def __init__(self, folder: Path, workers: int = 2) -> None:
        self.valkey = Valkey(folder)
        self.settings = Settings(
            redis_url=self.valkey.url,
            port=free_port(),
            admin_port=free_port(),
            workers=workers,
        )
        self.url = f"http://127.0.0.1:{self.settings.port}"
        self._log = (folder / "house.log").open("ab")
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._began = datetime.now(UTC)

    async def start(self) -> str:
        """Start everything, make the site `blog`, and return its secret key."""
        self.valkey.start()
        store = Store(self.settings.redis_url)
        await store.sites.add("blog")
        key = await store.sites.add_key("blog", KeyKind.SECRET)
        await store.close()
        self.start_part("serve")
        self.start_part("work")
        await self.ready()
        return key

    def start_part(self, name: str, *options: str) -> None:
        """`serve` or `work`, as the operator's command of that name."""
        self._processes[name] = subprocess.Popen(
            [sys.executable, "-m", "ops", name, *options],
            env={**os.environ, **to_environ(self.settings)},
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    async def ready(self) -> None:
        """Return when the service says that it is, and a worker has its checks prepared."""
        await eventually(self._is_ready, 30)
        doorbell = Doorbell(self.settings.redis_url)
        await eventually(lambda: doorbell.staffed(self._began), 30)
        await doorbell.close()

    def pid(self, name: str) -> int:
        return self._processes[name].pid

    def workers(self) -> list[int]:
        return children(self.pid("work"))

    def horses(self) -> list[int]:
        """The forked processes that run a job right now."""
        return [horse for worker in self.workers() for horse in children(worker)]

    def kill_part(self, name: str) -> None:
        process = self._processes.pop(name)
        process.kill()
        process.wait()

    async def take_over(self) -> tuple[int, float]:
        """A new service takes the old one's place. The old one's exit code, and its last seconds.

        Nobody tells the old one to stop but the new one, so the seconds begin with the new one's.
        """
        old = self._processes["serve"]
        began = time.monotonic()
        self.start_part("serve", "--take-over")
        try:
            await eventually(lambda: old.poll() is not None, 60)
        finally:
            old.kill()
        assert self._processes["serve"].poll() is None
        return old.returncode, time.monotonic() - began

    async def restart_part(self, name: str) -> tuple[int, float]:
        """Stop gently and start again: the exit code, and the seconds that it took to end."""
        old = self._processes[name]
        began = time.monotonic()
        old.send_signal(signal.SIGTERM)
        await eventually(lambda: old.poll() is not None, 60)
        self.start_part(name)
        return old.returncode, time.monotonic() - began

    async def stop(self) -> dict[str, int]:
        """End service and workers gently, the store hard; exit codes by name."""
        for process in self._processes.values():
            process.send_signal(signal.SIGTERM)
        codes = {name: process.wait(30) for name, process in self._processes.items()}
        self._processes.clear()
        self.valkey.kill()
        self._log.close()
        return codes

    async def _is_ready(self) -> bool:
        url = f"http://127.0.0.1:{self.settings.admin_port}/readyz"
        try:
            async with aiohttp.ClientSession() as session, session.get(url) as response:
                return response.status == 200
        except aiohttp.ClientError:
            return False
