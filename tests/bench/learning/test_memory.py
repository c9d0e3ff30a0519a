"""The filter in memory and the one in the store do the same, whatever they are taught."""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.learning.memory import Memory
from moderation.lesson import Label, Lesson
from moderation.store import Store, learning
from moderation.store.records import Learnt, Teaching
from tests.valkey import Valkey

lessons = st.builds(
    Lesson,
    label=st.sampled_from(Label),
    teacher=st.sampled_from(["moderator:ana", "moderator:ben"]),
    version=st.integers(0, 3),
    features=st.lists(st.integers(0, 2**32 - 1), max_size=6, unique=True).map(tuple),
    words=st.integers(0, 6),
    sources=st.lists(st.sampled_from(["a", "b", "c"]), max_size=3, unique=True).map(tuple),
)
steps = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.none() | lessons), max_size=30)


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "MOST_LESSONS", 5)
    monkeypatch.setattr(learning, "MOST_OF_A_SOURCE", 2)


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.mark.usefixtures("_small")
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=steps)
def test_both_remember_and_count_the_same(
    valkey: Valkey, runner: asyncio.Runner, steps: list[tuple[str, Lesson | None]]
) -> None:
    valkey.flush()
    memory = Memory()
    runner.run(_compare(valkey.url, memory, steps))


async def _compare(url: str, memory: Memory, steps: list[tuple[str, Lesson | None]]) -> None:
    store = Store(url)
    try:
        for comment_id, lesson in steps:
            (learnt,) = await store.learning.learn("blog", [Teaching(comment_id, lesson, "")])
            assert (learnt is Learnt.CHANGED) == memory.learn(comment_id, lesson)
        kept = {i: lesson async for i, lesson in store.learning.lessons("blog")}
        assert kept == memory.lessons
        met = {f for _, lesson in steps if lesson for f in lesson.features}
        assert await store.learning.recall("blog", met) == memory.counts
    finally:
        await store.close()
