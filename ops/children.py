"""Child processes: tethered to this one, kept alive, and ended in order."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from moderation.process import end_session

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
SETTLED_SECONDS = 30.0  # who has lived so long begins again with the first pause


class Child:
    """A program that runs until `stop`, again and again if it must.

    It has a session of its own, so that a terminal's Ctrl-C reaches only us; it ends when we do,
    however we end. `fds` are kept open in it.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environ: Mapping[str, str],
        *,
        grace: float,
        fds: tuple[int, ...] = (),
    ) -> None:
        self.name = name
        self._command = (sys.executable, "-P", "-m", "ops.tether", str(os.getpid()), *command)
        self._environ = {**environ, "PYTHONPATH": _with_root(environ.get("PYTHONPATH"))}
        self._grace = grace
        self._fds = fds
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._stopping = False
        self.starts = 0

    async def start(self) -> None:
        await self._spawn()
        self._keeper = asyncio.create_task(self._keep())

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def stop(self, hurry: asyncio.Event) -> None:
        """End it gently; by force when its time is up, or at once on `hurry`."""
        self._stopping = True
        if self._keeper is not None and not self.running:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
        if self._process is None:
            return
        if self.running:
            self._send(signal.SIGTERM)
            await self._wait_for_end(hurry)
        end_session(self._process.pid)

    async def _wait_for_end(self, hurry: asyncio.Event) -> None:
        assert self._process is not None
        ended = asyncio.ensure_future(self._process.wait())
        hurried = asyncio.ensure_future(hurry.wait())
        try:
            await asyncio.wait(
                (ended, hurried), timeout=self._grace, return_when=asyncio.FIRST_COMPLETED
            )
            if not ended.done():
                log.error("%s does not stop, killing it", self.name)
                self._send(signal.SIGKILL)
            await ended
        finally:
            hurried.cancel()

    async def _keep(self) -> None:
        pause = FIRST_PAUSE
        while True:
            assert self._process is not None
            began = time.monotonic()
            code = await self._process.wait()
            if self._stopping:
                return
            end_session(self._process.pid)
            if time.monotonic() - began > SETTLED_SECONDS:
                pause = FIRST_PAUSE
            log.error("%s ended (%s), starting it again in %.1f s", self.name, _why(code), pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
            await self._spawn()

    async def _spawn(self) -> None:
        self.starts += 1
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            env=self._environ,
            stdin=asyncio.subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=self._fds,
        )

    def _send(self, number: signal.Signals) -> None:
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(number)


def _with_root(path: str | None) -> str:
    return f"{ROOT}{os.pathsep}{path}" if path else str(ROOT)


def _why(code: int) -> str:
    if code >= 0:
        return f"exit {code}"
    with contextlib.suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"
