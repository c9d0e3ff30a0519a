"""How a site stands: counts, looks and what waits, as of one moment."""

from typing import Any

import pytest

from moderation.comment import Status
from moderation.store import Store, presence
from moderation.store.desk import Aside
from moderation.store.standing import Stand
from tests import make


async def test_an_empty_site(store: Store) -> None:
    standing = await store.standing("blog")
    assert set(standing.sizes.values()) == {0}
    assert (standing.looks, standing.comments, standing.due_ms) == ({}, {}, None)


async def test_counts_looks_and_what_waits(store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    waiting = await make.kept(store)
    await make.decided(store, Status.HELD, site="other")
    await store.presence.look("blog", "ana", held.id)
    await store.presence.look("blog", "ben", "gone")
    standing = await store.standing("blog")
    assert (standing.sizes[Status.HELD], standing.sizes[Status.PENDING]) == (1, 1)
    assert standing.looks == {"ana": held.id, "ben": "gone"}
    assert standing.comments == {held.id: Stand(Status.HELD, 2, "checks")}
    assert standing.due_ms is not None
    assert standing.due_ms <= standing.at_ms
    assert (await make.read(store, waiting)).status is Status.PENDING


async def test_who_moved_a_comment_last(store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    await store.presence.look("blog", "ana", held.id)
    ben = make.decision(held, Status.PUBLISHED, status=Status.HELD, version=2, by="moderator:ben")
    await store.comments.decide([ben])
    told = (await store.standing("blog")).comments
    assert told == {held.id: Stand(Status.PUBLISHED, 3, "moderator:ben")}


async def test_what_waits_to_be_carried_out_counts_as_made(store: Store) -> None:
    ids = [(await make.decided(store, Status.HELD)) for _ in range(2)]
    await store.presence.look("blog", "ana", ids[0].id)
    ben = make.decision(ids[0], Status.PUBLISHED, status=Status.HELD, version=2, by="moderator:ben")
    await store.settling.put([ben], 60_000)
    standing = await store.standing("blog")
    assert (standing.sizes[Status.HELD], standing.sizes[Status.PUBLISHED]) == (1, 0)
    assert standing.comments == {ids[0].id: Stand(Status.PUBLISHED, 3, "moderator:ben")}
    (found,) = await store.settling.find("blog", [ids[0].id])
    assert found is not None
    await store.settling.take_back([found])
    standing = await store.standing("blog")
    assert standing.sizes[Status.HELD] == 2
    assert standing.comments == {ids[0].id: Stand(Status.HELD, 2, "checks")}


async def test_what_is_just_being_carried_out_is_not_taken_off_twice(store: Store) -> None:
    """Between the move and the clearing of its place."""
    ids = [(await make.decided(store, Status.HELD)) for _ in range(2)]
    ben = make.decision(ids[0], Status.PUBLISHED, status=Status.HELD, version=2, by="moderator:ben")
    await store.settling.put([ben], 0)
    await store.comments.decide([ben])
    assert (await store.standing("blog")).sizes[Status.HELD] == 1
    assert (await store.settling.sizes("blog"))[Status.HELD] == 0


async def test_of_two_the_later_has_the_greater_moment(store: Store) -> None:
    moments = [(await store.standing("blog")).at for _ in range(20)]
    assert moments == sorted(set(moments))


@pytest.mark.parametrize("value", ["x", "12", "99999999999999 c1", "0 c1", " c1", "1e3 c1"])
async def test_looks_that_ended_or_are_damaged_are_not_told(
    store: Store, raw: Any, value: str
) -> None:
    await store.presence.look("blog", "é b", "c 2")
    raw.hset("gr:{blog}:looks", "ana", value)
    assert (await store.standing("blog")).looks == {"é b": "c 2"}


def test_a_look_is_told_until_it_ends() -> None:
    now = 1_000_000
    looks = {b"ana": b"%d c1" % (now + 1), b"ben": b"%d c1" % now}
    assert presence.current(looks, now) == {"ana": "c1"}
    late = {b"ana": b"%d c1" % (now + presence.LOOK_MS + 1)}
    assert presence.current(late, now) == {}


async def test_what_lies_on_the_desk_is_counted_until_it_is_decided(store: Store) -> None:
    one, two = [await make.decided(store, Status.HELD) for _ in range(2)]
    for each in (one, two):
        await store.desk.set_aside("blog", Aside.URGENT, each.id)
    await store.desk.set_aside("blog", Aside.SECOND_OPINION, two.id)
    ben = make.decision(one, Status.PUBLISHED, status=Status.HELD, version=2, by="moderator:ben")
    await store.settling.put([ben], 60_000)
    asides = (await store.standing("blog")).asides
    assert asides == {
        Aside.URGENT: 1,
        Aside.SECOND_OPINION: 1,
        Aside.REPORTED: 0,
        Aside.AT_RISK: 0,
        Aside.APPEALED: 0,
    }
