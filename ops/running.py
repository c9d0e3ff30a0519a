"""Running a long-lived process: until a signal, and not longer than its loop is alive."""

import asyncio
import faulthandler
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

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
