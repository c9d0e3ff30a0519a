"""Who looks at what: seen by the others, and forgotten by itself."""

from typing import Any

import pytest

from moderation.store import Store, presence


async def test_the_others_are_told_and_not_oneself(store: Store) -> None:
    assert await store.presence.look("blog", "ana", "c1") == {}
    assert await store.presence.look("blog", "ben", "c1") == {"ana": "c1"}
    assert await store.presence.look("blog", "ana", "c2") == {"ben": "c1"}
    assert await store.presence.look("other", "cleo", "c1") == {}


async def test_who_looks_away_is_not_told(store: Store) -> None:
    await store.presence.look("blog", "ana", "c1")
    await store.presence.look("blog", "ana", None)
    assert await store.presence.look("blog", "ben", "c1") == {}


async def test_names_with_anything_in_them(store: Store) -> None:
    for name in ("a b", "é\n", "12 c9", ""):
        await store.presence.look("blog", name, "c1")
    assert set(await store.presence.look("blog", "ana", "c2")) == {"a b", "é\n", "12 c9", ""}


async def test_a_look_ends_by_itself(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "LOOK_MS", -1)
    await store.presence.look("blog", "ana", "c1")
    monkeypatch.undo()
    assert await store.presence.look("blog", "ben", "c1") == {}


@pytest.mark.parametrize("value", ["x", "12", "99999999999999 c1", "0 c1", " c1"])
async def test_what_is_damaged_or_of_another_clock_is_dropped(
    store: Store, raw: Any, value: str
) -> None:
    raw.hset("gr:{blog}:looks", "ana", value)
    assert await store.presence.look("blog", "ben", "c1") == {}
    assert not raw.hexists("gr:{blog}:looks", "ana")
    assert 0 < raw.pttl("gr:{blog}:looks") <= presence.LOOK_MS
