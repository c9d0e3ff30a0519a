"""The review pages in another language."""

import pytest

from moderation.comment import Author, Status
from moderation.store import Store
from moderation.verdict import Signal
from tests import make
from tests.service.german import GERMAN
from tests.service.pages import HOSTILE, Client, read_page
from tests.service.review.moderator import FRAGMENT, JSON, OURS, OpenApp, press, wish


async def test_a_card_is_told_in_german(client: Client, store: Store) -> None:
    kept = await make.kept(store, "bad text", author=Author(name="Cleo"))
    signals = (
        Signal("links", "too_many", ((0, 3),), {"n": 3, "limit": 2}, 1.0, 3.5, "spam"),
        Signal("shouting", "capitals", (), {"share": 0.7}, 1.0, 0.0),
    )
    verdict = make.verdict(
        Status.HELD, signals=signals, not_run=("language",), category="self_harm"
    )
    await store.comments.decide([make.decision(kept, Status.HELD, verdict=verdict)])
    response = await client.get("/review/", headers=GERMAN)
    page = await read_page(response)
    assert response.headers["Content-Language"] == "de"
    assert response.headers["Vary"] == "Accept, Accept-Language"
    assert page.one("html").attrs["lang"] == "de"
    assert [b.text for b in page.all("button", name="action")] == [
        "Freigeben veröffentlichen a",
        "Behutsam verbergen nicht als Ablehnung",
    ]
    assert [s.text for s in page.all("span", class_="weight")] == ["+3,5", "ohne Gewicht"]
    for part in (
        "Dringend: Selbstgefährdung",
        "gerade eben",
        "Nicht geprüft: language",
        "Zurückgehalten durch die Prüfungen",
        "Links: 3 found, limit 2",  # the operator's own words
        "Wartend 1",
    ):
        assert part in page.text
    path = f"/review/?comment={kept.id}"
    fragment = await client.get(path, headers={**GERMAN, **FRAGMENT})
    assert "Freigeben" in await fragment.text()


async def test_english_is_for_everybody_else(client: Client, store: Store) -> None:
    await make.decided(store, Status.HELD)
    for header in ("", "en-GB", "fr"):
        response = await client.get("/review/", headers={"Accept-Language": header})
        page = await read_page(response)
        assert (page.one("html").attrs["lang"], response.headers["Content-Language"]) == ("en",) * 2
        assert page.all("button", name="action")[0].text == "Approve publish a"


async def test_problems_are_told_in_german(client: Client, store: Store) -> None:
    page = await read_page(await client.get("/review/?site=none", headers=GERMAN), 404)
    assert "Hier ist nichts Diese Website gibt es nicht." in page.text
    assert page.one("html").attrs["lang"] == "de"
    page = await read_page(await client.get("/review/nowhere", headers=GERMAN), 404)
    assert "Hier ist nichts." in page.text
    held = await make.decided(store, Status.HELD, author=Author(name="Cleo"))
    answer = await press(client, wish(held, version=1), **OURS, **JSON, **GERMAN)
    problem = await answer.json()
    assert problem["title"] == "Es wurde schon anders entschieden"
    assert problem["detail"].startswith("Die Prüfungen, ")
    assert "nichts wurde überschrieben" in problem["detail"]
    page = await read_page(await press(client, wish(held, version=9), **OURS, **GERMAN), 412)
    assert "Er ist jetzt zurückgehalten (Fassung 2" in page.text
    page = await read_page(await press(client, wish(held, version=1), **OURS, **GERMAN), 409)
    assert "Dieser Kommentar ist schon zurückgehalten Die Prüfungen, " in page.text


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_name_is_a_name_in_any_language(client: Client, store: Store, name: str) -> None:
    """Translations stand in the page as HTML; what is filled in does not."""
    first = await make.decided(store, Status.PUBLISHED, "first", author=Author(name=name))
    child = await make.kept(store, "an answer", author=Author(name=name), parent_id=first.id)
    await store.comments.decide([make.decision(child, Status.HELD)])
    await press(client, wish(first, "hold"))
    path = f"/review/?done={first.id}&comment={child.id}"
    page = await read_page(await client.get(path, headers=GERMAN))
    assert f"Antwort auf {name}, jetzt zurückgehalten" in page.one("article").text
    assert f"Der Kommentar von {name} wartet wieder." in page.one("p", role="status").text


async def test_what_programmers_read_is_english(client: Client) -> None:
    for path in ("/docs", "/problems/internal"):
        response = await client.get(path, headers=GERMAN)
        page = await read_page(response)
        assert page.one("html").attrs["lang"] == "en"
        assert "Content-Language" not in response.headers


async def test_the_door_speaks_german(open_app: OpenApp) -> None:
    client = await open_app()
    page = await read_page(await client.get("/review/sign-in", headers=GERMAN))
    assert page.one("label", for_="password").text == "Passwort"
