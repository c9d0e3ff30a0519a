"""Texts that share a mark: counted once however often, within a window, in little room."""

import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moderation.store import Store
from moderation.store.inquiry import MOST_ALIKE, Alike, Batch, Inquiry

WINDOW_US = 1_000_000
MARKS = ("aa11111111", "aa22222222", "bb11111111")


async def near(
    store: Store, *texts: tuple[int, tuple[str, ...]], site: str = "blog"
) -> list[Alike]:
    inquiries = tuple(Inquiry(f"c{us}", us, near=marks) for us, marks in texts)
    known, _ = await store.facts.gather(Batch(site, inquiries, WINDOW_US // 1000))
    assert all(one.near is not None for one in known)
    return [one.near for one in known if one.near is not None]


async def test_counting_again_changes_nothing_whatever_came_between(store: Store) -> None:
    """A drain that was killed runs again: what it counted, it counts as before."""
    texts = [(10, MARKS[:2]), (20, MARKS[1:]), (30, MARKS)]
    first = [(await near(store, text))[0] for text in texts]
    assert [alike.n for alike in first] == [1, 2, 3]
    for text, alike in zip(texts, first, strict=True):
        assert await near(store, text) == [alike]


async def test_a_comment_is_not_alike_with_those_after_it(store: Store) -> None:
    await near(store, (20, MARKS[:1]))
    assert (await near(store, (10, MARKS[:1])))[0].n == 1


async def test_beyond_the_window_nothing_is_counted(store: Store) -> None:
    at = 10 * WINDOW_US - 5  # soon a new period begins
    await near(store, (at, MARKS[:1]))
    (within,) = await near(store, (at + WINDOW_US - 1, MARKS[:1]))
    (beyond,) = await near(store, (at + 2 * WINDOW_US, MARKS[:1]))
    assert (within.n, beyond.n) == (2, 1)


async def test_a_group_keeps_its_name_over_all_its_marks_and_periods(store: Store) -> None:
    first, second = await near(store, (10, MARKS[:1]), (20, MARKS[:2]))
    # Alike with the second only, and long after the first.
    (third,) = await near(store, (WINDOW_US + 15, MARKS[1:]))
    (fourth,) = await near(store, (2 * WINDOW_US + 10, MARKS[2:]))
    assert first.group == second.group == third.group == fourth.group == "10"
    assert third.n == 2
    (stranger,) = await near(store, (20 * WINDOW_US, MARKS[:1]))
    assert stranger.group != "10"


async def test_likeness_is_of_all_sites_and_sameness_of_one(store: Store) -> None:
    assert (await near(store, (10, MARKS), site="blog"))[0].n == 1
    assert (await near(store, (20, MARKS), site="zine"))[0].n == 2
    for site, n in (("blog", 1), ("zine", 1), ("blog", 2)):
        batch = Batch(site, (Inquiry("c", 30 + n, same=MARKS[0]),), 1000)
        ((known,), _) = await store.facts.gather(batch)
        assert known.same is not None
        assert known.same.n == n


async def test_every_key_forgets_itself(store: Store, raw: Any) -> None:
    await near(store, *((us, MARKS) for us in (10, 20, 30)))
    found = list(raw.scan_iter("gr:*"))
    assert len(found) == 2  # buckets aa and bb
    assert all(0 < raw.pttl(key) <= 2 * WINDOW_US // 1000 for key in found)


async def test_a_flood_takes_no_more_room_and_is_counted_as_before(store: Store, raw: Any) -> None:
    flood = [(us, MARKS) for us in range(10, 10 + 3 * MOST_ALIKE)]
    first = await near(store, *flood)
    assert [alike.n for alike in first[:3]] == [1, 2, 3]
    assert {alike.n for alike in first[2 * MOST_ALIKE :]} == {MOST_ALIKE + 1}
    room = sum(raw.memory_usage(key) for key in raw.scan_iter("gr:*"))
    assert room < 2000
    assert await near(store, *flood) == first


async def test_a_text_that_is_seen_once_costs_little(store: Store, raw: Any) -> None:
    """What every comment costs that is like no other."""
    raw.config_set("hash-max-listpack-value", 1024)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    buckets = itertools.cycle(a + b for a in alphabet for b in alphabet)
    comments = 20_000
    before = raw.info("memory")["used_memory"]
    for start in range(0, comments, 500):
        texts = [
            (us, tuple(f"{next(buckets)}{us:06d}{mark:02d}" for mark in range(4)))
            for us in range(start, start + 500)
        ]
        await near(store, *texts)
    assert (raw.info("memory")["used_memory"] - before) / comments < 150


texts = st.lists(
    st.tuples(
        st.integers(0, 4 * WINDOW_US // 100_000).map(lambda n: n * 100_000),
        st.sets(st.sampled_from(MARKS), min_size=1).map(lambda some: tuple(sorted(some))),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda text: text[0],
)


@pytest.mark.usefixtures("redis_url")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts, st.randoms(use_true_random=False))
async def test_it_is_what_a_look_at_all_of_them_says(
    store: Store, raw: Any, texts: list[tuple[int, tuple[str, ...]]], rng: Any
) -> None:
    """Any order, any repetition: those before it, within the window, with a mark of it."""
    raw.flushdb()
    done: list[tuple[int, tuple[str, ...]]] = []
    for text in [*texts, *rng.sample(texts, len(texts))]:
        (found,) = await near(store, text)
        at, marks = text
        like = {us for us, m in done if at - WINDOW_US < us < at and not set(m).isdisjoint(marks)}
        assert found.n == 1 + len(like)
        if text not in done:
            done.append(text)
