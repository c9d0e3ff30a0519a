"""Ending a background task, whatever it is in the middle of."""

import asyncio
from typing import Any

AGAIN_SECONDS = 1.0


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
