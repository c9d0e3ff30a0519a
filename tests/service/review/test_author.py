"""Whom a comment comes from, and ruling about them: the effect first, then the deed."""

from typing import Any

import pytest

from moderation.comment import Author, Client, Status
from moderation.party import author_of
from moderation.ruling import Kind, Word, make_ruling
from moderation.store import Store, rulings
from moderation.user import Role
from tests import make
from tests.service.pages import HOSTILE, read_page
from tests.service.pages import Client as Browser
from tests.service.review.moderator import OpenApp
from tests.service.review.ruling import EMAIL, FROM, MAX, hold, look, publish, send, sent_by
from tests.service.review.test_roles import signed_in


async def test_an_authors_record_and_last_comments(client: Browser, store: Store) -> None:
    held = await hold(store, "held words")
    await publish(store, 2)
    await make.decided(store, Status.REJECTED, "bad words", author=MAX)
    await make.decided(
        store, Status.PUBLISHED, "of another", author=Author("Max", "m@other.example")
    )
    page = await look(client, held)
    told = "Of the 5 newest comments looked at, 2 of this author are published, 1 held, 1 rejected."
    assert told in page.text
    assert [e.text for e in page.all("span", class_="excerpt")] == [
        "bad words",
        "Fine 1.",
        "Fine 0.",
        "held words",
    ]
    assert "of another" not in page.text


async def test_an_authors_whole_record_is_told(client: Browser, store: Store) -> None:
    site = await store.sites.get("blog")
    assert site is not None
    party = author_of(site, MAX, FROM)
    assert party is not None
    for to in (Status.PUBLISHED, Status.PUBLISHED, Status.REJECTED):
        made = await make.kept(store, author=MAX, client=FROM)
        await store.comments.decide([make.decision(made, to, parties=(party.name,))])
    held = await hold(store)
    told = "In all, 2 of this author's other comments are published and 1 rejected."
    assert told in (await look(client, held)).text
    nobody = await hold(store, author=Author(), client=Client())
    assert "In all" not in (await look(client, nobody)).text


async def test_the_card_leads_to_the_author(client: Browser, store: Store) -> None:
    held = await hold(store)
    card = await read_page(await client.get("/review/"))
    (link,) = [e for e in card.all("a") if "data-author" in e.attrs]
    assert link.attrs["href"] == f"/review/author?site=blog&comment={held.id}"
    await read_page(await client.get(link.attrs["href"]))


async def test_only_what_the_comment_has_is_offered(client: Browser, store: Store) -> None:
    body = "See https://www.pills.example/x and http://a@b.example and https://c.example/."
    page = await look(client, await hold(store, body))
    assert [e.attrs["value"] for e in page.all("input", name="whom")] == [
        EMAIL,
        "address 8.8.4.7/32",
        "address 8.8.4.0/24",
        "name max",
        "host shop.example",
        "host pills.example",
        "host b.example",
        "domain pills.example",
    ]
    six = await hold(store, author=Author(), client=Client("2a00:1450:4001:81b::200e"))
    assert [e.attrs["value"] for e in (await look(client, six)).all("input", name="whom")] == [
        "address 2a00:1450:4001:81b::200e/128",
        "address 2a00:1450:4001:81b::/64",
    ]
    nobody = await hold(store, author=Author(), client=Client("127.0.0.1"))
    page = await look(client, nobody)
    assert "The comment has nothing to rule about" in page.text
    assert not page.all("button", class_="primary")


async def test_the_effect_is_shown_and_nothing_is_done(
    client: Browser, store: Store, raw: Any
) -> None:
    held = await hold(store)
    await publish(store, 1)
    await publish(store, 3, Author())
    before = {key: raw.dump(key) for key in raw.scan_iter("gr:{blog}:*")}
    page = await send(client, held, "effect")
    assert {key: raw.dump(key) for key in raw.scan_iter("gr:{blog}:*")} == before
    assert [e.text for e in page.all("h3")] == [
        "Held: 1 of 1",
        "Rejected: 0 of 0",
        "Published: 1 of 4",
    ]
    assert "Only the newest comments of each list were looked at." in page.text
    assert "The author is not told why." in page.text
    assert await store.rulings.all("blog") == []


