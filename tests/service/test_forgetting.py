"""The turns in which a service forgets addresses."""

import asyncio
from typing import Any

import pytest

from moderation.comment import Client, Status
from moderation.store import Store, keys
from moderation.tasks import end
from service import forgetting
from tests import make
from tests.eventually import eventually
from tests.service.pages import add_blog


async def test_every_site_has_its_turn(store: Store, raw: Any) -> None:
    for name in ("blog", "zine"):
        await store.sites.add(name)
    made = [
        await make.kept(store, site=name, client=Client("203.0.113.7")) for name in ("blog", "zine")
    ]
    for each in made:
        raw.hset(keys.comment(each.site, each.id), "created", 1_000_000)
        await store.comments.decide([make.decision(each, Status.HELD)])
    assert await forgetting.forget(store, 14) == 2
    assert await forgetting.forget(store, 14) == 0


async def test_a_damaged_site_keeps_no_other_waiting(
    store: Store, raw: Any, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("blog", "zine"):
        await store.sites.add(name)
    raw.set(keys.inbox("blog"), "x")
    made = await make.kept(store, site="zine", client=Client("203.0.113.7"))
    raw.hset(keys.comment("zine", made.id), "created", 1_000_000)
    await store.comments.decide([make.decision(made, Status.HELD)])
    assert await forgetting.forget(store, 14) == 1
    assert "addresses of site blog are forgotten when it is mended: WRONGTYPE" in caplog.text


async def test_a_turn_that_fails_is_not_the_last(
    store: Store, raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add_blog(store)
    made = await make.kept(store, client=Client("203.0.113.7"))
    raw.hset(keys.comment("blog", made.id), "created", 1_000_000)
    await store.comments.decide([make.decision(made, Status.HELD)])
    monkeypatch.setattr(forgetting, "FIRST", 0)
    monkeypatch.setattr(forgetting, "PAUSE", 0.01)
    names, failed = store.sites.names, asyncio.Event()

    async def away() -> list[str]:
        if not failed.is_set():
            failed.set()
            raise OSError("away")
        return await names()

    monkeypatch.setattr(store.sites, "names", away)
    task = asyncio.create_task(forgetting.run(store, 14))

    async def forgotten() -> bool:
        return (await make.read(store, made)).comment.client == Client()

    try:
        await eventually(forgotten)
    finally:
        await end(task)
    assert failed.is_set()
