"""Whatever is held in care is among the urgent, and nothing that was decided."""

from typing import Any

import pytest

from moderation.comment import Comment, Status
from moderation.store import Store, keys
from moderation.store.desk import Aside
from moderation.store.findings import Finding, Kind
from tests import make

HELD, PUBLISHED, REJECTED = Status.HELD, Status.PUBLISHED, Status.REJECTED
URGENT = keys.aside("blog", Aside.URGENT)


async def cry(store: Store, body: str = "a cry for help") -> Comment:
    made = await make.kept(store, body)
    verdict = make.verdict(HELD, category="self_harm")
    await store.comments.decide([make.decision(made, HELD, verdict=verdict)])
    return made


async def move(store: Store, made: Comment, *way: Status) -> None:
    """A person's moves, one after another."""
    for to in way:
        seen = await make.read(store, made)
        decision = make.decision(made, to, status=seen.status, version=seen.version, by="api")
        (done,) = await store.comments.decide([decision])
        assert done.made


async def urgent(store: Store) -> list[str]:
    return await store.desk.aside("blog", Aside.URGENT, 100)


async def test_what_the_checks_hold_in_care_is_urgent(store: Store) -> None:
    await make.decided(store, HELD)
    made = await cry(store)
    await make.decided(store, REJECTED)
    assert await urgent(store) == [made.id]


@pytest.mark.parametrize("way", [(PUBLISHED,), (REJECTED,), (PUBLISHED, HELD, PUBLISHED)])
async def test_what_was_decided_is_not_urgent(store: Store, way: tuple[Status, ...]) -> None:
    made = await cry(store)
    await move(store, made, *way)
    assert await urgent(store) == []


@pytest.mark.parametrize("way", [(PUBLISHED, HELD), (REJECTED, HELD)])
async def test_what_is_held_again_is_urgent_again(store: Store, way: tuple[Status, ...]) -> None:
    made, plain = await cry(store), await make.decided(store, HELD)
    for each in (made, plain):
        await move(store, each, *way)
    assert await urgent(store) == [made.id]


async def test_a_decision_that_lost_changes_nothing(store: Store) -> None:
    made = await cry(store)
    stale = make.decision(made, REJECTED, status=HELD, version=1, by="api")
    (done,) = await store.comments.decide([stale])
    assert not done.made
    assert await urgent(store) == [made.id]


async def found(store: Store, *, repair: bool = False) -> list[tuple[Kind, str, bool]]:
    findings: list[Finding] = [each async for each in store.fsck.run(repair=repair)]
    return [(each.kind, each.where, each.repaired) for each in findings]


@pytest.mark.parametrize(
    ("breaks", "kind"),
    [
        (lambda raw, i: raw.zrem(URGENT, i), Kind.NOT_IN_ITS_INDEX),
        (lambda raw, i: raw.zadd(URGENT, {i: 5}), Kind.OUT_OF_PLACE),
    ],
)
async def test_fsck_finds_and_mends_what_is_wrong_with_it(
    store: Store, raw: Any, breaks: Any, kind: Kind
) -> None:
    await store.sites.add("blog")
    made = await cry(store)
    assert await found(store) == []
    breaks(raw, made.id)
    assert await found(store) == [(kind, "urgent", False)]
    assert await found(store, repair=True) == [(kind, "urgent", True)]
    assert await urgent(store) == [made.id]
    assert await found(store) == []


async def test_fsck_takes_away_what_was_decided(store: Store, raw: Any) -> None:
    await store.sites.add("blog")
    made = await cry(store)
    await move(store, made, REJECTED)
    raw.zadd(URGENT, {made.id: 5})
    assert await found(store, repair=True) == [(Kind.IN_ANOTHER_INDEX, "urgent", True)]
    assert await urgent(store) == []


async def test_fsck_leaves_what_somebody_worries_about(store: Store) -> None:
    await store.sites.add("blog")
    made = await make.decided(store, HELD)
    await store.desk.set_aside("blog", Aside.URGENT, made.id)
    assert await found(store, repair=True) == []
    assert await urgent(store) == [made.id]


async def test_fsck_hears_what_was_held_before_it_was_noted(store: Store, raw: Any) -> None:
    await store.sites.add("blog")
    made = await cry(store)
    raw.hdel(keys.comment("blog", made.id), "care")
    raw.zrem(URGENT, made.id)
    assert await found(store, repair=True) == [(Kind.NOT_IN_ITS_INDEX, "urgent", True)]
    assert await urgent(store) == [made.id]


async def test_fsck_finds_an_entry_without_a_comment(store: Store, raw: Any) -> None:
    await store.sites.add("blog")
    raw.zadd(URGENT, {"0" * 32: 5})
    assert await found(store) == [(Kind.ENTRY_WITHOUT_COMMENT, "urgent", False)]
