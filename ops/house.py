"""Everything that `greenroom up` runs, opened in order and closed in reverse."""

import asyncio
import contextlib
import logging
import os
import shutil
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from moderation.doorbell import Doorbell
from moderation.settings import PREFIX, Settings, to_environ
from moderation.store.connection import StoreErrors
from ops import blog, credentials, demo, embedded, sockets
from ops.children import Child
from ops.client import Unreachable
from ops.console import Failure, tell
from ops.credentials import Credentials
from ops.stores import opened

log = logging.getLogger(__name__)

READY_SECONDS = 60.0
LOOK_SECONDS = 0.05
FILL_SECONDS = 60.0
# A little more than each gives itself: service.server.SHUTDOWN_SECONDS, workers.pool.STOP_SECONDS.
SERVICE_GRACE, WORKERS_GRACE = 15.0, 25.0


class House:
    """`lock_fd` None: the store is somebody else's. `demo_port` None: no demo."""

    def __init__(
        self, settings: Settings, *, data: Path, lock_fd: int | None, demo_port: int | None
    ) -> None:
        self._settings = settings
        self._data = data
        self._lock_fd = lock_fd
        self._demo_port = demo_port
        self._children: list[Child] = []
        self._blog = contextlib.AsyncExitStack()
        self._socket: Path | None = None

    async def live(self) -> None:
        """Start everything, say where it is, and stay until cancelled. Raises `Failure`."""
        began = datetime.now(UTC)
        if self._lock_fd is not None:
            await self._open_store(self._lock_fd)
        kept = await self._prepare_demo()
        await self._start("service", "serve", SERVICE_GRACE)
        await self._start("workers", "work", WORKERS_GRACE)
        article = None
        if kept is not None and self._demo_port is not None:
            at = self._settings.public_url
            served = blog.served(self._demo_port, at, kept.site, kept.pk)
            article = await self._blog.enter_async_context(served)
        await self._wait_until_ready()
        await self._wait_for_a_worker(began)
        if kept is not None and article is not None and not kept.filled:
            await self._fill(kept, article)
        self._welcome(kept, article)
        await asyncio.Event().wait()

    async def close(self, hurry: asyncio.Event) -> None:
        """End the service, then the workers, then the store."""
        tell("Stopping (Ctrl-C again: at once) ...")
        await self._blog.aclose()
        store_last = sorted(self._children, key=lambda child: child.name == "store")
        for child in store_last:  # the service before the workers, as they were started
            await child.stop(hurry)
        if self._socket is not None and self._socket.parent != self._data:
            shutil.rmtree(self._socket.parent, ignore_errors=True)
        tell("Stopped.")

    async def _open_store(self, lock_fd: int) -> None:
        self._socket = embedded.socket_path(self._data)
        url = f"unix://{self._socket}"
        self._settings = replace(self._settings, redis_url=url)
        child = embedded.create(self._data, self._socket, lock_fd)
        self._children.append(child)
        await child.start()
        await embedded.wait_until_up(child, url, self._data / "valkey.log")
        (self._data / "redis.url").write_text(f"{url}\n", encoding="utf-8")

    async def _prepare_demo(self) -> Credentials | None:
        if self._demo_port is None:
            return None
        async with opened(self._settings) as store:
            return await credentials.ensure(
                store, self._data, self._settings.public_url, self._demo_port
            )

    async def _start(self, name: str, command: str, grace: float) -> None:
        outer = {n: value for n, value in os.environ.items() if not n.startswith(PREFIX)}
        environ = outer | to_environ(self._settings)
        child = Child(name, [sys.executable, "-P", "-m", "ops", command], environ, grace=grace)
        self._children.append(child)
        await child.start()

    async def _wait_until_ready(self) -> None:
        settings = self._settings
        address = sockets.reachable(settings.admin_host, settings.admin_port)
        told = "it does not answer"
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(READY_SECONDS), aiohttp.ClientSession() as session:
                while True:
                    with contextlib.suppress(aiohttp.ClientError, OSError):
                        async with session.get(f"http://{address}/readyz") as answer:
                            if answer.status == 200:
                                return
                            told = await answer.text()
                    await asyncio.sleep(LOOK_SECONDS)
        raise Failure(f"the service is not ready after {READY_SECONDS:.0f} s: {told}")

    async def _wait_for_a_worker(self, since: datetime) -> None:
        """So that the first comment does not wait for checks that are still being prepared."""
        doorbell = Doorbell(self._settings.redis_url)
        try:
            for _ in range(round(READY_SECONDS / LOOK_SECONDS)):
                if await doorbell.staffed(since):
                    return
                await asyncio.sleep(LOOK_SECONDS)
            log.warning("no worker has begun after %.0f s", READY_SECONDS)
        except StoreErrors as exc:
            log.warning("cannot tell whether a worker has begun: %s", type(exc).__name__)
        finally:
            await doorbell.close()

    async def _fill(self, kept: Credentials, article: str) -> None:
        """The first start's comments. Without them Greenroom runs all the same."""
        address = f"http://{sockets.reachable(self._settings.host, self._settings.port)}"
        try:
            async with asyncio.timeout(FILL_SECONDS):
                outcomes = await demo.fill(address, kept.sk, article)
        except (Failure, Unreachable, TimeoutError) as exc:
            log.warning("the demo comments are not all there: %s", exc or type(exc).__name__)
            return
        log.info("demo comments: %s", ", ".join(f"{n} {s}" for s, n in sorted(outcomes.items())))
        credentials.write(self._data, replace(kept, filled="yes"))

    def _welcome(self, kept: Credentials | None, article: str | None) -> None:
        url = self._settings.public_url
        tell("")
        tell("Greenroom is running.")
        if article is not None:
            tell(f"  Demo article    {article}")
        sign_in = f"   user {kept.moderator}, password {kept.password}" if kept else ""
        tell(f"  Review console  {url}/review/{sign_in}")
        tell(f"  API             {url}/docs")
        if kept is None:
            tell("  Add a site with `greenroom site add`, a moderator with `greenroom user add`.")
        else:
            tell(f"  Demo keys       {self._data / credentials.FILE}")
        tell(f"Data is in {self._data}. Stop with Ctrl-C.")
        tell("")
