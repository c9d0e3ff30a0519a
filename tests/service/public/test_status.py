"""The page that says where one comment stands."""

import re

import pytest
from yarl import URL

from moderation.comment import Status
from moderation.store import Store
from moderation.store.edits import Edit
from service import sitebook
from service.public import threads
from service.usual import ENOUGH
from tests import make
from tests.service.pages import HOSTILE, Client, read_page, thread_path
from tests.service.public.visitor import decide, id_in, sent


async def test_looks_again_by_itself_for_a_minute(client: Client) -> None:
    address = await sent(client)
    looks = 0
    page = await read_page(await client.get(address))
    while refresh := [e for e in page.all("meta") if e.attrs.get("http-equiv") == "refresh"]:
        match = re.fullmatch(r"5; url=(\S+)", refresh[0].attrs["content"])
        assert match is not None
        looks += 1
        page = await read_page(await client.get(match.group(1)))
    assert looks == 12
    assert page.one("a", class_="button").text == "Check again"


async def test_is_for_its_author_alone(client: Client) -> None:
    address = await sent(client)
    response = await client.get(address)
    await read_page(response)
    assert response.headers["Cache-Control"] == "no-store"
    assert "noindex" in response.headers["X-Robots-Tag"]
    for wrong in (address[:-1] + ("A" if address[-1] != "A" else "B"), address + "x"):
        await read_page(await client.get(wrong), 404)
    other = await sent(client)
    mixed = f"/s/{id_in(other)}.{address.partition('.')[2]}"
    await read_page(await client.get(mixed), 404)


@pytest.mark.parametrize(
    ("to", "category", "text"),
    [
        (Status.HELD, "profanity", "Waiting for a moderator. Only you can see this."),
        (Status.REJECTED, "personal_data", "Not published: personal data."),
        (Status.REJECTED, "spam", "This comment could not be published."),
        (Status.PUBLISHED, "clean", "Published."),
    ],
)
async def test_says_where_the_comment_stands(
    client: Client, store: Store, to: Status, category: str, text: str
) -> None:
    address = await sent(client, body="My own words.")
    await decide(store, address, to, category=category)
    page = await read_page(await client.get(address))
    assert text in page.one("div", role="status").text
    assert page.one("div", class_="text").text == "My own words."
    assert page.one("a", href=thread_path())
    assert page.one("a", href="https://blog.example/hello")
    assert not [e for e in page.all("meta") if e.attrs.get("http-equiv")]
    if to is Status.PUBLISHED:
        assert page.one("a", href=f"{thread_path()}#c-{id_in(address)}")
    if category == "spam":
        assert "spam" not in page.text.lower()


async def test_who_may_be_in_danger_is_told_of_help(client: Client, store: Store) -> None:
    address = await sent(client)
    await decide(store, address, Status.HELD, category="self_harm")
    page = await read_page(await client.get(address))
    told = page.one("section", **{"aria-label": "Support"}).text
    assert "A person will read it soon." in told
    assert "local emergency number" in told
    assert "Waiting for a moderator." in page.one("div", role="status").text
    assert not any(word in page.text.lower() for word in ("suicid", "self-harm", "self_harm"))


async def test_a_blogs_own_words_for_them_are_text_and_nothing_else(
    client: Client, store: Store
) -> None:
    hostile = "\n\n".join(HOSTILE)
    await store.sites.set_crisis("blog", hostile, "javascript:alert(1)")
    address = await sent(client)
    await decide(store, address, Status.REJECTED, category="self_harm")
    page = await read_page(await client.get(address))
    page.one("section", **{"aria-label": "Support"})
    assert [p.text for p in page.all("p", dir="auto")] == list(HOSTILE)
    told = page.one("div", role="status").text
    assert "not on the page" in told
    assert "Not published" not in told


@pytest.mark.parametrize(("url", "told"), [("https://blog.example/help", 1), ("", 0)])
async def test_a_blog_may_only_link_to_a_page_or_say_nothing(
    client: Client, store: Store, url: str, told: int
) -> None:
    await store.sites.set_crisis("blog", "", url)
    address = await sent(client)
    await decide(store, address, Status.HELD, category="self_harm")
    page = await read_page(await client.get(address))
    assert len(page.all("section", **{"aria-label": "Support"})) == told
    assert len(page.all("a", href="https://blog.example/help")) == told


@pytest.mark.parametrize(
    ("to", "category"), [(Status.PUBLISHED, "self_harm"), (Status.HELD, "profanity")]
)
async def test_others_are_not_told(client: Client, store: Store, to: Status, category: str) -> None:
    address = await sent(client)
    await decide(store, address, to, category=category)
    page = await read_page(await client.get(address))
    assert not page.all("section", **{"aria-label": "Support"})


async def test_who_waits_is_told_how_long_that_usually_takes(client: Client, store: Store) -> None:
    for _ in range(ENOUGH):
        made = await make.decided(store, Status.HELD)
        seen = {"status": Status.HELD, "version": 2, "by": "moderator:ana"}
        await store.comments.decide([make.decision(made, Status.REJECTED, **seen)])
    address = await sent(client)
    assert "Usually decided" not in (await read_page(await client.get(address))).text
    await decide(store, address, Status.HELD)
    page = await read_page(await client.get(address))
    assert "Usually decided in 1 hour. Keep this page's address" in page.text
    german = await client.get(address, headers={"Accept-Language": "de"})
    assert "Meist entschieden in 1 Stunde." in (await read_page(german)).text


async def test_who_is_refused_can_read_what_may_be_written(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitebook, "BELIEVED_SECONDS", 0.0)
    address = await sent(client)
    await decide(store, address, Status.REJECTED, category="profanity")
    for policy, count in ((None, 0), ("https://blog.example/policy", 1)):
        await store.sites.set_comment_policy("blog", policy)
        page = await read_page(await client.get(address))
        assert len(page.all("a", href="https://blog.example/policy")) == count


async def test_a_published_comment_is_found_in_a_long_thread(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.public.status.PAGE", 2)
    monkeypatch.setattr(threads, "PAGE", 2)
    for n in range(3):
        await make.decided(store, Status.PUBLISHED, f"text {n}")
    address = await sent(client, body="Last.")
    await decide(store, address, Status.PUBLISHED)
    page = await read_page(await client.get(address))
    link = next(e for e in page.all("a") if e.text == "See it on the page")
    there = await read_page(await client.get(URL(link.attrs["href"], encoded=True)))
    assert there.one("article", id=f"c-{id_in(address)}")


async def test_an_author_is_told_that_a_moderator_edited_what_they_wrote(
    client: Client, store: Store
) -> None:
    address = await sent(client, body="Call 0170 1234567.")
    await decide(store, address, Status.PUBLISHED)
    (record,) = await store.comments.read("blog", [id_in(address)])
    assert record is not None
    await store.edits.make(Edit(record, "Call me.", "moderator:ana"))
    page = await read_page(await client.get(address))
    assert "Edited by a moderator" in page.text
    assert page.one("div", class_="text").text == "Call me."
