"""Carrying out what people decided: once, whatever happened meanwhile."""

import asyncio
from typing import Any

import pytest

from moderation.comment import Comment, Status
from moderation.store import Store
from moderation.store.desk import Aside
from moderation.tasks import end
from service import settling
from service.decisions import AlreadyDecided, CommentChanged, Outcome, Wish, carry_out, take_back
from tests import make
from tests.eventually import eventually
from tests.service.pages import add_blog

ANA, BEN = "moderator:ana", "moderator:ben"


@pytest.fixture(autouse=True)
async def blog(store: Store) -> None:
    await add_blog(store)


async def decide(
    store: Store, made: Comment, to: Status = Status.PUBLISHED, by: str = ANA, **more: Any
) -> Any:
    more.setdefault("wait_ms", 10_000)
    wish = Wish(to, more.pop("version", 2), by)
    return await carry_out(store, "blog", made.id, wish, **more)


def make_due(raw: Any) -> None:
    """The time in which a decision can be taken back is over."""
    for status in ("held", "rejected"):
        key = f"gr:{{blog}}:settling:{status}"
        for comment_id in raw.zrange(key, 0, -1):
            raw.zadd(key, {comment_id: 1})


async def test_a_decision_is_carried_out_when_it_is_due(store: Store, raw: Any) -> None:
    held = await make.decided(store, Status.HELD)
    await store.desk.set_aside("blog", Aside.SECOND_OPINION, held.id)
    outcome = await decide(store, held)
    assert not outcome.already
    assert outcome.waits is not None
    assert await settling.settle(store) == 0
    assert (await make.read(store, held)).status is Status.HELD
    make_due(raw)
    assert await settling.settle(store) == 1
    record = await make.read(store, held)
    assert (record.status, record.version, record.history[-1].by) == (Status.PUBLISHED, 3, ANA)
    assert not (await store.desk.of("blog", held.id)).aside
    assert await settling.settle(store) == 0


async def test_one_that_was_carried_out_before_a_kill_is_made_once(store: Store, raw: Any) -> None:
    held = await make.decided(store, Status.HELD)
    outcome = await decide(store, held)
    make_due(raw)
    await store.comments.decide([outcome.waits.decision("blog", held.id)])
    assert await settling.settle(store) == 1
    record = await make.read(store, held)
    assert (record.status, record.version) == (Status.PUBLISHED, 3)
    assert (await store.desk.of("blog", held.id)).notes == ()


async def test_who_took_back_what_was_just_being_carried_out_was_not_too_late(
    store: Store, raw: Any
) -> None:
    """A service has read what is due; another has carried it out, and its maker undone it."""
    held = await make.decided(store, Status.HELD)
    await decide(store, held)
    make_due(raw)
    due = await store.settling.due(["blog"], 10)
    await take_back(store, "blog", [held.id], ANA)
    for each in due:
        key, score = f"gr:{{blog}}:settling:{each.from_}", 1
        raw.hset("gr:{blog}:unsettled", each.id, each.raw)
        raw.zadd(key, {each.id: score})
    await settling.settle(store)
    record = await make.read(store, held)
    assert (record.status, record.version) == (Status.HELD, 4)
    assert (await store.desk.of("blog", held.id)).notes == ()


async def test_who_was_too_late_is_told(store: Store, raw: Any) -> None:
    """Only what does not look at decisions that wait can overtake one: a script, an edit."""
    held = await make.decided(store, Status.HELD)
    await decide(store, held, Status.PUBLISHED)
    faster = make.decision(held, Status.REJECTED, status=Status.HELD, version=2, by=BEN)
    await store.comments.decide([faster])
    make_due(raw)
    assert await settling.settle(store) == 1
    assert (await make.read(store, held)).status is Status.REJECTED
    (note,) = (await store.desk.of("blog", held.id)).notes
    assert (note.by, note.too_late) == (ANA, Status.PUBLISHED)
    assert await settling.settle(store) == 0


async def test_a_comment_that_is_gone_stops_nobody(store: Store, raw: Any) -> None:
    gone, held = [await make.decided(store, Status.HELD) for _ in range(2)]
    await decide(store, gone)
    await decide(store, held)
    raw.delete(f"gr:{{blog}}:comment:{gone.id}")
    make_due(raw)
    await settling.settle(store)
    assert (await make.read(store, held)).status is Status.PUBLISHED
    assert await settling.settle(store) == 0


