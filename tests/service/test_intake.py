"""Group commit, with a store that a test can hold back."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from moderation.store.comments import Comments
from moderation.store.records import Accepted, Intake, Receipt
from service.intake import BATCH, WAITING_LIMIT, IntakeRefused, Intakes
from service.readiness import NotReady
from tests import make
from tests.service.blog import Blog, problem


class SlowStore:
    """Answers when told to. Keeps the sizes of the batches it was given."""

    def __init__(self) -> None:
        self.comments = self
        self.batches: list[int] = []
        self.go = asyncio.Event()
        self.fault: Exception | None = None

    async def accept(self, intakes: Sequence[Intake]) -> list[Receipt | Exception]:
        self.batches.append(len(intakes))
        await self.go.wait()
        if self.fault:
            raise self.fault
        return [Receipt(Accepted.ACCEPTED, i.comment.id, rung=True) for i in intakes]


class Bell:
    def __init__(self) -> None:
        self.rung: list[str] = []

    async def ring(self, site: str) -> bool:
        self.rung.append(site)
        return True


class Ready:
    def __init__(self) -> None:
        self.doubts = 0
        self.faults: tuple[str, ...] = ()

    def doubt(self) -> None:
        self.doubts += 1

    async def require(self, size: int = 0) -> None:
        if self.faults:
            raise NotReady(self.faults)


class Desk:
    """An intake with its surroundings."""

    def __init__(self) -> None:
        self.store, self.bell, self.ready = SlowStore(), Bell(), Ready()
        parts: Any = (self.store, self.bell, self.ready)
        self.intakes = Intakes(*parts)

    def submit(self) -> "asyncio.Task[Receipt]":
        return asyncio.create_task(self.intakes.submit(Intake(make.comment())))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    running = asyncio.create_task(made.intakes.run())
    yield made
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_what_arrives_during_a_write_shares_the_next(desk: Desk) -> None:
    first = desk.submit()
    await settle()
    later = [desk.submit() for _ in range(40)]
    await settle()
    assert desk.store.batches == [1]
    desk.store.go.set()
    await asyncio.gather(first, *later)
    assert desk.store.batches == [1, 40]


async def test_nobody_has_a_receipt_before_the_store_answers(desk: Desk) -> None:
    submitted = desk.submit()
    await settle()
    assert not submitted.done()
    desk.store.go.set()
    assert (await submitted).word is Accepted.ACCEPTED


async def test_a_batch_has_a_limit(desk: Desk) -> None:
    tasks = [desk.submit() for _ in range(BATCH + 10)]
    desk.store.go.set()
    await asyncio.gather(*tasks)
    assert desk.store.batches == [BATCH, 10]


async def test_a_failed_write_refuses_its_batch_and_no_other(desk: Desk) -> None:
    desk.store.fault = ConnectionError()
    desk.store.go.set()
    with pytest.raises(IntakeRefused):
        await desk.submit()
    assert desk.ready.doubts == 1
    desk.store.fault = None
    assert (await desk.submit()).word is Accepted.ACCEPTED


async def test_a_write_that_took_long_to_fail_refuses_who_waited_for_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.intake.PATIENCE", 0)
    first = desk.submit()
    await settle()
    second = desk.submit()
    await settle()
    desk.store.fault = TimeoutError()
    desk.store.go.set()
    for task in (first, second):
        with pytest.raises(IntakeRefused):
            await task
    assert desk.store.batches == [1]


async def test_an_unready_store_is_given_nothing(desk: Desk) -> None:
    desk.ready.faults = ("appendonly is no",)
    with pytest.raises(IntakeRefused):
        await desk.submit()
    assert desk.store.batches == []


async def test_a_full_waiting_room_refuses_at_once(desk: Desk) -> None:
    writing = desk.submit()
    await settle()
    waiting = [desk.submit() for _ in range(WAITING_LIMIT)]
    await settle()
    with pytest.raises(IntakeRefused):
        await desk.submit()
    desk.store.go.set()
    await asyncio.gather(writing, *waiting)


async def test_a_client_that_hangs_up_harms_nobody(desk: Desk) -> None:
    gone, stays = desk.submit(), desk.submit()
    await settle()
    gone.cancel()
    desk.store.go.set()
    assert (await stays).word is Accepted.ACCEPTED


async def test_stopping_refuses_who_waits() -> None:
    desk = Desk()
    running = asyncio.create_task(desk.intakes.run())
    writing = desk.submit()
    await settle()
    waiting = desk.submit()
    await settle()
    running.cancel()
    results = await asyncio.gather(writing, waiting, return_exceptions=True)
    assert all(isinstance(result, IntakeRefused) for result in results)
    await asyncio.gather(running, return_exceptions=True)


async def test_a_site_is_rung_for_once_a_batch(desk: Desk) -> None:
    tasks = [desk.submit() for _ in range(10)]
    desk.store.go.set()
    await asyncio.gather(*tasks)
    await settle()
    assert desk.bell.rung == ["blog"]


async def test_after_a_fault_of_ours_the_next_comment_is_taken(
    blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = True
    accept = Comments.accept

    async def faulty(self: Comments, intakes: Sequence[Intake]) -> Any:
        if broken:
            raise RuntimeError("a fault of ours")
        return await accept(self, intakes)

    monkeypatch.setattr(Comments, "accept", faulty)
    await problem(await blog.post(), 503, "service-degraded")
    broken = False
    assert (await blog.post()).status == 202
