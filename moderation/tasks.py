"""Keeping a background task up, whatever fails in it, and ending it, whatever it is doing."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

log = logging.getLogger(__name__)

AGAIN_SECONDS = 1.0


async def keep_up(work: Callable[[], Awaitable[None]]) -> None:
    """Do it again whenever it ends, until cancelled.

    A fault in one of these must not leave who relies on it waiting for ever, in a process that is
    well to look at.
    """
    while True:
        try:
            await work()
        except Exception:
            name = getattr(work, "func", work).__qualname__
            log.exception("%s failed, starting it again", name)
        await asyncio.sleep(AGAIN_SECONDS)


async def end(task: "asyncio.Task[Any]") -> None:
    """Cancel a task until it has ended; what it raised is dropped.

    Once is not always enough: a time limit of a library's that strikes in the same moment can take
    the cancellation for its own and answer with a timeout. Of some 200 pools that were stopped in
    the midst of work, one waited for its sweeper for ever.
    """
    while not task.done():
        task.cancel()
        await asyncio.wait((task,), timeout=AGAIN_SECONDS)
    if not task.cancelled():
        task.exception()
