"""What is urgent: its list, its card, the site's playbook, and what becomes of it."""

from typing import Any

import pytest

from moderation.comment import Comment, Status
from moderation.lesson import label_of
from moderation.playbook import Playbook
from moderation.store import Store
from moderation.store.desk import Aside
from moderation.store.sites import Site
from moderation.user import ALL, Role
from tests import make
from tests.service.pages import HOSTILE, Client, Page, read_page, typed
from tests.service.review.moderator import JSON, OURS, OpenApp, press, rows, sign_in, wish
from tests.service.review.test_accounts import enter
from tests.service.review.test_desk import beside, follow

URGENT = "/review/?site=blog&queue=urgent"
HIDDEN = "Your comment is not on the page."


async def cry(store: Store, body: str = "a cry for help") -> Comment:
    made = await make.kept(store, body)
    verdict = make.verdict(Status.HELD, category="self_harm")
    await store.comments.decide([make.decision(made, Status.HELD, verdict=verdict)])
    return made


def verbs(page: Page) -> list[str]:
    """Those of the open comment, not those for what is ticked."""
    buttons = page.all("button", name="action")
    return [b.attrs["value"] for b in buttons if "aria-describedby" in b.attrs]


async def status_page(client: Client, store: Store, made: Comment) -> Page:
    site = await store.sites.get("blog")
    assert isinstance(site, Site)
    return await read_page(await client.get(f"/s/{made.id}.{site.comment_token(made.id)}"))


async def write(client: Client, **fields: str) -> Any:
    sent = {"site": "blog", **fields}
    return await client.post("/review/care", data=sent, headers=OURS, allow_redirects=False)


async def test_the_urgent_have_a_list_of_their_own(client: Client, store: Store) -> None:
    page = await read_page(await client.get("/review/"))
    assert "hidden" in page.one("a", href=URGENT).attrs
    for n in range(30):
        await make.decided(store, Status.HELD, f"text {n}")
    made = [await cry(store, f"cry {n}") for n in range(2)]
    worry = await make.decided(store, Status.HELD, "worrying")
    await beside(client, worry, why="urgent")
    page = await read_page(await client.get("/review/"))
    assert page.one("a", href=URGENT).text == "Urgent 3"
    assert "hidden" not in page.one("a", href=URGENT).attrs
    page = await read_page(await client.get(URGENT))
    assert page.one("a", href=URGENT).attrs["aria-current"] == "page"
    assert rows(page) == ["cry 0", "cry 1", "worrying"]
    assert not page.all("form", id="several")
    assert not page.all("input", name="pick")
    page = await follow(client, await press(client, wish(made[0], "care", queue="urgent")))
    assert rows(page) == ["cry 1", "worrying"]


