"""A store that is nearly full: comments are turned away, everything else goes on."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from moderation.admission import Load
from moderation.store.health import Health
from service.admin import create_admin
from service.readiness import NotReady, Readiness
from service.state import READINESS
from tests.service.blog import Blog, problem


@pytest.fixture
def nearly_full(raw: Any) -> Iterator[Callable[[float], None]]:
    """Sets the limit so that this share of it is used."""

    def fill(share: float) -> None:
        raw.config_set("maxmemory", int(raw.info("memory")["used_memory"] / share))

    yield fill
    raw.config_set("maxmemory", 0)


@pytest.fixture
async def admin(
    aiohttp_client: Callable[..., Awaitable["TestClient[Any, Any]"]], blog: Blog
) -> "TestClient[Any, Any]":
    return await aiohttp_client(create_admin(blog.client.app))


def measures(text: str) -> dict[str, float]:
    """The plain lines of `/metrics`."""
    rows = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in rows if "{" not in name}


async def test_comments_are_refused_before_the_store_is_full_and_taken_again(
    blog: Blog, admin: "TestClient[Any, Any]", raw: Any, nearly_full: Callable[[float], None]
) -> None:
    kept = (await (await blog.post()).json())["id"]
    nearly_full(0.85)
    readyz = await admin.get("/readyz")
    assert readyz.status == 503
    (fault,) = (await readyz.json())["faults"]
    assert "% of its memory limit" in fault
    refused = await blog.post()
    await problem(refused, 503, "service-degraded")
    assert int(refused.headers["Retry-After"]) >= 1

    assert (await blog.get(f"/v1/comments/{kept}")).status == 200
    assert (await blog.decide(kept, "approve", 1)).status == 200
    told = measures(await (await admin.get("/metrics")).text())
    assert told["greenroom_admitting"] == told["greenroom_ready"] == 0
    assert told["greenroom_store_memory_limit_bytes"] == raw.info("memory")["maxmemory"]
    assert told["greenroom_store_memory_bytes"] > 0.8 * told["greenroom_store_memory_limit_bytes"]

    nearly_full(0.5)
    assert (await admin.get("/readyz")).status == 200
    assert (await blog.post()).status == 202
    assert "greenroom_admitting 1.0" in await (await admin.get("/metrics")).text()


async def test_a_store_that_says_it_is_full_is_503(blog: Blog, raw: Any) -> None:
    """Admission should have refused before; here it did not get to look."""
    readiness = blog.client.app[READINESS]
    await readiness.examine()
    raw.config_set("maxmemory", "1kb")
    try:
        refused = await blog.post(headers={"Idempotency-Key": "one"})
        await problem(refused, 503, "service-degraded")
    finally:
        raw.config_set("maxmemory", 0)
    again = await blog.post(headers={"Idempotency-Key": "one"})
    assert (again.status, "Idempotency-Replayed" in again.headers) == (202, False)


class Filling:
    """A store whose memory is what a test says."""

    def __init__(self) -> None:
        self.load = Load(used_memory=0, max_memory=1000)
        self.looks = 0

    async def health(self, _: str | None) -> Health:
        self.looks += 1
        return Health((), "epoch", self.load)


async def test_the_answer_does_not_flap() -> None:
    store: Any = Filling()
    readiness = Readiness(store)
    answers = []
    for used in (800, 801, 799, 751, 750, 800, 801):
        store.load = Load(used, 1000)
        await readiness.examine()
        answers.append(readiness.admitting)
    assert answers == [True, False, False, False, True, True, False]
    assert not readiness.ready


async def test_the_store_is_looked_at_before_its_memory_could_have_run_out() -> None:
    store: Any = Filling()
    readiness = Readiness(store)
    await readiness.require()
    await readiness.require(20)
    assert store.looks == 1
    store.load = Load(900, 1000)
    with pytest.raises(NotReady):
        await readiness.require(1)
    assert store.looks == 2


class Slow(Filling):
    """A store whose looks end when a test lets them."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = asyncio.Event()
        self.end = asyncio.Event()

    async def health(self, epoch: str | None) -> Health:
        self.begun.set()
        await self.end.wait()
        return await super().health(epoch)


async def doubted(store: Slow, readiness: Readiness, look: Coroutine[Any, Any, None]) -> None:
    """Look, and doubt in the midst of it."""
    looking = asyncio.create_task(look)
    await store.begun.wait()
    readiness.doubt()
    store.end.set()
    await looking


async def test_a_doubt_during_a_look_is_looked_into() -> None:
    """What that look says may be older than what the doubt is about."""
    store: Any = Slow()
    readiness = Readiness(store)
    await doubted(store, readiness, readiness.examine())
    assert store.looks == 1
    await readiness.require()
    assert store.looks == 2
    await readiness.require()
    assert store.looks == 2


async def test_nor_does_who_asked_for_that_look_rely_on_it() -> None:
    store: Any = Slow()
    readiness = Readiness(store)
    await doubted(store, readiness, readiness.require())
    assert store.looks == 2
