"""A thread's comments move to another key: all of them, each once, whatever happens meanwhile."""

import asyncio
import random
from collections import Counter
from typing import Any

import pytest

from moderation.comment import Comment, Status, Thread
from moderation.identity import new_id
from moderation.store import Store, keys
from moderation.store.moving import How, Move, Sealed
from moderation.store.records import Accepted, Decision, Intake
from ops.thread import carry_out
from service.moved import led_on
from tests import make

OLD, NEW = "/old", "/new"
MERGE = Move("blog", OLD, NEW, How.MERGE)
REMAP = Move("blog", OLD, NEW, How.REMAP)


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    monkeypatch.setattr("ops.thread.PAUSE", 0.05)


async def moved(store: Store, move: Move) -> Counter[str]:
    word, _ = await store.moving.seal(move)
    assert word in (Sealed.SEALED, Sealed.AGAIN)
    counts, left = await carry_out(store, move)
    assert left == 0
    return counts


async def is_sound(store: Store) -> None:
    found = [f.sentence async for f in store.fsck.run()]
    assert found == []


async def texts(store: Store, key: str) -> list[str]:
    return [r.comment.body for r in (await store.reading.view("blog", key, 100, None)).page.records]


async def test_all_comments_move_and_keep_what_they_are(store: Store) -> None:
    await store.sites.add("blog")
    made: dict[Status, Comment] = {}
    first = await make.decided(store, Status.PUBLISHED, "one", key=OLD)
    await make.decided(store, Status.PUBLISHED, "two", key=NEW)
    answer = await make.decided(store, Status.PUBLISHED, "three", key=OLD, parent_id=first.id)
    for status in (Status.HELD, Status.REJECTED):
        made[status] = await make.decided(store, status, key=OLD)
    made[Status.PENDING] = await make.kept(store, key=OLD)
    other = await make.decided(store, Status.PUBLISHED, "elsewhere", key="/other")
    before = {c.id: await make.read(store, c) for c in (first, answer, *made.values(), other)}
    counts = await moved(store, MERGE)
    assert counts == {"published": 2, "held": 1, "rejected": 1, "pending": 1}
    assert await texts(store, NEW) == ["one", "two", "three"]
    assert await texts(store, "/other") == ["elsewhere"]
    for comment_id, was in before.items():
        (now,) = await store.comments.read("blog", [comment_id])
        assert now is not None
        assert now.comment.thread.key == ("/other" if comment_id == other.id else NEW)
        assert (now.status, now.version, now.history) == (was.status, was.version, was.history)
        assert (now.created_us, now.comment.parent_id) == (was.created_us, was.comment.parent_id)
    (claim,) = await make.claim(store)
    assert claim.comment.thread.key == NEW
    await store.comments.decide([make.decision(claim.comment, Status.PUBLISHED)])
    assert len(await texts(store, NEW)) == 4
    await is_sound(store)


async def test_the_old_key_leads_to_the_new_thread(store: Store) -> None:
    await store.sites.add("blog")
    await make.decided(store, Status.PUBLISHED, "one", thread=Thread(OLD, title="Hello"))
    await moved(store, REMAP)
    state = await store.threads.state("blog", OLD)
    assert (state.thread.key, state.thread.title, state.published) == (NEW, "Hello", 1)
    assert await texts(store, OLD) == ["one"]
    late = make.comment("late", key=OLD)
    (receipt,) = await store.comments.accept([Intake(late)])
    assert not isinstance(receipt, Exception)
    assert receipt.word is Accepted.CLOSED
    led = await led_on(store, Intake(late))
    assert led is not None
    assert led.comment.thread.key == NEW
    assert await led_on(store, led) is None


async def test_pins_and_what_is_closed_go_along(store: Store, raw: Any) -> None:
    await store.sites.add("blog")
    ids = {}
    for key, count in ((NEW, 2), (OLD, 2)):
        for n in range(count):
            made = await make.decided(store, Status.PUBLISHED, f"{key} {n}", key=key)
            await store.threads.pin("blog", key, made.id, "moderator:ana", on=True)
            ids[f"{key} {n}"] = made.id
    await store.threads.close("blog", OLD, "moderator:ana")
    await moved(store, MERGE)
    state = await store.threads.state("blog", NEW)
    assert len(state.pinned) == 3
    assert state.pinned[:2] == (ids["/new 0"], ids["/new 1"])
    assert state.closed is None
    await store.threads.close("blog", NEW, "moderator:zoe")
    await moved(store, Move("blog", NEW, "/third", How.REMAP))
    third = await store.threads.state("blog", OLD)
    assert third.thread.key == "/third"
    assert third.closed is not None
    assert third.closed.by == "moderator:zoe"
    assert third.pinned == state.pinned
    await is_sound(store)


