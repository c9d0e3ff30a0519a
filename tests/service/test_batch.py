"""Many comments at once: each as if it were decided alone."""

from typing import Any

import pytest

from moderation.comment import Comment, Status
from moderation.policy import parse_policy
from moderation.store import Store
from moderation.store.batches import Batch, Pick, Skip
from service import batch as batches
from service import settling
from service.batch import carry_out_all, pick_all, take_back_all
from tests import make
from tests.service.pages import add_blog
from tests.service.test_settling import make_due

ANA, BEN = "moderator:ana", "moderator:ben"
POLICY = parse_policy(
    "version = 1\n[thresholds]\nhold = 3.0\nreject = 8.0\n[care]\ncategories = ['self_harm']"
)


@pytest.fixture(autouse=True)
async def blog(store: Store) -> None:
    await add_blog(store)


async def held(store: Store, count: int) -> list[Comment]:
    return [await make.decided(store, Status.HELD) for _ in range(count)]


def wanted(made: list[Comment], to: Status = Status.REJECTED, **fields: Any) -> Batch:
    picks = tuple(Pick(each.id, 2) for each in made)
    return Batch(by=fields.pop("by", ANA), to=to, picks=picks, **fields)


async def statuses(store: Store, made: list[Comment]) -> set[Status]:
    return {(await make.read(store, each)).status for each in made}


@pytest.mark.parametrize("wait_ms", [0, 10_000])
async def test_all_are_decided_by_one_hand_for_one_reason(
    store: Store, raw: Any, monkeypatch: pytest.MonkeyPatch, wait_ms: int
) -> None:
    monkeypatch.setattr(batches, "CHUNK", 2)
    made = await held(store, 5)
    done = await carry_out_all(store, "blog", wanted(made, reason="spam"), wait_ms=wait_ms)
    assert (done.done, done.made, done.skipped) == (True, tuple(m.id for m in made), ())
    make_due(raw)
    await settling.settle(store)
    for each in made:
        last = (await make.read(store, each)).last_move
        assert (last.to, last.by, last.reason) == (Status.REJECTED, ANA, "spam")


async def test_who_was_faster_on_one_stops_none_of_the_others(store: Store) -> None:
    made = await held(store, 4)
    theirs = make.decision(made[0], Status.PUBLISHED, status=Status.HELD, version=2, by=BEN)
    await store.comments.decide([theirs])
    waiting = make.decision(made[1], Status.PUBLISHED, status=Status.HELD, version=2, by=BEN)
    await store.settling.put([waiting], 10_000)
    gone = make.comment()
    done = await carry_out_all(store, "blog", wanted([*made, gone]), wait_ms=10_000)
    assert done.made == (made[2].id, made[3].id)
    assert done.skipped == (
        Skip(made[0].id, BEN, Status.PUBLISHED),
        Skip(made[1].id, BEN, Status.PUBLISHED),
        Skip(gone.id),
    )
    assert (await make.read(store, made[0])).status is Status.PUBLISHED


async def test_asked_for_twice_it_is_done_once(store: Store, raw: Any) -> None:
    made = await held(store, 3)
    first = await carry_out_all(store, "blog", wanted(made), wait_ms=10_000)
    again = await carry_out_all(store, "blog", wanted(made), wait_ms=10_000)
    assert again == first
    make_due(raw)
    await settling.settle(store)
    later = await carry_out_all(store, "blog", wanted(made), wait_ms=10_000)
    assert later == first
    assert {(await make.read(store, each)).version for each in made} == {3}


@pytest.mark.parametrize("late", [False, True])
async def test_all_of_it_is_taken_back(store: Store, raw: Any, late: bool) -> None:
    made = await held(store, 3)
    done = await carry_out_all(store, "blog", wanted(made), wait_ms=10_000)
    if late:
        make_due(raw)
        await settling.settle(store)
    assert await take_back_all(store, "blog", done) == 3
    assert await statuses(store, made) == {Status.HELD}
    make_due(raw)
    await settling.settle(store)
    assert await statuses(store, made) == {Status.HELD}


async def test_what_another_changed_since_is_not_taken_back(store: Store, raw: Any) -> None:
    made = await held(store, 2)
    done = await carry_out_all(store, "blog", wanted(made), wait_ms=0)
    theirs = make.decision(made[0], Status.PUBLISHED, status=Status.REJECTED, version=3, by=BEN)
    await store.comments.decide([theirs])
    assert await take_back_all(store, "blog", done) == 1
    assert (await make.read(store, made[0])).status is Status.PUBLISHED


async def test_a_cry_for_help_is_not_rejected_in_passing(store: Store) -> None:
    (plain,) = await held(store, 1)
    care = await make.kept(store)
    verdict = make.verdict(Status.HELD, category="self_harm")
    await store.comments.decide([make.decision(care, Status.HELD, verdict=verdict)])
    records = [await make.read(store, each) for each in (plain, care)]
    picks, alone = pick_all(records, Status.REJECTED, POLICY)
    assert [pick.id for pick in picks] == [plain.id]
    assert [record.comment.id for record in alone] == [care.id]
    picks, alone = pick_all(records, Status.REJECTED, POLICY, [plain.id])
    assert (picks, len(alone)) == ((), 2)
    picks, alone = pick_all(records, Status.PUBLISHED, POLICY, [plain.id])
    assert (len(picks), alone) == (2, ())
