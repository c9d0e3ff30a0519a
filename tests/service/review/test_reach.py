"""Rulings that would reach too far."""

from pathlib import Path

import pytest

from moderation.comment import Author
from moderation.store import Store
from tests.service.pages import Client as Browser
from tests.service.review.moderator import OpenApp, sign_in
from tests.service.review.ruling import hold, publish, send


async def test_what_would_shut_the_site_is_refused(client: Browser, store: Store) -> None:
    held = await hold(store)
    await publish(store, 20)
    for word in ("ban", "hold"):
        page = await send(client, held, "effect", word=word)
        assert "nearly everybody who writes here" in page.one("p", role="alert").text
        assert not page.all("form", action="/review/author/rule")
        await send(client, held, "rule", 422, word=word, sure="yes")
    assert await store.rulings.all("blog") == []
    await send(client, held, "rule", word="trust")  # who writes most may be the site's own author
    assert len(await store.rulings.all("blog")) == 1


@pytest.mark.parametrize(
    ("whom", "author"),
    [
        ("domain gmail.com", Author("Max", "max@gmail.com")),
        ("domain gmx.de", Author("Max", "max@gmx.de")),
        ("host youtube.com", Author("Max", None, "https://youtube.com/max")),
    ],
)
async def test_what_strangers_share_takes_a_tick(
    open_app: OpenApp, store: Store, tmp_path: Path, whom: str, author: Author
) -> None:
    shared = '[checks.personal_data]\nproviders = ["gmail", "gmx"]\n'
    shared += '[checks.hosts]\ncommon = ["youtube.com"]\n'
    with (tmp_path / "policy.toml").open("a", encoding="utf-8") as policy:
        policy.write(shared)
    client = await open_app()
    await sign_in(client)
    held = await hold(store, author=author)
    page = await send(client, held, "effect", whom=whom)
    assert "nothing to do with each other" in page.one("p", role="alert").text
    assert "required" in page.one("input", name="sure").attrs
    await send(client, held, "rule", 422, whom=whom)
    assert await store.rulings.all("blog") == []
    await send(client, held, "rule", whom=whom, sure="yes")
    assert [ruling.name for ruling in await store.rulings.all("blog")] == [whom]


async def test_what_meets_many_takes_a_tick(client: Browser, store: Store) -> None:
    held = await hold(store)
    await publish(store, 10)
    await publish(store, 30, Author())
    assert "a fifth" in (await send(client, held, "effect")).one("p", role="alert").text
    await send(client, held, "rule", 422)
    await send(client, held, "rule", sure="yes")
