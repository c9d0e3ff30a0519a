"""Claims and leases. Leases are made to fall due by moving scores, not by waiting."""

from typing import Any

from moderation.comment import Status, Thread
from moderation.store import Store, keys
from moderation.store.comments import LEASE_MS, RUSH
from moderation.store.records import Intake
from tests import make
from tests.eventually import eventually


def expire_leases(raw: Any) -> None:
    for member in raw.zrange(keys.inbox("blog"), 0, -1):
        raw.zadd(keys.inbox("blog"), {member: 0})


async def test_a_claimed_comment_is_not_claimed_again_while_leased(store: Store) -> None:
    made = await make.kept(store)
    (claim,) = await make.claim(store)
    assert (claim.comment.id, claim.attempts, claim.version) == (made.id, 1, 1)
    assert await make.claim(store) == []


async def test_a_lease_ends_by_the_stores_clock(store: Store, raw: Any) -> None:
    await make.kept(store)
    await make.claim(store)
    (due,) = (score for _, score in raw.zrange(keys.inbox("blog"), 0, -1, withscores=True))
    assert abs(due - (await store.now_ms() + LEASE_MS)) < 5_000


async def test_an_expired_lease_is_claimed_again(store: Store, raw: Any) -> None:
    await make.kept(store)
    await make.claim(store)
    expire_leases(raw)
    (claim,) = await make.claim(store)
    assert claim.attempts == 2


async def test_two_claims_at_once_share_nothing(store: Store) -> None:
    for _ in range(20):
        await make.kept(store)
    first = await make.claim(store)
    second = await make.claim(store)
    assert len({c.comment.id for c in [*first, *second]}) == 20


async def test_a_thrice_claimed_comment_comes_alone(store: Store, raw: Any) -> None:
    poison = await make.kept(store)
    for _ in range(2):
        await make.claim(store)
        expire_leases(raw)
    fresh = await make.kept(store)
    assert [c.comment.id for c in await make.claim(store)] == [poison.id]
    assert [c.comment.id for c in await make.claim(store)] == [fresh.id]


async def test_a_claim_brings_the_threads_title_and_topics(store: Store) -> None:
    await make.kept(store, thread=Thread("/k", None, "Ketamine", ("ketamine", "depression")))
    (claim,) = await make.claim(store)
    assert claim.comment.thread == Thread("/k", None, "Ketamine", ("ketamine", "depression"))


async def test_a_decided_comment_left_in_the_inbox_is_swept_out(store: Store, raw: Any) -> None:
    made = await make.decided(store, Status.PUBLISHED)
    raw.zadd(keys.inbox("blog"), {made.id: 0})
    assert await make.claim(store) == []
    assert raw.zcard(keys.inbox("blog")) == 0


async def test_an_entry_without_a_comment_is_left_for_a_person(store: Store, raw: Any) -> None:
    raw.zadd(keys.inbox("blog"), {"lost": 0})
    assert await make.claim(store) == []
    assert raw.zcard(keys.inbox("blog")) == 1


async def test_the_sweeper_rings_only_for_what_is_due_and_not_yet_rung_for(
    store: Store, raw: Any
) -> None:
    assert await store.comments.ring(["blog", "other"]) == []
    await make.kept(store)  # rings
    assert await store.comments.ring(["blog"]) == []
    await make.claim(store, hush=True)  # leased: nothing is due
    assert await store.comments.ring(["blog"]) == []
    expire_leases(raw)
    assert await store.comments.ring(["other", "blog"]) == ["blog"]
    assert await store.comments.ring(["blog"]) == []


async def test_a_drain_is_told_of_a_rush_until_it_is_over(store: Store, raw: Any) -> None:
    await make.kept(store)
    assert not (await store.comments.claim("blog", 10)).rush
    await store.comments.accept([Intake(make.comment()) for _ in range(RUSH - 1)])
    assert not (await store.comments.claim("blog", 10)).rush
    await store.comments.accept([Intake(make.comment()) for _ in range(RUSH)])
    assert (await store.comments.claim("blog", 10)).rush
    await eventually(lambda: not raw.exists(keys.rush("blog")), 5)
    assert not (await store.comments.claim("blog", 10)).rush


async def test_what_a_clock_that_was_set_back_left_for_tomorrow_is_due(
    store: Store, raw: Any
) -> None:
    """Inbox and bell were written by a clock an hour ahead, and the doorbell's job was lost."""
    made = await make.kept(store)
    ahead = await store.now_ms() + 3_600_000
    raw.zadd(keys.inbox("blog"), {made.id: ahead})
    raw.set(keys.bell("blog"), 1, px=3_600_000)
    assert await store.comments.ring(["blog"]) == ["blog"]
    (claim,) = await make.claim(store)
    assert claim.comment.id == made.id
    assert await store.comments.ring(["blog"]) == []


async def test_a_lease_that_is_running_is_not_taken_for_a_clocks_jump(store: Store) -> None:
    await make.kept(store)
    await make.claim(store)
    assert await make.claim(store) == []
    assert await store.comments.ring(["blog"]) == []
