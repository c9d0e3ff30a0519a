"""Waiting for what happens in another process, which no event of ours announces."""

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any

PAUSE = 0.01


async def eventually(look: Callable[[], Any], seconds: float = 10) -> Any:
    """The first true answer of `look`; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if inspect.isawaitable(found):
            found = await found
        if found:
            return found
        await asyncio.sleep(PAUSE)
    raise AssertionError(f"it did not happen within {seconds} s")