async def test_a_ban_in_two_steps(client: Browser, store: Store) -> None:
    held = await hold(store)
    fields = sent_by(await send(client, held, "effect"))
    page = await send(client, held, "rule", **fields)
    assert "The e-mail address max@pills.example" in page.one("p", role="status").text
    (ruling,) = await store.rulings.all("blog")
    assert (ruling.name, ruling.word, ruling.by, ruling.why) == (
        EMAIL,
        Word.BAN,
        "moderator:ana",
        "sells pills",
    )
    assert ruling.until == ruling.at + 7 * 86_400_000
    assert (await make.read(store, held)).status is Status.HELD
    assert "Ban: The e-mail address max@pills.example" in (await look(client, held)).text


@pytest.mark.parametrize(
    ("lasts", "ms"), [("day", 86_400_000), ("month", 30 * 86_400_000), ("good", None)]
)
async def test_how_long_it_lasts(client: Browser, store: Store, lasts: str, ms: int | None) -> None:
    await send(client, await hold(store), "rule", word="hold", lasts=lasts)
    (ruling,) = await store.rulings.all("blog")
    assert ruling.until == (ruling.at + ms if ms else None)


@pytest.mark.parametrize("whom", [EMAIL, "address 8.8.4.0/24", "domain pills.example"])
async def test_trust_says_what_it_rests_on(client: Browser, store: Store, whom: str) -> None:
    page = await send(client, await hold(store), "effect", whom=whom, word="trust")
    assert "This trust rests on" in page.one("p", class_="wait").text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"whom": "email other@example.org"}, 400),
        ({"whom": "address 0.0.0.0/0"}, 400),
        ({"whom": "domain example"}, 400),
        ({"whom": ""}, 400),
        ({"word": "exile"}, 400),
        ({"word": ""}, 400),
        ({"lasts": "year"}, 400),
        ({"why": "x" * 301}, 400),
        ({"whom": "name max", "word": "trust"}, 422),
        ({"whom": "host shop.example", "word": "trust"}, 422),
        ({"site": "other"}, 404),
        ({"comment": "x"}, 404),
    ],
)
@pytest.mark.parametrize("step", ["effect", "rule"])
async def test_a_bent_form_rules_nothing(
    client: Browser, store: Store, step: str, fields: dict[str, Any], status: int
) -> None:
    await send(client, await hold(store), step, status, **fields)
    assert await store.rulings.all("blog") == []


async def test_a_full_house_takes_no_more(
    client: Browser, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rulings, "MOST_RULINGS", 0)
    page = await send(client, await hold(store), "rule", 422)
    assert "There is no room for another ruling." in page.text


async def test_a_viewer_reads_no_address_and_rules_nothing(open_app: OpenApp, store: Store) -> None:
    held = await hold(store)
    for kind, whom in ((Kind.EMAIL, "max@pills.example"), (Kind.ADDRESS, "8.8.4.0/24")):
        await store.rulings.rule("blog", make_ruling(kind, whom, Word.BAN, "moderator:ana"))
    client = await signed_in(await open_app(), store, blog=Role.VIEWER)
    page = await look(client, held)
    assert "An e-mail address" in page.text
    assert "8.8.4" not in page.html
    assert "max@pills" not in page.html.lower()
    assert not page.all("form", action="/review/author/effect")
    for step in ("effect", "rule"):
        await send(client, held, step, 403)
    assert len(await store.rulings.all("blog")) == 2


async def test_another_site_does_not_exist(open_app: OpenApp, store: Store) -> None:
    await store.sites.add("other")
    held = await hold(store)
    client = await signed_in(await open_app(), store, other=Role.ADMIN)
    await look(client, held, 404)
    await look(client, held, 404, site="other")
    for step in ("effect", "rule"):
        await send(client, held, step, 404)


async def test_a_foreign_pages_form_does_nothing(client: Browser, store: Store) -> None:
    held = await hold(store)
    for step in ("effect", "rule"):
        response = await client.post(
            f"/review/author/{step}", data={"site": "blog", "comment": held.id}
        )
        assert response.status == 403


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_hostile_text_is_text(client: Browser, store: Store, hostile: str) -> None:
    author = Author(hostile, f"x@{'a' * 3}.example", hostile)
    held = await hold(store, hostile, author=author)
    page = await look(client, held)
    assert page.one("h1").text == hostile
    (name,) = [e.attrs["value"] for e in page.all("input", name="whom")][3:4]
    assert name.startswith("name ")
    effect = await send(client, held, "effect", whom=name, why=hostile)
    assert hostile in [quote.text for quote in effect.all("q")]
    assert sent_by(effect)["why"] == hostile
    await send(client, held, "rule", whom=name, why=hostile)
    assert hostile in [quote.text for quote in (await look(client, held)).all("q")]
