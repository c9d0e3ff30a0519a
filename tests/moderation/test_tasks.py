"""A task ends, however it takes its cancellation, and one that is kept up goes on until then."""

import asyncio
import contextlib
import functools

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


async def test_work_that_fails_is_begun_again_until_it_is_ended(
    caplog: pytest.LogCaptureFixture,
) -> None:
    runs = asyncio.Queue[int]()

    async def dig(depth: int) -> None:
        runs.put_nowait(depth)
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")

    task = asyncio.create_task(tasks.keep_up(functools.partial(dig, 3)))
    async with asyncio.timeout(10):
        assert [await runs.get() for _ in range(3)] == [3, 3, 3]
        await tasks.end(task)
    assert task.cancelled()
    assert "dig failed, starting it again" in caplog.text
