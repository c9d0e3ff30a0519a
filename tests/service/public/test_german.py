"""The readers' pages in another language: whatever they say, none of it is left in English."""

import pytest
from yarl import URL

from moderation.comment import Author, Status, Thread
from moderation.masking import MASKED, SHOWN
from moderation.store import Store
from moderation.store.authorship import Revision
from moderation.store.edits import Edit
from moderation.verdict import Signal
from service.public import threads
from tests import make
from tests.service.german import ENGLAND, GERMAN, Told, asked, assert_translated
from tests.service.pages import HOSTILE, Client, read_page, thread_path
from tests.service.public.visitor import PATH

FRAGMENT = URL(f"/v1/sites/blog/threads/{PATH.raw_name}/comments.html", encoded=True)


async def publish_all_kinds(store: Store) -> None:
    """Comments that have something to say about themselves."""
    thread = Thread(key="/hello", url="https://blog.example/hello")
    first = await make.decided(store, Status.PUBLISHED, "eins", thread=thread)
    await make.decided(store, Status.PUBLISHED, "zwei", parent_id=first.id, staff=True)
    await store.threads.pin("blog", "/hello", first.id, "moderator:ana", on=True)
    edited = await make.decided(store, Status.PUBLISHED, "drei", author=Author(name="Ana"))
    await store.edits.make(Edit(await make.read(store, edited), "3", "moderator:ana"))
    await make.decided(store, Status.PUBLISHED, "vier", parent_id=edited.id)


