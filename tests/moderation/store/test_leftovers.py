"""Pins and lists of comments that stand elsewhere by now."""

import asyncio
from itertools import count
from typing import Any

import pytest

from moderation.comment import Status
from moderation.report import Why
from moderation.store import Store, keys
from moderation.store.desk import Aside
from moderation.store.findings import Finding, Kind
from moderation.store.threads import Pinned
from tests import make
from tests.moderation.store.test_fsck import busy

THREAD = keys.thread("blog", "/hello")


@pytest.fixture(autouse=True)
async def blog(store: Store) -> None:
    await store.sites.add("blog")


async def fsck(store: Store, *, repair: bool = False) -> list[Finding]:
    return [finding async for finding in store.fsck.run(repair=repair)]


def pins(raw: Any) -> list[str]:
    pinned: list[str] = raw.hget(THREAD, "pinned").decode().split()
    return pinned


@pytest.mark.parametrize("what", ["held", "gone", "elsewhere", "damaged"])
async def test_a_pin_of_what_is_not_published_there_is_found_and_taken_off(
    store: Store, raw: Any, what: str
) -> None:
    pinned = await make.decided(store, Status.PUBLISHED)
    wrong = {
        "held": (await make.decided(store, Status.HELD)).id,
        "elsewhere": (await make.decided(store, Status.PUBLISHED, key="/other")).id,
        "gone": "gone",
        "damaged": "\\xff",
    }[what]
    raw.hset(THREAD, "pinned", pinned.id)
    assert await fsck(store) == []
    first = b"\xff" if what == "damaged" else wrong.encode()
    raw.hset(THREAD, "pinned", first + b" " + pinned.id.encode())
    revision = raw.hget(THREAD, "revision")
    (found,) = await fsck(store)
    assert (found.id, found.kind, found.where) == (wrong, Kind.PINNED_NOT_PUBLISHED, "/hello")
    assert (found.repairable, found.repaired) == (True, False)
    (found,) = await fsck(store, repair=True)
    assert found.repaired
    assert pins(raw) == [pinned.id]
    assert raw.hget(THREAD, "revision") != revision, "readers are told"
    assert await fsck(store) == []


async def test_a_pin_that_is_damage_for_a_moment_only_is_none(
    store: Store, raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A comment that was decided as of its old thread, while it was moved, is put right by then."""
    held = await make.decided(store, Status.HELD)
    raw.hset(THREAD, "pinned", held.id)

    async def meanwhile(_: float) -> None:
        raw.hset(THREAD, "pinned", "")

    monkeypatch.setattr("moderation.store.leftovers.asyncio.sleep", meanwhile)
    assert await fsck(store, repair=True) == []


# Where each list's comments may stand; what its author changed meanwhile is held.
STANDS = {
    Aside.SECOND_OPINION: {Status.HELD},
    Aside.REPORTED: {Status.PUBLISHED, Status.HELD},
    Aside.AT_RISK: {Status.PUBLISHED, Status.HELD},
    Aside.APPEALED: {Status.REJECTED, Status.HELD},
}


@pytest.mark.parametrize("aside", STANDS)
async def test_who_is_set_aside_and_stands_elsewhere_is_found_and_taken_off(
    store: Store, raw: Any, aside: Aside
) -> None:
    made = {status: await make.decided(store, status) for status in (Status.HELD, Status.PUBLISHED)}
    made[Status.REJECTED] = await make.decided(store, Status.REJECTED)
    made[Status.PENDING] = await make.kept(store)
    raw.zadd(keys.aside("blog", aside), {each.id: 1 for each in made.values()})
    raw.zadd(keys.aside("blog", aside), {"gone": 1, b"\xff": 1})
    ghosts = {made[status].id for status in set(made) - STANDS[aside]} | {"gone", "\\xff"}
    found = await fsck(store)
    assert {(f.id, f.kind, f.where) for f in found} == {
        (ghost, Kind.LEFT_ASIDE, str(aside)) for ghost in ghosts
    }
    assert all(f.repairable for f in found)
    assert {f.id for f in await fsck(store, repair=True) if f.repaired} == ghosts
    assert await fsck(store) == []
    left = raw.zrange(keys.aside("blog", aside), 0, -1)
    assert {each.decode() for each in left} == {made[s].id for s in STANDS[aside]}


@pytest.mark.parametrize("key", [THREAD, keys.aside("blog", "reported")])
async def test_a_key_of_another_type_ends_no_run(store: Store, raw: Any, key: str) -> None:
    made = await make.decided(store, Status.PUBLISHED)
    raw.delete(key)
    raw.set(key, "x")
    raw.set(keys.comment("blog", "odd"), "x")
    raw.zadd(keys.aside("blog", "at_risk"), {"odd": 1, made.id: 1})
    raw.hset(keys.thread("blog", "/other"), mapping={"key": "/other", "pinned": "odd"})
    found = {(f.id, f.kind, f.where) for f in await fsck(store, repair=True)}
    assert ("", Kind.KEY_DAMAGED, f"{key[10:]}: of another type") in found
    assert ("odd", Kind.FIELDS_DAMAGED, "a key of another type") in found
    assert not {kind for _, kind, _ in found} & {Kind.LEFT_ASIDE, Kind.PINNED_NOT_PUBLISHED}


async def test_a_busy_store_that_pins_and_reports_has_no_findings(store: Store, raw: Any) -> None:
    """Comments are pinned, reported and set aside all the time, and leave with every decision."""
    stop, done, rounds = False, [0, 0, 0], count()

    async def meddle() -> None:
        while not stop:
            for number in range(3):
                page = await store.threads.published("blog", f"/{number}", 20, None)
                for one in [record.comment for record in page.records]:
                    pin = await store.threads.pin("blog", f"/{number}", one.id, "ana", on=True)
                    done[0] += pin is Pinned.CHANGED
                    reader = f"reader{next(rounds)}"
                    done[1] += bool(await store.reports.make("blog", one.id, reader, Why.AT_RISK))
            for held in raw.zrange(keys.index("blog", "held"), 0, 20):
                laid = store.desk.set_aside("blog", Aside.SECOND_OPINION, held.decode())
                done[2] += bool(await laid)
            await asyncio.sleep(0)

    async with busy(store):
        task = asyncio.create_task(meddle())
        for _ in range(4):
            assert await fsck(store, repair=True) == []
        stop = True
        await task
    assert all(done), "nothing came and went: nothing was tested"
    assert await fsck(store) == []
