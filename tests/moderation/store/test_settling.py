"""Decisions that wait: without any effect, on disk, and taken back by nobody but who made them."""

from typing import Any

import pytest

from moderation.comment import Comment, Status
from moderation.store import Store
from moderation.store.records import Decision
from moderation.store.settling import MOST_MS
from tests import make

ANA, BEN = "moderator:ana", "moderator:ben"


def wanted(made: Comment, to: Status = Status.PUBLISHED, **fields: Any) -> Decision:
    fields.setdefault("by", ANA)
    return make.decision(made, to, **{"status": Status.HELD, "version": 2, **fields})


async def put(store: Store, made: Comment, ms: int = 10_000, **fields: Any) -> Any:
    (outcome,) = await store.settling.put([wanted(made, **fields)], ms)
    return outcome


async def take_back(store: Store, made: Comment) -> bool:
    (found,) = await store.settling.find("blog", [made.id])
    return found is not None and await store.settling.take_back([found]) == [True]


async def due(store: Store) -> list[str]:
    return [each.id for each in await store.settling.due(["blog"], 10)]


def everything(raw: Any) -> dict[bytes, bytes]:
    return {key: raw.dump(key) for key in raw.keys("*")}


async def test_one_that_waits_has_no_effect(store: Store, raw: Any) -> None:
    held = await make.decided(store, Status.HELD)
    before = everything(raw)
    put_ = await put(store, held, reason="spam", note='a "note"\n]')
    assert put_.made
    assert put_.waits.due == put_.waits.at + 10_000
    assert set(everything(raw)) - set(before) == {
        b"gr:{blog}:unsettled",
        b"gr:{blog}:settling:held",
    }
    assert {key: everything(raw)[key] for key in before} == before
    (waits,) = await store.settling.of("blog", [held.id])
    assert waits is not None
    assert waits == put_.waits
    assert waits.decision("blog", held.id) == wanted(held, reason="spam", note='a "note"\n]')
    assert await due(store) == []


async def test_taken_back_it_has_never_been(store: Store, raw: Any) -> None:
    held = await make.decided(store, Status.HELD)
    before = everything(raw)
    await put(store, held)
    (found,) = await store.settling.find("blog", [held.id])
    assert found
    assert await store.settling.take_back([found]) == [True]
    assert everything(raw) == before
    assert await store.settling.take_back([found]) == [False]
    assert not await take_back(store, held)


async def test_a_second_decision_is_told_of_the_first(store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    first = await put(store, held)
    second = await put(store, held, to=Status.REJECTED, by=BEN)
    assert not second.made
    assert second.waits == first.waits
    assert await store.settling.of("blog", [held.id]) == [first.waits]


@pytest.mark.parametrize(("status", "version"), [(Status.HELD, 1), (Status.REJECTED, 2)])
async def test_only_on_what_was_seen(store: Store, status: Status, version: int) -> None:
    held = await make.decided(store, Status.HELD)
    outcome = await put(store, held, status=status, version=version)
    assert (outcome.made, outcome.waits, outcome.status) == (False, None, Status.HELD)
    unknown = await put(store, make.comment())
    assert (unknown.made, unknown.waits, unknown.status) == (False, None, None)
    assert await store.settling.sizes("blog") == {Status.HELD: 0, Status.REJECTED: 0}


async def test_what_is_due_cannot_be_taken_back(store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    await put(store, held, 0)
    assert await due(store) == [held.id]
    assert not await take_back(store, held)
    (one,) = await store.settling.due(["blog"], 10)
    await store.settling.settled([one])
    assert await due(store) == []
    assert await store.settling.of("blog", [held.id]) == [None]


async def test_another_that_waits_meanwhile_stays(store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    await put(store, held, 0)
    (first,) = await store.settling.due(["blog"], 10)
    await store.settling.settled([first])
    await put(store, held, 0, to=Status.REJECTED)
    await store.settling.settled([first])
    assert await due(store) == [held.id]


async def test_it_waits_no_longer_than_a_minute_whatever_the_clock_does(
    store: Store, raw: Any
) -> None:
    held = await make.decided(store, Status.HELD)
    far = await put(store, held, 10 * MOST_MS)
    assert far.waits.due == far.waits.at + MOST_MS
    raw.zadd("gr:{blog}:settling:held", {held.id: far.waits.due + 3_600_000})
    assert await due(store) == [held.id]
    assert not await take_back(store, held)


async def test_a_place_without_a_decision_is_given_out_and_goes(store: Store, raw: Any) -> None:
    raw.zadd("gr:{blog}:settling:held", {"lost": 1})
    (lost,) = await store.settling.due(["blog"], 10)
    assert lost.decision is None
    await store.settling.settled([lost])
    assert await due(store) == []


async def test_who_is_about_to_leave_is_counted_by_where_they_are(store: Store) -> None:
    held = [await make.decided(store, Status.HELD) for _ in range(2)]
    rejected = await make.decided(store, Status.REJECTED)
    await store.settling.put([wanted(made) for made in held], 10_000)
    await put(store, rejected, status=Status.REJECTED)
    assert await store.settling.sizes("blog") == {Status.HELD: 2, Status.REJECTED: 1}
    assert await store.settling.leaving("blog", Status.HELD) == {made.id for made in held}
    assert await store.settling.leaving("blog", Status.PUBLISHED) == set()
    assert await store.settling.leaving("other", Status.HELD) == set()


UNREADABLE = [
    "{",
    b"\xff",
    '{"at":1,"due":1,"by":"moderator:ana","thread_key":"/","from":"held","to":"pending","version":2}',
]


@pytest.mark.parametrize("raw_entry", UNREADABLE)
async def test_one_that_cannot_be_read_keeps_nobody_waiting(
    store: Store, raw: Any, raw_entry: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """However many there are of them, and on whatever site."""
    held = await make.decided(store, Status.HELD)
    await put(store, held, 0)
    for number in range(12):
        raw.hset("gr:{blog}:unsettled", f"bad{number}", raw_entry)
        raw.zadd("gr:{blog}:settling:held", {f"bad{number}": 1})
    raw.set("gr:{zine}:settling:held", "x")
    raw.zadd("gr:{blog}:settling:rejected", {b"\xff": 1})
    looks = [[each.id for each in await store.settling.due(["zine", "blog"], 10)] for _ in range(3)]
    assert held.id in looks[-1]
    assert not [each for each in looks[-1] if each.startswith("bad")]
    assert caplog.text.count("bad3") == 1, "told once, whatever is asked again"
    assert "ana" not in caplog.text
    assert raw.hlen("gr:{blog}:unsettled") == 13
    assert await store.settling.of("blog", ["bad1", held.id]) != [None, None]
    assert (await store.settling.find("blog", ["bad1"])) == [None]
    assert held.id in await store.settling.leaving("blog", Status.HELD)


async def test_one_that_cannot_be_read_gives_way_to_the_next(store: Store, raw: Any) -> None:
    held = await make.decided(store, Status.HELD)
    raw.hset("gr:{blog}:unsettled", held.id, "{")
    made = await put(store, held)
    assert made.made
    assert await store.settling.of("blog", [held.id]) == [made.waits]
    again = await put(store, held, to=Status.REJECTED, by=BEN)
    assert (again.made, again.waits) == (False, made.waits)