async def test_the_service_goes_on_after_the_store_was_away(
    store: Store, raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = await make.decided(store, Status.HELD)
    await decide(store, held)
    make_due(raw)
    failures, names = iter((OSError(),)), store.sites.names

    async def failing() -> list[str]:
        for failure in failures:
            raise failure
        return await names()

    monkeypatch.setattr(store.sites, "names", failing)
    monkeypatch.setattr(settling, "PAUSE", 0.01)
    task = asyncio.create_task(settling.run(store))

    async def published() -> bool:
        return (await make.read(store, held)).status is Status.PUBLISHED

    await eventually(published)
    await end(task)


async def test_the_same_decision_again_waits_once(store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    first = await decide(store, held)
    again = await decide(store, held, by=BEN)
    assert again.already
    assert again.waits == first.waits


@pytest.mark.parametrize("wait_ms", [0, 10_000])
async def test_another_decision_is_refused_while_one_waits(store: Store, wait_ms: int) -> None:
    held = await make.decided(store, Status.HELD)
    await decide(store, held, Status.PUBLISHED)
    with pytest.raises(AlreadyDecided) as refused:
        await decide(store, held, Status.REJECTED, BEN, wait_ms=wait_ms)
    assert (refused.value.last.by, refused.value.last.to) == (ANA, Status.PUBLISHED)
    assert (await make.read(store, held)).version == 2


async def test_a_program_that_agrees_does_not_wait(store: Store, raw: Any) -> None:
    held = await make.decided(store, Status.HELD)
    await decide(store, held)
    outcome = await decide(store, held, by="api", wait_ms=0)
    assert (outcome.already, outcome.record.status) == (False, Status.PUBLISHED)
    make_due(raw)
    await settling.settle(store)
    assert (await make.read(store, held)).version == 3
    assert (await store.desk.of("blog", held.id)).notes == ()


async def test_hiding_what_readers_see_does_not_wait(store: Store) -> None:
    published = await make.decided(store, Status.PUBLISHED)
    outcome = await decide(store, published, Status.HELD)
    assert (outcome.waits, outcome.record.status) == (None, Status.HELD)


async def test_only_what_was_seen_can_be_decided(store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    with pytest.raises(CommentChanged):
        await decide(store, held, version=9)
    assert await store.settling.of("blog", [held.id]) == [None]


@pytest.mark.parametrize(
    ("late", "version"), [(False, 2), (True, 4)], ids=["in time", "too late: by a move"]
)
async def test_undo_brings_the_comment_back(
    store: Store, raw: Any, late: bool, version: int
) -> None:
    held = await make.decided(store, Status.HELD)
    await decide(store, held)
    if late:
        make_due(raw)
    (outcome,) = await take_back(store, "blog", [held.id], ANA)
    assert isinstance(outcome, Outcome)
    assert (outcome.already, outcome.record.status) == (False, Status.HELD)
    assert outcome.record.version == version
    (again,) = await take_back(store, "blog", [held.id], ANA)
    assert isinstance(again, Outcome)
    assert (again.already, again.record.version) == (True, version)
    make_due(raw)
    await settling.settle(store)
    assert (await make.read(store, held)).version == version


async def test_nobody_undoes_what_another_decided(store: Store, raw: Any) -> None:
    held = await make.decided(store, Status.HELD)
    await decide(store, held)
    (refused,) = await take_back(store, "blog", [held.id], BEN)
    assert isinstance(refused, AlreadyDecided)
    make_due(raw)
    await settling.settle(store)
    (refused,) = await take_back(store, "blog", [held.id], BEN)
    assert isinstance(refused, AlreadyDecided)
    assert (await make.read(store, held)).status is Status.PUBLISHED


async def test_one_that_cannot_be_carried_out_keeps_no_other_waiting(
    store: Store, raw: Any, caplog: pytest.LogCaptureFixture
) -> None:
    broken, held, late = [await make.decided(store, Status.HELD) for _ in range(3)]
    for each in (broken, held, late):
        await decide(store, each)
    raw.hset(f"gr:{{blog}}:comment:{broken.id}", "history", "what they wrote")
    await store.comments.decide(
        [make.decision(late, Status.REJECTED, status=Status.HELD, version=2)]
    )
    raw.hset(f"gr:{{blog}}:comment:{late.id}", "doc", "what they wrote")
    raw.hset("gr:{blog}:unsettled", "unread", "what they wrote")
    make_due(raw)
    raw.zadd("gr:{blog}:settling:held", {"unread": 1})
    told: set[tuple[str, str]] = set()
    assert [await settling.settle(store, told) for _ in range(3)] == [2, 0, 0]
    assert (await make.read(store, held)).status is Status.PUBLISHED
    waits = {each.decode() for each in raw.hkeys("gr:{blog}:unsettled")}
    assert waits == {broken.id, "unread"}, "what was not carried out waits on"
    assert caplog.text.count(broken.id) == 1
    assert caplog.text.count("unread") == 1
    assert "they wrote" not in caplog.text
