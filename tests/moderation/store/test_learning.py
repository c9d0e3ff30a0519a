"""Lessons in a real store: due, learned once, taken back exactly, bounded."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moderation.comment import Status
from moderation.lesson import Counts, Label, Lesson
from moderation.store import Store, keys, learning
from moderation.store.findings import Kind
from moderation.store.records import LESSON_MS, Due, Learnt, Teaching
from tests import make
from tests.valkey import Valkey

SPAM = Lesson(Label.SPAM, "moderator:ana", 3, (1, 2, 4_294_967_295), ("author a", "text t"), 2)
GENUINE = Lesson(Label.GENUINE, "moderator:ben", 3, (2, 3), ("author a",), 1)


async def learn(store: Store, comment_id: str, lesson: Lesson | None, seen: str = "") -> Learnt:
    (learnt,) = await store.learning.learn("blog", [Teaching(comment_id, lesson, seen)])
    return learnt


def everything(raw: Any) -> dict[str, Any]:
    """What the filter holds, but for when it learned it."""
    names = (keys.learned("blog"), keys.taught("blog"), keys.sources("blog"))
    held = {name: raw.hgetall(name) for name in names}
    return {**held, keys.order("blog"): raw.zrange(keys.order("blog"), 0, -1)}


def make_due(raw: Any) -> None:
    for member in raw.zrange(keys.lessons("blog"), 0, -1):
        raw.zadd(keys.lessons("blog"), {member: 1})


async def test_a_lesson_is_counted_and_taken_back(store: Store, raw: Any) -> None:
    assert await learn(store, "a", SPAM) is Learnt.CHANGED
    assert await learn(store, "b", GENUINE) is Learnt.CHANGED
    counts = await store.learning.recall("blog", [1, 2, 3, 4_294_967_295, 5])
    of = {1: 1 << 16, 2: (1 << 16) + 1, 3: 1, 4_294_967_295: 1 << 16}
    assert counts == Counts(1, 1, of, spam_words=2, genuine_words=1)
    assert dict([each async for each in store.learning.lessons("blog")]) == {
        "a": SPAM,
        "b": GENUINE,
    }
    assert await learn(store, "a", None) is Learnt.CHANGED
    left = Counts(0, 1, {2: 1, 3: 1}, genuine_words=1)
    assert await store.learning.recall("blog", [1, 2, 3]) == left
    assert await learn(store, "b", None) is Learnt.CHANGED
    assert await learn(store, "b", None) is Learnt.AS_BEFORE
    assert await store.learning.totals("blog") == Counts()
    assert not raw.exists(keys.taught("blog"), keys.order("blog"), keys.sources("blog"))
    assert set(raw.hgetall(keys.learned("blog")).values()) <= {b"0"}


async def test_the_same_lesson_again_changes_nothing(store: Store, raw: Any) -> None:
    await learn(store, "a", SPAM)
    before = everything(raw)
    assert await learn(store, "a", SPAM) is Learnt.AS_BEFORE
    # A second worker may have seen it differently: the filter has changed since.
    other = replace(SPAM, sources=("against moderator:ana",))
    assert await learn(store, "a", other) is Learnt.AS_BEFORE
    assert everything(raw) == before


async def test_a_second_decision_moves_the_lesson(store: Store, raw: Any) -> None:
    await learn(store, "a", replace(GENUINE, version=2))
    expected = everything(raw)
    await learn(store, "a", SPAM)
    assert await store.learning.totals("blog") == Counts(1, 0, spam_words=2)
    await learn(store, "a", replace(GENUINE, version=4))
    left = Counts(0, 1, {2: 1, 3: 1}, genuine_words=1)
    assert await store.learning.recall("blog", [1, 2, 3]) == left
    assert everything(raw)[keys.sources("blog")] == expected[keys.sources("blog")]


async def test_two_workers_at_once_count_once(redis_url: str, store: Store) -> None:
    other = Store(redis_url)
    teachings = [Teaching(f"c{n}", SPAM, "") for n in range(5)]
    await asyncio.gather(
        *(s.learning.learn("blog", teachings) for s in (store, other) for _ in range(4))
    )
    await other.close()
    assert await store.learning.totals("blog") == Counts(5, 0, spam_words=10)


async def test_a_comment_that_has_moved_on_teaches_nothing_yet(store: Store, raw: Any) -> None:
    made = await make.decided(store, Status.HELD)
    await store.comments.decide(
        [make.decision(made, Status.REJECTED, status=Status.HELD, version=2, by="moderator:ana")]
    )
    make_due(raw)
    assert await learn(store, made.id, SPAM, "2") is Learnt.NOT_NOW
    assert await learn(store, made.id, SPAM, "") is Learnt.NOT_NOW
    assert await store.learning.totals("blog") == Counts()
    assert await store.learning.due("blog", 9) == [Due(made.id, "3")]
    assert await learn(store, made.id, SPAM, "3") is Learnt.CHANGED
    assert await store.learning.due("blog", 9) == []
    assert await learn(store, made.id, None, "*") is Learnt.CHANGED


@pytest.mark.parametrize(("by", "teaches"), [("moderator:ana", True), ("checks", False)])
async def test_a_persons_decision_is_due_when_it_can_no_longer_be_undone(
    store: Store, raw: Any, by: str, teaches: bool
) -> None:
    made = await make.decided(store, Status.HELD)
    assert not raw.exists(keys.lessons("blog"))
    before = await store.now_ms()
    await store.comments.decide(
        [make.decision(made, Status.PUBLISHED, status=Status.HELD, version=2, by=by)]
    )
    due = raw.zscore(keys.lessons("blog"), made.id)
    assert (due is not None) == teaches
    if teaches:
        assert before + LESSON_MS <= due <= await store.now_ms() + LESSON_MS
        assert await store.learning.due("blog", 9) == []


async def test_a_decision_that_was_not_made_leaves_no_lesson(store: Store, raw: Any) -> None:
    made = await make.decided(store, Status.HELD)
    late = make.decision(made, Status.REJECTED, status=Status.HELD, version=9, by="moderator:ana")
    (outcome,) = await store.comments.decide([late])
    assert not outcome.made
    assert not raw.exists(keys.lessons("blog"))


async def test_what_is_due_far_ahead_is_of_a_clock_that_was_set_back(
    store: Store, raw: Any
) -> None:
    now = await store.now_ms()
    raw.zadd(keys.lessons("blog"), {"soon": now + LESSON_MS, "never": now + 9 * LESSON_MS})
    assert await store.learning.due("blog", 9) == [Due("never", "")]


async def test_the_sweep_rings_for_lessons_too(store: Store, raw: Any) -> None:
    assert await store.comments.ring(["blog"]) == []
    raw.zadd(keys.lessons("blog"), {"a": await store.now_ms() + LESSON_MS})
    assert await store.comments.ring(["blog"]) == []
    raw.zadd(keys.lessons("blog"), {"a": 1})
    assert await store.comments.ring(["blog"]) == ["blog"]
    assert await store.comments.ring(["blog"]) == []  # it has been rung for


async def test_the_oldest_lessons_make_room(
    store: Store, raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "MOST_LESSONS", 3)
    for n in range(5):
        await learn(store, f"c{n}", Lesson(Label.SPAM, "ana", 1, (n, 99)))
    assert raw.zrange(keys.order("blog"), 0, -1) == [b"c2", b"c3", b"c4"]
    counts = await store.learning.recall("blog", [0, 1, 2, 3, 4, 99])
    assert counts == Counts(3, 0, {2: 65536, 3: 65536, 4: 65536, 99: 3 * 65536})
    assert raw.hlen(keys.learned("blog")) == 4 + 2  # and the totals


async def test_one_source_teaches_only_so_much_of_a_label(store: Store) -> None:
    for n in range(9):
        await learn(store, f"c{n}", Lesson(Label.SPAM, "ana", 1, (n,), ("author x",)))
    for n in range(3):
        await learn(store, f"d{n}", Lesson(Label.GENUINE, "ana", 1, (n,), ("author x",)))
    kept = {i async for i, _ in store.learning.lessons("blog")}
    assert kept == {"c4", "c5", "c6", "c7", "c8", "d0", "d1", "d2"}


async def test_a_full_store_learns_nothing_and_forgets_no_lesson(store: Store, raw: Any) -> None:
    raw.zadd(keys.lessons("blog"), {"a": 1})
    raw.config_set("maxmemory", 1)
    try:
        assert await learn(store, "a", SPAM) is Learnt.NOT_NOW
        assert await store.learning.due("blog", 9) == [Due("a", "")]
    finally:
        raw.config_set("maxmemory", 0)
    assert await learn(store, "a", SPAM) is Learnt.CHANGED
    assert await store.learning.due("blog", 9) == []


async def test_forgetting_all_leaves_other_sites_alone(store: Store, raw: Any) -> None:
    await learn(store, "a", SPAM)
    await store.learning.learn("other", [Teaching("a", SPAM, "")])
    await store.learning.forget_all("blog")
    assert await store.learning.recall("blog", [1]) == Counts()
    assert await store.learning.recall("other", [1]) == Counts(1, 0, {1: 65536}, 2)
    assert not list(raw.scan_iter("gr:{blog}:*"))


DECISIONS = st.lists(
    st.tuples(
        st.sampled_from("abcde"),
        st.none() | st.tuples(st.sampled_from(Label), st.sets(st.integers(0, 9), max_size=5)),
    ),
    max_size=25,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(decisions=DECISIONS)
def test_any_decisions_leave_what_the_last_ones_alone_would(
    valkey: Valkey, decisions: list[tuple[str, tuple[Label, set[int]] | None]]
) -> None:
    """Correcting unlearns to the last count."""
    valkey.flush()
    asyncio.run(_decide_in_turn(valkey.url, decisions))


async def _decide_in_turn(
    url: str, decisions: list[tuple[str, tuple[Label, set[int]] | None]]
) -> None:
    store = Store(url)
    try:
        for version, (comment_id, told) in enumerate(decisions, 1):
            lesson = Lesson(told[0], "ana", version, tuple(told[1])) if told else None
            await learn(store, comment_id, lesson)
        last = dict(decisions)
        await store.learning.learn(
            "fresh",
            [
                Teaching(i, Lesson(told[0], "ana", 1, tuple(told[1])), "")
                for i, told in last.items()
                if told
            ],
        )
        once = await store.learning.recall("fresh", range(10))
        assert await store.learning.recall("blog", range(10)) == once
    finally:
        await store.close()


DAMAGE: list[Any] = [
    lambda raw: raw.hincrby(keys.learned("blog"), "lessons spam", 1),
    lambda raw: raw.hdel(keys.taught("blog"), "a"),
    lambda raw: raw.zrem(keys.order("blog"), "a"),
    lambda raw: raw.delete(keys.learned("blog")),
    lambda raw: raw.delete(keys.taught("blog")),
]


@pytest.mark.parametrize("damage", DAMAGE)
async def test_fsck_finds_lessons_that_do_not_add_up(store: Store, raw: Any, damage: Any) -> None:
    await learn(store, "a", SPAM)
    await learn(store, "b", GENUINE)
    assert [each async for each in store.fsck.run()] == []
    damage(raw)
    (found,) = [each async for each in store.fsck.run(repair=True)]
    assert (found.site, found.id, found.kind) == ("blog", "", Kind.LESSONS_MISCOUNTED)
    assert not found.repairable
    assert "learn forget" in found.sentence
    await store.learning.forget_all("blog")
    assert [each async for each in store.fsck.run()] == []
