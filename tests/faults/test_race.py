"""R17. A moderator, a worker and a second worker decide on one comment at the same moment."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator

import pytest
import redis.asyncio

from moderation.comment import Status
from moderation.store import Store
from service.decisions import AlreadyDecided, Wish, carry_out
from tests import make

TOGETHER = 25


@pytest.fixture
async def three(redis_url: str) -> AsyncIterator[list[Store]]:
    stores = [Store(redis_url) for _ in range(3)]
    yield stores
    for store in stores:
        await store.close()


async def race(stores: list[Store], chance: random.Random) -> str:
    """One comment, three deciders, in any order. The winner's name; there must be just one."""
    made = await make.kept(stores[0])

    async def moderator() -> bool:
        wish = Wish(Status.REJECTED, 1, "ana")
        try:
            return not (await carry_out(stores[0], "blog", made.id, wish)).already
        except AlreadyDecided:
            return False

    async def worker(store: Store, to: Status) -> bool:
        if chance.random() < 0.5:
            await make.read(store, made)  # as late as the moderator, who has to look first
        (outcome,) = await store.comments.decide([make.decision(made, to)])
        return outcome.made

    deciders = {
        "ana": moderator(),
        "first": worker(stores[1], Status.PUBLISHED),
        "second": worker(stores[2], Status.HELD),
    }
    names = chance.sample(sorted(deciders), 3)
    won = await asyncio.gather(*(deciders[name] for name in names))
    winners = [name for name, is_winner in zip(names, won, strict=True) if is_winner]
    assert len(winners) == 1, f"{made.id}: {winners}"
    record = await make.read(stores[0], made)
    ends = {"ana": Status.REJECTED, "first": Status.PUBLISHED, "second": Status.HELD}
    assert record.status is ends[winners[0]]
    assert [entry.to for entry in record.history] == [Status.PENDING, record.status]
    return winners[0]


async def rounds(stores: list[Store], count: int) -> None:
    chance = random.Random(17)
    wins: Counter[str] = Counter()
    for _ in range(count // TOGETHER):
        wins.update(await asyncio.gather(*(race(stores, chance) for _ in range(TOGETHER))))
    print(f"won: {dict(wins)}")
    assert len(wins) == 3, "somebody never won: that was no race"
    logged = [e.comment async for some in stores[0].audit.all("blog") for e in some]
    assert len(set(logged)) == len(logged) == wins["ana"]


async def test_one_of_three_deciders_wins_and_the_history_says_who(three: list[Store]) -> None:
    await rounds(three, 1_000)


@pytest.mark.soak
@pytest.mark.timeout(600)
async def test_one_of_three_deciders_wins_ten_thousand_times(three: list[Store]) -> None:
    await rounds(three, 10_000)


async def test_looking_first_and_writing_then_has_several_winners(redis_url: str) -> None:
    """The control: the same race without compare-and-set."""
    client = redis.asyncio.Redis.from_url(redis_url)

    async def decide(key: str) -> bool:
        if await client.get(key) != b"pending":
            return False
        return bool(await client.set(key, "decided"))

    most = 0
    for number in range(50):
        await client.set(f"control-{number}", "pending")
        won = await asyncio.gather(*(decide(f"control-{number}") for _ in range(3)))
        most = max(most, sum(won))
    await client.aclose()
    assert most > 1
