from typing import Any

import pytest

from moderation.store import Store, keys
from tests import make
from tests.eventually import eventually


async def test_a_durable_store_has_no_fault_and_keeps_its_epoch(store: Store) -> None:
    first = await store.health()
    assert first.faults == ()
    assert first.epoch
    again = await store.health(first.epoch)
    assert (again.faults, again.epoch) == ((), first.epoch)


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("appendfsync", "everysec", "always"),
        ("appendonly", "no", "yes"),
        ("no-appendfsync-on-rewrite", "yes", "no"),
        ("maxmemory-policy", "allkeys-lru", "noeviction"),
    ],
)
async def test_each_unsafe_setting_is_named(
    store: Store, raw: Any, name: str, wrong: str, right: str
) -> None:
    raw.config_set(name, wrong)
    try:
        faults = (await store.health()).faults
    finally:
        raw.config_set(name, right)
        await eventually(lambda: not raw.info("persistence")["aof_rewrite_in_progress"])
    assert f"{name} is {wrong}, must be {right}" in faults


async def test_an_emptied_store_is_noticed(store: Store, raw: Any) -> None:
    before = await store.health()
    raw.flushall()
    after = await store.health(before.epoch)
    assert "emptied or replaced" in after.faults[0]
    assert (await store.health(before.epoch)).faults == after.faults


async def test_how_full_the_store_is_is_seen(store: Store, raw: Any) -> None:
    await store.sites.add("blog")
    await make.kept(store)
    raw.config_set("maxmemory", 10**12)
    try:
        load = (await store.health()).load
    finally:
        raw.config_set("maxmemory", 0)
    assert (load.max_memory, load.pending) == (10**12, 1)
    assert load.used_memory > 0
    assert load.file_size > 0
    assert load.disk_size > load.disk_free > 0


async def test_another_machines_disk_is_not_guessed_at(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moderation.store.health._here", lambda _: False)
    load = (await store.health()).load
    assert (load.disk_size, load.disk_free) == (0, 0)


async def test_a_copy_of_another_store_takes_no_write(store: Store, raw: Any) -> None:
    assert (await store.health()).writable
    raw.replicaof("127.0.0.1", "1")
    try:
        health = await store.health()
    finally:
        raw.replicaof("NO", "ONE")
    assert not health.writable
    assert "role is slave, must be master" in health.faults


async def test_a_damaged_site_makes_no_store_unsafe(store: Store, raw: Any) -> None:
    await store.sites.add("zine")
    await make.kept(store, site="zine")
    raw.sadd(keys.SITES, b"\xff", "blog")
    raw.set(keys.inbox("blog"), "what")
    health = await store.health()
    assert (health.faults, health.load.pending) == ((), 1)
