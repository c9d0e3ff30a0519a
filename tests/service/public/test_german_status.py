"""Where a comment stands, as its author reads it in German."""

import pytest
from yarl import URL

from moderation.comment import Status
from moderation.store import Store
from moderation.store.desk import Aside
from moderation.support import TEXT
from tests import make
from tests.service.german import GERMAN, asked
from tests.service.pages import Client, read_page
from tests.service.public.visitor import PATH, decide, id_in, sent


async def test_a_form_from_a_german_page_leads_to_german_pages(
    client: Client, store: Store
) -> None:
    page = await read_page(await client.get(PATH, headers=GERMAN))
    response = await client.post(
        PATH,
        data=page.fields() | {"name": "Ana", "body": "Fein."},
        headers=GERMAN,
        allow_redirects=False,
    )
    assert response.status == 303
    page = await asked(client, response.headers["Location"])
    assert page.one("strong").text == "Wird geprüft."
    page = await asked(client, URL(response.headers["Location"]).with_query(look=12))
    assert page.one("strong").text == "Wird noch geprüft."


@pytest.mark.parametrize(
    ("to", "category", "said"),
    [
        (Status.HELD, "profanity", "Wartet auf die Moderation. Nur Sie können das sehen."),
        (Status.HELD, "self_harm", "Wartet auf die Moderation. Nur Sie können das sehen."),
        (Status.PUBLISHED, "clean", "Veröffentlicht."),
        (Status.REJECTED, "spam", "Dieser Kommentar konnte nicht veröffentlicht werden."),
        (Status.REJECTED, "self_harm", "Ihr Kommentar steht nicht auf der Seite. Nur Sie können"),
        (Status.REJECTED, "other", "Nicht veröffentlicht."),
        (Status.REJECTED, "profanity", "Nicht veröffentlicht: derbe Sprache."),
        (Status.REJECTED, "toxicity", "Nicht veröffentlicht: Beleidigungen."),
        (Status.REJECTED, "hate", "Nicht veröffentlicht: Hass."),
        (Status.REJECTED, "sexual", "Nicht veröffentlicht: sexuelle Inhalte."),
        (Status.REJECTED, "violence", "Nicht veröffentlicht: Gewalt."),
        (Status.REJECTED, "personal_data", "Nicht veröffentlicht: persönliche Daten."),
        (Status.REJECTED, "cat_pictures", "Nicht veröffentlicht: cat pictures."),  # an operator's
    ],
)
async def test_where_a_comment_stands(
    client: Client, store: Store, to: Status, category: str, said: str
) -> None:
    await store.sites.set_crisis("blog", "Hilfe gibt es.", "")  # the owner's own words
    address = await sent(client)
    await decide(store, address, to, category=category)
    page = await asked(client, address, same=("Hilfe gibt es.",))
    assert page.one("strong").text.startswith(said)


async def test_what_became_of_an_appeal(client: Client, store: Store) -> None:
    address = await sent(client)
    await decide(store, address, Status.REJECTED, category="hate")
    page = await asked(client, address)
    assert page.one("button").text == "Um Prüfung bitten"
    response = await client.post(
        f"{address}/appeal", headers=GERMAN, allow_redirects=False, data={}
    )
    assert response.status == 303
    assert "sieht sich Ihren Kommentar noch einmal an" in (await asked(client, address)).text
    await store.desk.take_back("blog", Aside.APPEALED, id_in(address))
    assert "es bleibt dabei" in (await asked(client, address)).text


async def test_a_moderator_decided_so(client: Client, store: Store) -> None:
    for category, said in (
        ("other", "So hat die Moderation entschieden."),
        ("self_harm", "Ein Mensch hat ihn gelesen."),
    ):
        address = await sent(client)
        await decide(store, address, Status.HELD, category=category)
        (record,) = await store.comments.read("blog", [id_in(address)])
        assert record is not None
        move = make.decision(
            record.comment, Status.REJECTED, status=Status.HELD, version=2, by="moderator:ana"
        )
        await store.comments.decide([move])
        assert said in (await asked(client, address)).text


async def test_who_may_be_in_danger_is_told_of_help(client: Client, store: Store) -> None:
    address = await sent(client)
    await decide(store, address, Status.HELD, category="self_harm")
    page = await asked(client, address)
    told = page.one("section", aria_label="Hilfe").text
    assert "Bald wird es ein Mensch lesen." in told
    assert "Notruf" in told
    in_english = await read_page(await client.get(address))
    assert [e.text for e in in_english.all("p", dir="auto")] == TEXT.split("\n\n")


async def test_what_was_removed_and_what_was_erased(client: Client, store: Store) -> None:
    removed, erased = await sent(client), await sent(client)
    for claim in await make.claim(store):
        await store.comments.decide([make.decision(claim.comment, Status.PUBLISHED)])
    for address in (removed, erased):
        (record,) = await store.comments.read("blog", [id_in(address)])
        assert record is not None
        if address == erased:
            await store.authorship.withdraw(record, "author")
        else:
            move = {"status": Status.PUBLISHED, "version": 2, "by": "moderator:ana"}
            await store.comments.decide([make.decision(record.comment, Status.REMOVED, **move)])
    assert "Entfernt. Dieser Kommentar" in (await asked(client, removed)).text
    assert "Gelöscht. Ihr Text, Ihr Name" in (await asked(client, erased)).text
