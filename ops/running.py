"""Running a process: a long-lived one until a signal, and not longer than its loop is alive; a
command until it is done or interrupted.
"""

import asyncio
import faulthandler
import signal
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import TypeVar

import click

from moderation.tasks import end

Result = TypeVar("Result")

STALL_SECONDS = 30
BEAT_SECONDS = 5.0

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def run(work: Callable[[asyncio.Event], Awaitable[None]], heartbeat: Path | None = None) -> None:
    """Run `work` until it returns; the event it is given is set by SIGTERM, SIGINT or SIGHUP."""

    async def main() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in STOP_SIGNALS:
            loop.add_signal_handler(number, stop.set)
        beating = asyncio.create_task(_beat(heartbeat))
        try:
            await work(stop)
        finally:
            beating.cancel()  # the last alarm stays set: closing the loop must not hang either

    try:
        asyncio.run(main())
    finally:
        signal.alarm(0)


def finish(work: Coroutine[None, None, Result]) -> Result:
    """Run `work` to its end, or to the first Ctrl-C: then it cleans up and `click.Abort` is raised.

    `asyncio.run` cancels once, which a library's time limit may take for its own.
    """

    async def main() -> Result:
        task = asyncio.create_task(work)
        interrupted = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, interrupted.set)
        waiting = asyncio.create_task(interrupted.wait())
        await asyncio.wait((task, waiting), return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if not task.done():
            await end(task)
            raise click.Abort
        return task.result()

    return asyncio.run(main())


async def _beat(heartbeat: Path | None) -> None:
    """Put off the alarm that ends a process whose loop has stalled.

    Docker restarts what has exited, not what hangs. An alarm needs no thread (workers are forked
    from here) and is not inherited by a fork; where the loop hung is written to stderr.
    """
    faulthandler.register(signal.SIGALRM, file=2, chain=True)
    while True:
        signal.alarm(STALL_SECONDS)
        if heartbeat is not None:
            heartbeat.touch()  # noqa: ASYNC240 - a file in memory
        await asyncio.sleep(BEAT_SECONDS)