async def test_a_thread_with_all_that_can_be_said_of_a_comment(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.sites.set_comment_policy("blog", "https://blog.example/regeln")
    await asked(client, PATH)
    await publish_all_kinds(store)
    page = await asked(client, PATH)
    for part in (
        "Kommentare zu /hello",
        "4 Kommentare",
        "Anonym",
        "Angeheftet",
        "Moderation",
        "Antwort auf Anonym",
        "Von der Moderation bearbeitet, ",
        "Melden (Kommentar von Ana)",
        "Regeln für Kommentare",
    ):
        assert part in page.text
    monkeypatch.setattr(threads, "PAGE", 4)
    await make.decided(store, Status.PUBLISHED, "fünf")
    following = (await asked(client, PATH)).one("a", rel="next")
    assert following.text == "Nächste Kommentare"
    last = await asked(client, URL(following.attrs["href"], encoded=True))
    assert "Ab dem ersten Kommentar zeigen" in last.text
    await store.threads.close("blog", "/hello", "moderator:ana")
    assert "Hier kann nicht mehr kommentiert werden." in (await asked(client, PATH)).text


async def test_what_its_author_edited(client: Client, store: Store) -> None:
    made = await make.decided(store, Status.PUBLISHED)
    record = await make.read(store, made)
    await store.authorship.revise(Revision(record, "besser", "author", False, None))
    (claim,) = await make.claim(store)
    again = make.decision(claim.comment, Status.PUBLISHED, version=claim.version)
    await store.comments.decide([again])
    page = await asked(client, PATH)
    assert "Von der kommentierenden Person bearbeitet" in page.text


async def test_one_comment_is_counted_in_the_singular(client: Client, store: Store) -> None:
    await make.decided(store, Status.PUBLISHED)
    assert (await asked(client, PATH)).one("h2", id="comments-heading").text == "1 Kommentar"


async def test_what_is_not_shown_of_a_text_is_said_in_german(client: Client, store: Store) -> None:
    made = await make.kept(store, "Karte 5555 5555.")
    card = Signal("personal_data", "card", ((6, 15),), {"n": 1, MASKED: 1})
    verdict = make.verdict(Status.PUBLISHED, signals=(card,))
    await store.comments.decide([make.decision(made, Status.PUBLISHED, verdict=verdict)])
    page = await asked(client, PATH)
    assert page.one("div", class_="text").text == "Karte [entfernt]."
    response = await client.get(PATH, headers=ENGLAND)
    assert (await read_page(response)).one("div", class_="text").text == f"Karte {SHOWN}."


async def test_a_fragment_for_a_static_site(client: Client, store: Store) -> None:
    async def told(headers: dict[str, str]) -> set[str]:
        response = await client.get(FRAGMENT, headers=headers)
        assert response.headers["Content-Language"] == headers["Accept-Language"][:2]
        assert response.headers["Vary"] == "Accept-Language, Origin"
        return Told(await response.text()).texts

    for closed in (False, True):
        await publish_all_kinds(store)
        if closed:
            await store.threads.close("blog", "/hello", "moderator:ana")
        assert_translated(await told(ENGLAND), await told(GERMAN))


async def test_reporting_a_comment(client: Client, store: Store) -> None:
    made = await make.decided(store, Status.PUBLISHED, author=Author(name="Ana"))
    path = URL(f"{thread_path()}/report/{made.id}", encoded=True)
    page = await asked(client, path)
    assert page.all("label")[2].text.strip() == "Persönliche Daten von jemandem"
    page = await asked(client, path, 422, {"text": "Fein."})
    assert page.one("p", role="alert").text == "Geben Sie an, was damit nicht stimmt."
    page = await asked(client, path, 422, {"reason": "spam", "text": "x" * 501}, same=("x" * 501,))
    assert page.one("p", role="alert").text == "Das ist zu viel Text: höchstens 500 Zeichen."
    response = await client.post(
        path, data={"reason": "spam"}, headers=GERMAN, allow_redirects=False
    )
    page = await asked(client, URL(response.headers["Location"], encoded=True))
    assert "Die Moderation sieht sich das an." in page.one("div", role="status").text


@pytest.mark.parametrize(
    ("method", "path", "status", "said"),
    [
        ("GET", "/t/nowhere/x", 404, "Diese Website gibt es nicht."),
        ("GET", "/t/blog", 404, "Nennen Sie den Artikel: /t/blog?url= und seine Adresse."),
        ("GET", "/t/blog?url=https://evil.example/", 404, "nicht die Adresse eines Artikels"),
        ("GET", "/t/blog/a/b/c", 404, "Hier ist nichts."),
        ("GET", "/t/blog/x/report/x", 404, "Diesen Kommentar gibt es nicht."),
        ("GET", "/t/blog/x?cursor=!", 400, "Diese Seite der Liste gibt es nicht"),
        ("PUT", "/t/blog/x", 405, "Möglich ist: GET,HEAD,POST."),
        ("POST", "/t/blog/x", 415, "Senden Sie ein Formular als application/x-www-form"),
        ("GET", "/s/x", 404, "Unter dieser Adresse gibt es keinen Kommentar."),
    ],
)
async def test_problems(client: Client, method: str, path: str, status: int, said: str) -> None:
    told = []
    for headers in (ENGLAND, GERMAN):
        response = await client.request(method, URL(path, encoded=True), headers=headers)
        page = await read_page(response, status)
        assert response.headers["Content-Language"] == page.one("html").attrs["lang"]
        assert response.headers["Vary"] == "Accept-Language"
        told.append(Told(page.html).texts)
    assert_translated(*told)
    assert said in page.text.replace(", ", ",")


async def test_too_large_a_form(client: Client) -> None:
    page = await asked(client, PATH, 413, {"body": "x" * 300_000})
    assert "Erlaubt sind höchstens 262144 Bytes." in page.text


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_name_is_a_name_in_any_language(client: Client, store: Store, name: str) -> None:
    """Translations stand in the page as HTML; what is filled in does not."""
    thread = Thread(key=name)
    first = await make.decided(store, Status.PUBLISHED, author=Author(name=name), thread=thread)
    await make.decided(store, Status.PUBLISHED, "zwei", parent_id=first.id, thread=thread)
    path = URL(thread_path(name), encoded=True)
    page = await read_page(await client.get(path, headers=GERMAN))
    assert page.one("h1").text == f"Kommentare zu {name}"
    assert f"Melden (Kommentar von {name})" in [e.text for e in page.all("a")]
    assert page.one("p", class_="answer").text == f"Antwort auf {name}"


async def test_feeds_and_what_programs_read_stay_as_they_are(client: Client, store: Store) -> None:
    await make.decided(store, Status.PUBLISHED)
    listed = FRAGMENT.raw_path.removesuffix(".html")
    for path in (f"{thread_path()}/feed.atom", "/t/blog/feed.atom", listed, "/v1/nothing"):
        answers = [
            await client.get(URL(path, encoded=True), headers=headers)
            for headers in (ENGLAND, GERMAN)
        ]
        english, german = [await each.read() for each in answers]
        assert "Content-Language" not in answers[1].headers
        assert "Accept-Language" not in answers[1].headers.get("Vary", "")
        if path != "/v1/nothing":  # which has the request's id in it
            assert english == german
    assert b"There is nothing here" in german


async def test_a_thread_that_is_called_like_a_feed_is_a_page(client: Client) -> None:
    page = await asked(client, URL(thread_path("/feed.atom"), encoded=True))
    assert page.one("h1").text == "Kommentare zu /feed.atom"
