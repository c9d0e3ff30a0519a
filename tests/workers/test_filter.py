"""What a drain asks of a site's filter: nothing in vain, and nothing twice."""

from collections.abc import Iterable

import pytest

from moderation.lesson import Counts, Label, Lesson
from moderation.store import Store
from moderation.store.records import Teaching
from tests.workers.samples import DEFAULT, subject
from workers import filter as filters
from workers.filter import NOTHING, Filter
from workers.odds import Learned

ENOUGH = Counts(10, 10)


@pytest.fixture
def asked(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[set[int]]:
    """What the store was asked, a set a round trip."""
    recall = store.learning.recall
    found: list[set[int]] = []

    async def listening(site: str, features: Iterable[int]) -> Counts:
        found.append(set(features))
        return await recall(site, found[-1])

    monkeypatch.setattr(store.learning, "recall", listening)
    return found


async def of(filter_: Filter, *bodies: str) -> list[Learned]:
    learned = await filter_.learned("blog", [subject(body) for body in bodies])
    assert None not in learned
    return [each for each in learned if each]


async def test_without_lessons_nothing_is_asked(store: Store, asked: list[set[int]]) -> None:
    filter_ = Filter(store, Counts(), DEFAULT)
    assert await filter_.learned("blog", [subject("a"), subject("b")]) == [None, None]
    assert not asked


@pytest.mark.parametrize("lessons", [Counts(1, 0), Counts(9, 100), Counts(100, 9)])
async def test_with_too_few_only_their_number_is_told(
    store: Store, asked: list[set[int]], lessons: Counts
) -> None:
    filter_ = Filter(store, lessons, DEFAULT)
    assert await of(filter_, "cheap pills") == [Learned(NOTHING, lessons)]
    assert not asked


async def test_what_was_learned_is_told(store: Store, asked: list[set[int]]) -> None:
    (known,) = await of(Filter(store, ENOUGH, DEFAULT), "cheap pills")
    features = known.features.all
    lesson = Lesson(Label.SPAM, "ana", 1, features)
    await store.learning.learn("blog", [Teaching("a", lesson, "")])
    (known,) = await of(Filter(store, ENOUGH, DEFAULT), "cheap pills")
    assert known.counts == Counts(10, 10, dict.fromkeys(features, 1 << 16))


async def test_a_batch_is_one_question_and_what_was_asked_is_not_asked_again(
    store: Store, asked: list[set[int]]
) -> None:
    filter_ = Filter(store, ENOUGH, DEFAULT)
    first = await of(filter_, "cheap pills", "cheap shoes")
    assert asked == [{f for each in first for f in each.features.all}]
    (second,) = await of(filter_, "cheap shoes and pills")
    assert asked[1] == set(second.features.all) - asked[0]
    await of(filter_, "cheap pills", "cheap shoes")
    assert len(asked) == 2


async def test_what_is_remembered_is_bounded(
    store: Store, asked: list[set[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filters, "MOST", 3)
    filter_ = Filter(store, ENOUGH, DEFAULT)
    await of(filter_, "cheap pills")
    await of(filter_, "cheap pills")
    assert asked[0] == asked[1]