async def test_a_thread_may_get_its_first_key_back(store: Store) -> None:
    await store.sites.add("blog")
    await make.decided(store, Status.PUBLISHED, "one", key=OLD)
    await moved(store, REMAP)
    await moved(store, Move("blog", NEW, OLD, How.REMAP))
    assert (await store.threads.state("blog", NEW)).thread.key == OLD
    await make.decided(store, Status.PUBLISHED, "two", key=OLD)
    assert await texts(store, NEW) == await texts(store, OLD) == ["one", "two"]
    await is_sound(store)


async def test_what_cannot_be_is_refused_and_changes_nothing(store: Store, raw: Any) -> None:
    for key in (OLD, NEW, "/gone"):
        await make.decided(store, Status.PUBLISHED, key=key)
    await store.moving.seal(Move("blog", "/gone", "/there", How.REMAP))
    before = {key: raw.dump(key) for key in raw.scan_iter("gr:*")}
    for move, word, other in (
        (Move("blog", "/none", NEW, How.MERGE), Sealed.UNKNOWN, ""),
        (Move("blog", OLD, "/none", How.MERGE), Sealed.MISSING, ""),
        (Move("blog", OLD, NEW, How.REMAP), Sealed.TAKEN, ""),
        (Move("blog", OLD, "/gone", How.MERGE), Sealed.ONWARD, "/there"),
        (Move("blog", "/gone", NEW, How.MERGE), Sealed.ELSEWHERE, "/there"),
    ):
        assert await store.moving.seal(move) == (word, other)
    assert await store.moving.seal(MERGE, look=True) == (Sealed.SEALED, "")
    assert {key: raw.dump(key) for key in raw.scan_iter("gr:*")} == before


async def test_what_somebody_is_about_to_decide_on_waits_for_it(store: Store) -> None:
    await store.sites.add("blog")
    leased = await make.kept(store, "leased", key=OLD)
    await make.claim(store)
    held = await make.decided(store, Status.HELD, "held", key=OLD)
    wish = make.decision(held, Status.PUBLISHED, status=Status.HELD, version=2, by="moderator:ana")
    (put,) = await store.settling.put([wish], 60_000)
    assert put.made
    await store.moving.seal(REMAP)
    sweep = await store.moving.sweep(REMAP)
    assert (sweep.moved, sweep.busy) == ({}, 2)
    await store.comments.decide([make.decision(leased, Status.PUBLISHED), wish])
    await store.settling.settled([d for d in await store.settling.find("blog", [held.id]) if d])
    assert await moved(store, REMAP) == {"published": 2}
    assert await texts(store, NEW) == ["leased", "held"]
    await is_sound(store)


async def test_what_is_damaged_stops_no_other(store: Store, raw: Any) -> None:
    """A comment's key of another type, a key that is no text, a decision that cannot be read."""
    await store.sites.add("blog")
    lost, held, late = [await make.decided(store, Status.HELD, key=OLD) for _ in range(3)]
    raw.delete(keys.comment("blog", lost.id))
    raw.set(keys.comment("blog", lost.id), "x")
    raw.set(b"gr:{blog}:comment:\xff", "x")
    for each, waits in ((held, "{"), (late, '"x"')):
        raw.hset(keys.unsettled("blog"), each.id, waits)
    await store.moving.seal(REMAP)
    sweep = await store.moving.sweep(REMAP)
    assert (sweep.moved, sweep.busy) == ({"held": 2}, 0)
    assert (await store.moving.sweep(REMAP)).clean


