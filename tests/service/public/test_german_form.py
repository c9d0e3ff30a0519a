"""The comment form in German: what is wrong with what was typed, and why it was not sent."""

from secrets import token_hex

import pytest
from yarl import URL

from moderation.store import Store
from service.public import threads
from service.state import STORE
from tests.service.german import GERMAN, asked
from tests.service.pages import Client, add_blog, read_page
from tests.service.public.visitor import PATH, open_form, post


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("body", "  \n ", "Schreiben Sie zuerst einen Kommentar."),
        ("body", "x" * 5001, "Ihr Kommentar ist um 1 Zeichen zu lang (höchstens 5.000)."),
        ("body", "x" * 7000, "Ihr Kommentar ist um 2.000 Zeichen zu lang (höchstens 5.000)."),
        ("body", "a\0b", "Das lässt sich nicht verwenden: U+0000 an Stelle 1 ist nicht erlaubt."),
        ("name", "a" + "\u0300" * 9, "Das lässt sich nicht verwenden: Auf einem Buchstaben "),
        ("name", "x" * 81, "Das ist zu lang: 81 von 80 Zeichen."),
        ("name", "a\nb", "Bitte nur eine Zeile."),
        ("email", "niemand", "Das ist keine E-Mail-Adresse."),
        ("email", "n" * 254 + "@b", "Das ist zu lang: 256 von 254 Zeichen."),
    ],
)
async def test_faults_of_a_form(client: Client, field: str, value: str, fault: str) -> None:
    fields = await open_form(client) | {"name": "Ana", "body": "Fein."} | {field: value}
    page = await asked(client, PATH, 422, fields, same=(value,))
    assert page.one("p", id=f"{field}-fault").text.startswith(fault)
    notice = "Ihr Kommentar wurde noch nicht gesendet. Ihr Text ist noch da."
    assert page.one("p", role="alert").text == notice


async def test_a_fault_of_no_field(client: Client) -> None:
    path = URL("/t/blog/a%C2%85b", encoded=True)
    fields = await open_form(client, path) | {"name": "Ana", "body": "Fein."}
    page = await asked(client, path, 422, fields)
    assert "U+0085 an Stelle 1" in page.one("p", role="alert").text


async def test_a_form_that_was_used_and_one_that_came_too_late(
    client: Client, store: Store
) -> None:
    fields = await open_form(client) | {"name": "Ana", "body": "Fein."}
    assert (await post(client, fields | {"body": "Eins."})).status == 303
    page = await asked(client, PATH, 422, fields)
    assert "Drücken Sie noch einmal, um auch diesen zu senden." in page.text
    await store.threads.close("blog", "/hello", "moderator:ana")
    fresh = fields | {"token": token_hex(16)}
    page = await asked(client, PATH, 409, fresh)
    assert "Ihr Kommentar wurde nicht gesendet" in page.one("p", role="alert").text


async def test_a_store_that_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_: object) -> None:
        raise ConnectionError

    fields = await open_form(client) | {"name": "Ana", "body": "Fein."}
    assert client.app is not None
    for room, verb in (("threads", "state"), ("reading", "view")):
        monkeypatch.setattr(getattr(client.app[STORE], room), verb, away)
    page = await asked(client, PATH, 503, fields)
    assert "Der Kommentardienst antwortet nicht." in page.one("p", role="alert").text
    assert "Der Speicher antwortet nicht." in (await asked(client, PATH, 503)).text


async def test_who_posts_quickly(behind_proxy: Client, store: Store) -> None:
    await add_blog(store)
    fields = await open_form(behind_proxy) | {"name": "Ana", "body": "Fein."}
    whence = {"X-Forwarded-For": "8.8.4.4", **GERMAN}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threads, "WAIT_SECONDS", 0.001)
        for _ in range(31):
            response = await behind_proxy.post(
                PATH, data={**fields, "token": token_hex(16)}, headers=whence, allow_redirects=False
            )
    notice = (await read_page(response, 429)).one("p", role="alert").text
    wait = response.headers["Retry-After"]
    assert notice == (
        "Sie kommentieren sehr schnell hintereinander. "
        f"Versuchen Sie es in {wait} Sekunden noch einmal. Ihr Text ist noch da."
    )