async def test_so_many_are_shown_and_the_page_says_so(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.review.queues.MOST_ASIDE", 2)
    for n in range(3):
        await cry(store, f"cry {n}")
    page = await read_page(await client.get(URGENT))
    assert rows(page) == ["cry 0", "cry 1"]
    assert "The first 2 are shown" in page.text


@pytest.mark.parametrize("worried", [False, True])
async def test_an_urgent_comment_is_not_rejected_in_passing(
    client: Client, store: Store, worried: bool
) -> None:
    made = await (make.decided(store, Status.HELD) if worried else cry(store))
    if worried:
        await beside(client, made, why="urgent")
    page = await read_page(await client.get(URGENT))
    assert verbs(page) == ["approve", "care"]
    assert not page.all("select", name="reason")
    assert "Somebody may be at risk: this is no violation" in page.text
    for question in ("a plan?", "the means", "name a time?"):
        assert question in page.text
    page = await follow(client, await press(client, wish(made, "care")))
    assert "Kept hidden, with care." in page.text
    record = await make.read(store, made)
    assert (record.status, record.history[-1].reason) == (Status.REJECTED, "self_harm")
    assert label_of(record.status, record.history[-1], record.verdict, make.POLICY) is None
    assert not any((await store.desk.sizes("blog")).values())
    undone = await press(client, wish(made, "hold", version=3), **OURS, **JSON)
    assert (await undone.json())["status"] == "held"


@pytest.mark.parametrize("worried", [False, True])
async def test_who_wrote_it_keeps_the_words_of_help(
    client: Client, store: Store, worried: bool
) -> None:
    await store.sites.set_crisis("blog", "Somebody is there for you.", None)
    made = await (make.decided(store, Status.HELD) if worried else cry(store))
    told = "Somebody is there for you." in (await status_page(client, store, made)).text
    assert told is not worried
    await press(client, wish(made, "care"))
    page = await status_page(client, store, made)
    assert "Somebody is there for you." in page.text
    assert HIDDEN in page.text
    for word in ("Not published", "elf-harm", "decided", "eject"):
        assert word not in page.text


async def test_a_site_without_words_still_rejects_nobody(client: Client, store: Store) -> None:
    await store.sites.set_crisis("blog", "", None)
    made = await cry(store)
    await press(client, wish(made, "care"))
    page = await status_page(client, store, made)
    assert HIDDEN in page.text
    assert "Not published" not in page.text


async def test_a_plain_card_has_neither_playbook_nor_care(client: Client, store: Store) -> None:
    await make.decided(store, Status.HELD)
    page = await read_page(await client.get("/review/"))
    assert verbs(page) == ["approve", "reject", "spam"]
    assert "Crisis contacts" not in page.text


async def test_a_worry_can_be_taken_back_but_not_the_checks(client: Client, store: Store) -> None:
    made, heard = await make.decided(store, Status.HELD), await cry(store)
    await beside(client, made, why="urgent")
    page = await read_page(await client.get(f"{URGENT}&comment={made.id}"))
    assert page.one("button", formaction="/review/aside/back").text == "Nobody is at risk"
    page = await follow(client, await beside(client, made, "aside/back", note="A song."))
    assert "sees nobody at risk." in page.text
    assert "A song." in page.text
    assert verbs(page) == ["approve", "reject", "spam"]
    page = await read_page(await client.get(f"{URGENT}&comment={heard.id}"))
    assert not page.all("button", formaction="/review/aside/back")
    await read_page(await beside(client, heard, "aside/back"), 400)
    assert await store.desk.aside("blog", Aside.URGENT, 9) == [heard.id]


async def test_only_admins_of_the_site_write_its_playbook(open_app: OpenApp, store: Store) -> None:
    await store.sites.add("other")
    client = await open_app()
    await sign_in(client)
    for response in (await client.get("/review/care?site=blog"), await write(client, steps="x")):
        await read_page(response, 404)
    await enter(client, store, "local", {"other": Role.ADMIN, "blog": Role.MODERATOR})
    for response in (await client.get("/review/care?site=blog"), await write(client, steps="x")):
        await read_page(response, 404)
    assert await store.playbooks.of("blog") == Playbook()
    page = await read_page(await client.get("/review/care"))
    assert page.one("input", name="site").attrs["value"] == "other"
    foreign = await client.post("/review/care", data={"site": "other", "steps": "x"})
    assert foreign.status == 403
    assert await store.playbooks.of("other") == Playbook()


async def test_a_site_without_contacts_warns_who_can_enter_them(
    open_app: OpenApp, store: Store
) -> None:
    client = await open_app()
    await sign_in(client)
    await cry(store)
    page = await read_page(await client.get("/review/"))
    assert "Ask an admin of this site" in page.text
    assert not page.all("a", href="/review/care?site=blog")
    await enter(client, store, "root", {ALL: Role.ADMIN})
    page = await read_page(await client.get("/review/"))
    assert "has nobody to call" in page.text
    assert page.all("a", href="/review/care?site=blog")
    assert "Greenroom ships none" in (await read_page(await client.get("/review/care"))).text
    await follow(client, await write(client, contacts="Helpline tel:+49 30 12"))
    page = await read_page(await client.get("/review/"))
    assert "has nobody to call" not in page.text
    assert page.one("a", href="tel:+493012").text == "Helpline: +49 30 12"


@pytest.mark.parametrize(
    "fields",
    [{"steps": "x" * 4001}, {"contacts": "one\n" * 21}, {"contacts": "x" * 301}],
)
async def test_what_is_too_long_is_not_kept_and_not_lost(
    open_app: OpenApp, store: Store, fields: dict[str, str]
) -> None:
    client = await open_app()
    await enter(client, store, "root", {ALL: Role.ADMIN})
    await write(client, note="Ask Ben.")
    page = await read_page(await write(client, **fields), 422)
    assert "Nothing was kept." in page.one("p", role="alert").text
    (name, text), *_ = fields.items()
    assert typed(page.one("textarea", name=name)) == text
    assert await store.playbooks.of("blog") == Playbook(note="Ask Ben.")


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_a_hostile_playbook_is_text(open_app: OpenApp, store: Store, hostile: str) -> None:
    client = await open_app()
    await enter(client, store, "root", {ALL: Role.ADMIN})
    await cry(store)
    texts = dict.fromkeys(("steps", "message", "note"), hostile)
    lines = f"{hostile}\n{hostile} https://a.example/{hostile.replace(' ', '')}"
    page = await follow(client, await write(client, contacts=lines, **texts))
    assert typed(page.one("textarea", name="steps")) == hostile
    page = await read_page(await client.get(URGENT))
    assert [e.text for e in page.all("div", class_="words")] == [hostile] * 3
    assert hostile in [e.text for e in page.all("bdi")]
