"""A task ends, however it takes its cancellation."""

import asyncio
import contextlib

import pytest

from moderation import tasks


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "AGAIN_SECONDS", 0.01)


async def test_a_task_whose_library_swallowed_the_cancellation_ends_all_the_same() -> None:
    begun = asyncio.Event()

    async def work() -> None:
        begun.set()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await begun.wait()
    async with asyncio.timeout(10):
        await tasks.end(task)
    assert task.cancelled()


async def test_a_task_that_fails_at_its_end_has_ended() -> None:
    begun = asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            raise ValueError

    task = asyncio.create_task(work())
    await begun.wait()
    await tasks.end(task)
    assert task.done()