@pytest.mark.parametrize("late", ["decided", "settling"])
async def test_what_was_decided_as_of_the_old_thread_is_put_right(store: Store, late: str) -> None:
    """Somebody read the comment before it was moved, and decides after that."""
    await store.sites.add("blog")
    shown = await make.decided(store, Status.PUBLISHED, "to be removed", key=OLD)
    held = await make.decided(store, Status.HELD, "to be published", key=OLD)
    await store.moving.seal(REMAP)
    await store.moving.sweep(REMAP)
    publish = make.decision(held, Status.PUBLISHED, status=Status.HELD, version=2, by="moderator:a")
    remove = make.decision(
        shown, Status.REMOVED, status=Status.PUBLISHED, version=2, by="moderator:a"
    )
    if late == "decided":
        await store.comments.decide([publish, remove])
        sweep = await store.moving.sweep(REMAP)
        assert (sweep.righted, sweep.clean) == (2, False)
        assert await texts(store, NEW) == ["to be published"]
    else:
        await store.settling.put([publish], 60_000)
        assert (await store.moving.sweep(REMAP)).busy == 1
        due = [each for each in await store.settling.find("blog", [held.id]) if each]
        await store.comments.decide([each.decision for each in due if each.decision])
        await store.settling.settled(due)
    await moved(store, REMAP)
    assert "to be published" in await texts(store, NEW)
    await is_sound(store)


@pytest.mark.parametrize("seed", range(5))
async def test_nothing_is_lost_while_everybody_goes_on(store: Store, seed: int) -> None:
    """Writers post under the old key, checks and moderators decide, an operator moves the thread
    and is interrupted. Not one of these processes knows of another."""
    await store.sites.add("blog")
    await make.decided(store, Status.PUBLISHED, "there", key=NEW)
    await make.decided(store, Status.PUBLISHED, "first", key=OLD)
    rng, stop = random.Random(seed), asyncio.Event()
    accepted = {"there": "", "first": ""}

    async def write() -> None:
        while not stop.is_set():
            intake: Intake | None = Intake(make.comment(new_id(), key=OLD))
            while intake is not None:
                (receipt,) = await store.comments.accept([intake])
                assert not isinstance(receipt, Exception)
                if receipt.word is Accepted.ACCEPTED:
                    accepted[intake.comment.body] = receipt.id
                    break
                intake = await led_on(store, intake)
            await asyncio.sleep(rng.random() / 500)

    async def check() -> None:
        while not stop.is_set():
            claims = await make.claim(store, limit=5)
            await asyncio.sleep(rng.random() / 100)
            to = rng.choice([Status.PUBLISHED, Status.HELD, Status.REJECTED])
            await store.comments.decide([make.decision(c.comment, to) for c in claims])

    async def moderate() -> None:
        while not stop.is_set():
            status = rng.choice([Status.PUBLISHED, Status.HELD])
            page = await store.threads.queue("blog", status, 100, None)
            await asyncio.sleep(rng.random() / 100)
            to = Status.PUBLISHED if status is Status.HELD else Status.REMOVED
            picked = rng.sample(page.records, min(3, len(page.records)))
            await store.comments.decide(
                [
                    Decision(r.comment.id, "blog", r.comment.thread.key, status, r.version, to, "m")
                    for r in picked
                ]
            )

    busy = [asyncio.create_task(each()) for each in (write, write, check, moderate)]
    await asyncio.sleep(0.1)
    await store.moving.seal(MERGE)
    interrupted = asyncio.create_task(store.moving.sweep(MERGE))
    await asyncio.sleep(rng.random() / 100)
    interrupted.cancel()
    await asyncio.sleep(0.1)
    moving = asyncio.create_task(moved(store, MERGE))
    await asyncio.sleep(0.2)
    stop.set()
    await asyncio.gather(*busy)
    await moving
    statuses: Counter[Status] = Counter()
    for body, comment_id in accepted.items():
        if comment_id:
            (record,) = await store.comments.read("blog", [comment_id])
            assert record is not None
            assert (record.comment.body, record.comment.thread.key) == (body, NEW)
            statuses[record.status] += 1
    assert len(statuses) >= 3
    state = await store.threads.state("blog", NEW)
    listed = (await store.threads.sizes("blog"))[Status.PUBLISHED]
    assert state.published == listed
    assert (await store.moving.count(MERGE)).total() == 0
    await is_sound(store)
