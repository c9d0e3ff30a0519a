"""What is kept, for how long, and who asks. The clock is the test's own."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from moderation.store.changes import Changes
from service import shelf
from service.shelf import Answer, Name, Shelf
from tests.eventually import eventually

NAME = Name("blog", "list", "/hello")


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


class Store:
    """Answers what it holds, when it may; counts who asks."""

    def __init__(self) -> None:
        self.holds = "one"
        self.asked = 0
        self.may = asyncio.Event()
        self.may.set()

    async def look(self, before: Answer | None) -> Answer:
        self.asked += 1
        body = self.holds.encode()
        await self.may.wait()
        return before if before is not None and before.body == body else Answer(body)

    async def until(self, asked: int) -> None:
        await eventually(lambda: self.asked >= asked)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(shelf, "FRESH_SECONDS", 0.25)
    monkeypatch.setattr(shelf, "time", made)
    return made


async def test_what_was_read_a_moment_ago_is_not_asked_for(clock: Clock) -> None:
    kept, store = Shelf(Changes()), Store()
    assert kept.fresh(NAME) is None
    first = await kept.get(NAME, store.look)
    clock.now += 0.24
    assert kept.fresh(NAME) is first
    assert await kept.get(NAME, store.look) is first
    assert store.asked == 1


async def test_after_that_the_store_is_asked_whether_it_still_holds(clock: Clock) -> None:
    kept, store = Shelf(Changes()), Store()
    first = await kept.get(NAME, store.look)
    clock.now += 0.25
    assert kept.fresh(NAME) is None
    assert await kept.get(NAME, store.look) is first
    store.holds = "two"
    clock.now += 0.25
    assert (await kept.get(NAME, store.look)).body == b"two"
    assert store.asked == 3


async def test_time_counts_from_before_the_store_was_asked(clock: Clock) -> None:
    kept, store = Shelf(Changes()), Store()
    store.may.clear()
    asking = asyncio.create_task(kept.get(NAME, store.look))
    await store.until(asked=1)
    clock.now += 0.2
    store.may.set()
    await asking
    clock.now += 0.05
    assert kept.fresh(NAME) is None


async def test_all_who_wait_share_one_look(clock: Clock) -> None:
    kept, store = Shelf(Changes()), Store()
    store.may.clear()
    asking = [asyncio.create_task(kept.get(NAME, store.look)) for _ in range(50)]
    await store.until(asked=1)
    asking[0].cancel()  # whose reader went away, and with whom the look began
    await asyncio.sleep(0)
    store.may.set()
    assert {(await one).body for one in asking[1:]} == {b"one"}
    assert store.asked == 1


async def test_a_look_that_takes_long_is_not_waited_for(clock: Clock) -> None:
    """What it tells may be older than what a reader may be told who comes now."""
    kept, store = Shelf(Changes()), Store()
    store.may.clear()
    early = asyncio.create_task(kept.get(NAME, store.look))
    await store.until(asked=1)
    store.holds = "two"
    clock.now += 0.25
    late = asyncio.create_task(kept.get(NAME, store.look))
    await store.until(asked=2)
    store.may.set()
    assert (await late).body == b"two"
    assert (await early).body == b"one"
    found = kept.fresh(NAME)
    assert found is not None
    assert found.body == b"two"


@pytest.mark.parametrize("site", ["blog", "other"])
async def test_a_change_made_here_is_seen_at_once(clock: Clock, site: str) -> None:
    changes, store = Changes(), Store()
    kept = Shelf(changes)
    first = await kept.get(NAME, store.look)
    changes.note(site)
    assert (kept.fresh(NAME) is first) == (site == "other")


async def test_who_comes_after_a_change_waits_for_no_look_from_before_it(clock: Clock) -> None:
    changes, store = Changes(), Store()
    kept = Shelf(changes)
    store.may.clear()
    early = asyncio.create_task(kept.get(NAME, store.look))
    await store.until(asked=1)
    store.holds = "two"
    changes.note("blog")
    late = asyncio.create_task(kept.get(NAME, store.look))
    await store.until(asked=2)
    store.may.set()
    assert ((await early).body, (await late).body) == (b"one", b"two")
    found = kept.fresh(NAME)
    assert found is not None
    assert found.body == b"two"


async def test_a_look_that_fails_leaves_nothing_older_to_be_told(clock: Clock) -> None:
    kept, store = Shelf(Changes()), Store()

    async def fail(before: Answer | None) -> Answer:
        raise ConnectionError

    await kept.get(NAME, store.look)
    clock.now += 0.25
    for _ in range(2):
        with pytest.raises(ConnectionError):
            await kept.get(NAME, fail)
    assert (await kept.get(NAME, store.look)).body == b"one"


def told(text: str) -> Callable[[Answer | None], Awaitable[Answer]]:
    async def look(before: Answer | None) -> Answer:
        return Answer(text.encode())

    return look


async def test_no_more_is_kept_than_may_be(clock: Clock) -> None:
    kept = Shelf(Changes(), most=3, most_bytes=10_000)
    for n in range(10):
        await kept.get(NAME._replace(key=f"/{n}"), told("x" * 50))
        assert len(kept) <= 3
    assert kept.fresh(NAME._replace(key="/9")) is not None
    assert kept.fresh(NAME._replace(key="/6")) is None
    await kept.get(NAME._replace(key="/big"), told("x" * 5_000))
    assert kept.size <= 10_000
    await kept.get(NAME._replace(key="/too-big"), told("x" * 20_000))
    await kept.get(NAME._replace(cursor="x" * 20_000), told("x"))
    assert (len(kept), kept.size) == (0, 0)


async def test_the_same_bytes_have_the_same_tag_wherever_they_are_made() -> None:
    assert Answer(b"one").etag == Answer(b"one", {"Link": "x"}).etag
    assert Answer(b"one").etag != Answer(b"two").etag
