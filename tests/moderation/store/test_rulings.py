"""Rulings on a real store: kept, ended, out of time, and no more than there is room for."""

from typing import Any

import pytest

from moderation.comment import Author, Client
from moderation.ruling import Kind, Ruling, Word
from moderation.store import Store, keys, rulings
from tests import make
from tests.eventually import eventually

ANA = make.comment(author=Author("Ana", "ana@example.org"), client=Client("203.0.113.7"))
LONG = 3_600_000


def ban(kind: Kind = Kind.EMAIL, whom: str = "ana@example.org", word: Word = Word.BAN) -> Ruling:
    return Ruling(kind, whom, word, "moderator:ben", "spam")


async def test_a_ruling_is_found_by_whom_it_is_about(store: Store) -> None:
    before = await store.now_ms()
    assert await store.rulings.rule("blog", ban(), LONG)
    assert await store.rulings.rule("blog", ban(Kind.ADDRESS, "203.0.113.0/24", Word.HOLD))
    first, second = await store.rulings.of("blog", ANA)
    assert (first.word, first.by, first.why) == (Word.BAN, "moderator:ben", "spam")
    assert before <= first.at <= await store.now_ms()
    assert first.until == first.at + LONG
    assert (second.word, second.until) == (Word.HOLD, None)
    assert await store.rulings.of("blog", make.comment(author=Author("Ben"))) == []
    assert await store.rulings.of("other", ANA) == []


async def test_a_later_ruling_of_the_same_name_takes_its_place(store: Store, raw: Any) -> None:
    await store.rulings.rule("blog", ban(), 1)
    await store.rulings.rule("blog", ban(word=Word.TRUST))
    (ruling,) = await store.rulings.all("blog")
    assert (ruling.word, ruling.until) == (Word.TRUST, None)
    assert raw.zcard(keys.rulings_end("blog")) == 0
    await store.rulings.rule("blog", ban(), LONG)
    (ruling,) = await store.rulings.of("blog", ANA)
    assert (ruling.word, ruling.until) == (Word.BAN, ruling.at + LONG)


async def test_a_ruling_is_ended_once(store: Store, raw: Any) -> None:
    await store.rulings.rule("blog", ban(), LONG)
    assert await store.rulings.end("blog", ban().name, "moderator:ben")
    assert not await store.rulings.end("blog", ban().name, "moderator:ben")
    assert await store.rulings.of("blog", ANA) == await store.rulings.all("blog") == []
    assert list(raw.scan_iter("gr:*")) == [keys.acts("blog").encode()]


async def test_a_ruling_out_of_time_is_none_and_the_next_takes_it_out(
    store: Store, raw: Any
) -> None:
    await store.rulings.rule("blog", ban(), 1)

    async def over() -> bool:
        return await store.rulings.of("blog", ANA) == []

    await eventually(over)
    assert await store.rulings.all("blog") == []
    assert raw.hlen(keys.rulings("blog")) == 1
    await store.rulings.rule("blog", ban(Kind.NAME, "ben"))
    assert raw.hkeys(keys.rulings("blog")) == [b"name ben"]
    assert raw.zcard(keys.rulings_end("blog")) == 0


async def test_there_are_only_so_many(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulings, "MOST_RULINGS", 2)
    assert await store.rulings.rule("blog", ban(Kind.NAME, "a"))
    assert await store.rulings.rule("blog", ban(Kind.NAME, "b"))
    assert not await store.rulings.rule("blog", ban(Kind.NAME, "c"))
    assert await store.rulings.rule("blog", ban(Kind.NAME, "b", Word.HOLD))
    assert {each.whom for each in await store.rulings.all("blog")} == {"a", "b"}
    assert await store.rulings.end("blog", "name a", "moderator:ben")
    assert await store.rulings.rule("blog", ban(Kind.NAME, "c"))


async def test_a_site_knows_how_many_there_are(store: Store) -> None:
    await store.sites.add("blog")
    for whom, count in (("a", 1), ("b", 2), ("b", 2)):
        await store.rulings.rule("blog", ban(Kind.NAME, whom))
        site = await store.sites.get("blog")
        assert site is not None
        assert site.rulings == count
    await store.rulings.end("blog", "name a", "moderator:ben")
    site = await store.sites.get("blog")
    assert site is not None
    assert site.rulings == 1
