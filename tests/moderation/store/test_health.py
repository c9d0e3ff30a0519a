from typing import Any

import pytest

from moderation.store import Store


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
    assert f"{name} is {wrong}, must be {right}" in faults


async def test_an_emptied_store_is_noticed(store: Store, raw: Any) -> None:
    before = await store.health()
    raw.flushall()
    after = await store.health(before.epoch)
    assert "emptied or replaced" in after.faults[0]
    assert (await store.health(before.epoch)).faults == after.faults
