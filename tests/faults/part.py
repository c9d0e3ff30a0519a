"""A process that is started again whenever it ends, as `restart: always` does."""

import asyncio
import contextlib
import math
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.eventually import eventually

RESTART_SECONDS = 0.2


class Part:
    """`before_start` is called before every start, the first included."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environ: Mapping[str, str],
        log: Path,
        before_start: Callable[[], None] = lambda: None,
    ) -> None:
        self.name = name
        self.environ = dict(environ)
        self.exits: list[int] = []
        self.wanted = True  # False: what has ended stays down for now
        self._command = list(command)
        self._log = log
        self._before_start = before_start
        self._process: subprocess.Popen[bytes] | None = None
        self._keeper: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None, f"{self.name} has not been started"
        return self._process.pid

    def start(self) -> None:
        """Start it, and from now on again whenever it has ended."""
        self._launch()
        self._keeper = asyncio.create_task(self._keep())

    def signal(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Send it a signal, if it is there to get one."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)

    async def gone(self) -> None:
        """Return when the process that runs now has ended."""
        process = self._process
        if process is not None:
            await eventually(lambda: process.poll() is not None, math.inf)

    async def stop(self, seconds: float = 20) -> int:
        """End it for good: gently, and after a while not. Its exit code."""
        if self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(seconds):
                await self.gone()
        except TimeoutError:
            self.signal(signal.SIGKILL)
            await self.gone()
        return 0 if self._process is None else int(self._process.wait())

    def _launch(self) -> None:
        self._before_start()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                env={**os.environ, **self.environ},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def _keep(self) -> None:
        while True:
            await self.gone()
            assert self._process is not None
            self.exits.append(self._process.wait())
            await asyncio.sleep(RESTART_SECONDS)
            await eventually(lambda: self.wanted, math.inf)
            self._launch()
