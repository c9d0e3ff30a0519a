"""An author asks once to look again at what was rejected; a person's decision answers them."""

import asyncio
from typing import Any

import pytest

from moderation.comment import Comment, Status
from moderation.store import Store, keys
from moderation.store.appeals import Appeal
from moderation.store.authorship import Word
from moderation.store.desk import Aside
from tests import make

ANA = "moderator:ana"


async def rejected(store: Store) -> Comment:
    return await make.decided(store, Status.REJECTED)


async def waiting(store: Store) -> list[str]:
    return await store.desk.aside("blog", Aside.APPEALED, 10)


async def decide(store: Store, made: Comment, to: Status) -> None:
    seen = await make.read(store, made)
    decision = make.decision(made, to, status=seen.status, version=seen.version, by=ANA)
    assert (await store.comments.decide([decision]))[0].made


async def test_what_was_rejected_waits_for_a_look_and_stays_where_it_is(store: Store) -> None:
    made = await rejected(store)
    before = await make.read(store, made)
    assert await store.appeals.of("blog", made.id) is None
    assert await store.appeals.make("blog", made.id) is True
    assert await waiting(store) == [made.id]
    assert await store.appeals.of("blog", made.id) is Appeal.WAITING
    assert await make.read(store, made) == before
    assert (await store.desk.sizes("blog"))[Aside.APPEALED] == 1


@pytest.mark.parametrize("status", [Status.HELD, Status.PUBLISHED, Status.REMOVED])
async def test_there_is_nothing_to_look_at_elsewhere(
    store: Store, raw: Any, status: Status
) -> None:
    made = await make.decided(store, Status.HELD)
    if status is not Status.HELD:
        if status is Status.REMOVED:
            await decide(store, made, Status.PUBLISHED)
        await decide(store, made, status)
    assert await store.appeals.make("blog", made.id) is None
    assert await store.appeals.make("blog", (await make.kept(store)).id) is None
    assert await store.appeals.make("blog", make.comment().id) is None
    assert not raw.exists(keys.aside("blog", Aside.APPEALED))


async def test_of_many_appeals_one_counts(store: Store) -> None:
    made = await rejected(store)
    asked = await asyncio.gather(*(store.appeals.make("blog", made.id) for _ in range(10)))
    assert sorted(map(bool, asked)) == [False] * 9 + [True]
    assert await waiting(store) == [made.id]


@pytest.mark.parametrize("to", [Status.PUBLISHED, Status.HELD])
async def test_a_decision_answers_it_and_there_is_no_other(store: Store, to: Status) -> None:
    made = await rejected(store)
    await store.appeals.make("blog", made.id)
    await decide(store, made, to)
    assert await waiting(store) == []
    assert await store.appeals.of("blog", made.id) is Appeal.ANSWERED
    if to is Status.HELD:
        await decide(store, made, Status.REJECTED)
        assert await store.appeals.make("blog", made.id) is False
        assert await waiting(store) == []


async def test_that_it_stays_rejected_answers_it(store: Store) -> None:
    made = await rejected(store)
    await store.appeals.make("blog", made.id)
    assert await store.desk.take_back("blog", Aside.APPEALED, made.id)
    assert await store.appeals.of("blog", made.id) is Appeal.ANSWERED
    assert await store.appeals.make("blog", made.id) is False


async def test_while_a_decision_settles_it_is_not_counted(store: Store) -> None:
    made = await rejected(store)
    await store.appeals.make("blog", made.id)
    decision = make.decision(made, Status.PUBLISHED, status=Status.REJECTED, version=2, by=ANA)
    await store.settling.put([decision], 60_000)
    assert (await store.desk.sizes("blog"))[Aside.APPEALED] == 0


async def test_who_takes_it_back_leaves_no_appeal(store: Store, raw: Any) -> None:
    made = await rejected(store)
    await store.appeals.make("blog", made.id)
    assert await store.authorship.withdraw(await make.read(store, made), "author") is Word.MADE
    assert await waiting(store) == []
    assert not raw.hexists(keys.comment("blog", made.id), "appealed")
