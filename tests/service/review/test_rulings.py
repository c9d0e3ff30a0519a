"""What is ruled on a site: read, looked for, ended."""

from typing import Any

import pytest

from moderation.ruling import Kind, Word, make_ruling
from moderation.store import Store
from moderation.user import Role
from service.review import rulings
from tests.eventually import eventually
from tests.service.pages import HOSTILE, Client, Page, read_page
from tests.service.review.moderator import OURS, OpenApp
from tests.service.review.test_roles import signed_in


async def rule(store: Store, kind: Kind, whom: str, word: Word = Word.BAN, why: str = "") -> None:
    """And let the store's clock go on, so that the next one is later."""
    await store.rulings.rule("blog", make_ruling(kind, whom, word, "moderator:ben", why))
    made = await store.now_ms()

    async def later() -> bool:
        return await store.now_ms() > made

    await eventually(later)


async def look(client: Client, status: int = 200, **query: str) -> Page:
    params = {"site": "blog", **query}
    return await read_page(await client.get("/review/rulings", params=params), status)


async def end(client: Client, name: str, site: str = "blog") -> Any:
    return await client.post(
        "/review/rulings/end",
        data={"site": site, "name": name},
        headers=OURS,
        allow_redirects=False,
    )


def whoms(page: Page) -> list[str]:
    names = [e.attrs["value"] for e in page.all("input", name="name")]
    return [name.partition(" ")[2] for name in names]


async def test_rulings_are_listed_newest_first(client: Client, store: Store) -> None:
    await rule(store, Kind.EMAIL, "a@example.org", why="floods")
    await rule(store, Kind.ADDRESS, "8.8.4.0/24", Word.HOLD)
    page = await look(client)
    assert whoms(page) == ["8.8.4.0/24", "a@example.org"]
    assert [e.text for e in page.all("h2")] == ["Always hold", "Ban"]
    assert "The addresses 8.8.4.0/24, for good by ben, " in page.text
    assert "floods" in [quote.text for quote in page.all("q")]
    assert page.one("a", href="/review/?site=blog")


async def test_rulings_are_looked_for(client: Client, store: Store) -> None:
    await rule(store, Kind.EMAIL, "a@example.org", why="Floods")
    await rule(store, Kind.NAME, "Zoe", Word.HOLD)
    queries: tuple[tuple[dict[str, Any], list[str]], ...] = (
        ({"word": "hold"}, ["zoe"]),
        ({"text": "floods"}, ["a@example.org"]),
        ({"text": "EXAMPLE"}, ["a@example.org"]),
        ({"text": "ben"}, ["zoe", "a@example.org"]),
        ({"text": "ben", "word": "ban"}, ["a@example.org"]),
        ({"word": "nothing"}, []),
        ({"text": "nothing"}, []),
        ({"from": "1"}, ["a@example.org"]),
        ({"from": "x"}, ["zoe", "a@example.org"]),
    )
    for query, found in queries:
        assert whoms(await look(client, **query)) == found, query


async def test_many_rulings_are_several_pages(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rulings, "PAGE", 2)
    for n in range(5):
        await rule(store, Kind.NAME, f"n{n}")
    page, seen = await look(client, text="n"), []
    for _ in range(3):
        seen += whoms(page)
        following = page.all("a", rel="next")
        if following:
            page = await read_page(await client.get(following[0].attrs["href"]))
    assert sorted(seen) == [f"n{n}" for n in range(5)]


async def test_a_ruling_is_ended_once(client: Client, store: Store) -> None:
    await rule(store, Kind.NAME, "Zoe")
    response = await end(client, "name zoe")
    assert response.status == 303
    page = await read_page(await client.get(response.headers["Location"]))
    assert "The ruling has ended." in page.one("p", role="status").text
    assert whoms(page) == []
    await read_page(await end(client, "name zoe"), 404)


async def test_a_viewer_reads_no_address_nor_finds_one_by_looking_for_it(
    open_app: OpenApp, store: Store
) -> None:
    await rule(store, Kind.EMAIL, "zoe@example.org")
    await rule(store, Kind.ADDRESS, "8.8.4.4")
    await rule(store, Kind.HOST, "pills.example")
    client = await signed_in(await open_app(), store, blog=Role.VIEWER)
    page = await look(client)
    assert "3 rulings" in page.text
    assert "zoe" not in page.html
    assert "8.8.4" not in page.html
    assert "pills.example" in page.text
    assert "0 rulings" in (await look(client, text="zoe")).text
    assert not page.all("form", action="/review/rulings/end")
    await read_page(await end(client, "host pills.example"), 403)
    assert len(await store.rulings.all("blog")) == 3


async def test_another_site_does_not_exist(open_app: OpenApp, store: Store) -> None:
    await store.sites.add("other")
    await rule(store, Kind.NAME, "Zoe")
    client = await signed_in(await open_app(), store, other=Role.ADMIN)
    await look(client, 404)
    await look(client, 404, site="nosuch")
    await read_page(await end(client, "name zoe"), 404)
    assert len(await store.rulings.all("blog")) == 1


async def test_who_administers_all_sites_sees_none_that_is_not(client: Client) -> None:
    await look(client, 404, site="nosuch")


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_hostile_text_is_text(client: Client, store: Store, hostile: str) -> None:
    await rule(store, Kind.NAME, f"x{hostile}", why=hostile)
    page = await look(client, text=hostile)
    assert [quote.text for quote in page.all("q")] == [hostile]
    assert page.one("input", name="text").attrs["value"] == hostile
    assert (await end(client, page.one("input", name="name").attrs["value"])).status == 303
    assert await store.rulings.all("blog") == []
