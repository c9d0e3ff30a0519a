"""The list of what people decided lately, and how it is reversed."""

from typing import Any

import pytest

from moderation.comment import Author, Comment, Status
from moderation.store import Store
from moderation.user import Role
from service.review import decided
from tests import make
from tests.service.pages import HOSTILE, Client, Page, read_page
from tests.service.review.moderator import FRAGMENT, OpenApp, press, rows, texts
from tests.service.review.test_roles import signed_in

DECIDED = "/review/?site=blog&queue=decided"
BEN = "moderator:ben"


async def decide(store: Store, made: Comment, to: Status, by: str = BEN, **fields: Any) -> None:
    record = await make.read(store, made)
    seen = {"status": record.status, "version": record.version, "by": by}
    (outcome,) = await store.comments.decide([make.decision(made, to, **seen, **fields)])
    assert outcome.made


async def some(store: Store, count: int, to: Status = Status.REJECTED) -> list[Comment]:
    made = [await make.decided(store, Status.HELD, f"text {n}") for n in range(count)]
    for each in made:
        await decide(store, each, to)
    return made


def told(page: Page) -> list[str]:
    return [" ".join(e.text.split()) for e in page.all("span", class_="small")]


async def test_it_tells_who_decided_what_the_last_first(client: Client, store: Store) -> None:
    made = [await make.decided(store, Status.HELD, f"text {n}") for n in range(4)]
    await decide(store, made[2], Status.REJECTED, reason="spam")
    await decide(store, made[0], Status.PUBLISHED, "api")
    page = await read_page(await client.get("/review/"))
    link = page.one("a", href=DECIDED)
    assert link.text == "Decided"
    page = await read_page(await client.get(link.attrs["href"]))
    assert rows(page) == ["text 0", "text 2"]
    first, second = told(page)
    assert first.startswith("Published by the site's server, ")
    assert second.startswith("Rejected by ben, ")
    assert second.endswith("UTC: Spam")
    assert texts(page) == ["text 0"]
    assert page.one("a", href=DECIDED).attrs["aria-current"] == "page"
    assert page.one("a", href="/review/audit?site=blog").text == "The log of all decisions"
    assert page.one("title").text.startswith("Decided · blog")


async def test_a_comment_is_in_it_once_as_it_was_decided_last(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decided, "STEP", 3)
    one, two = await some(store, 2)
    for to in (Status.HELD, Status.PUBLISHED, Status.HELD, Status.REJECTED):
        await decide(store, one, to, "moderator:ana")
    await decide(store, two, Status.HELD, "checks")
    page = await read_page(await client.get(DECIDED))
    assert rows(page) == ["text 0", "text 1"]
    assert [line.partition(",")[0] for line in told(page)] == ["Rejected by ana", "Rejected by ben"]


async def test_it_goes_on_page_by_page_and_misses_none(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decided, "STEP", 7)
    made = await some(store, 45)
    for each in made[:45:2]:
        await decide(store, each, Status.HELD)
    seen: list[str] = []
    address: str | None = DECIDED
    while address:
        page = await read_page(await client.get(address))
        seen += rows(page)
        address = next((e.attrs["href"] for e in page.all("a", rel="next")), None)
    evens, odds = range(44, -1, -2), range(43, -1, -2)
    assert seen == [f"text {n}" for n in (*evens, *odds)]
    page = await read_page(await client.get(f"{DECIDED}&cursor=x"), 400)


async def test_a_decision_is_reversed_from_it(client: Client, store: Store) -> None:
    one, two = await some(store, 2)
    page = await read_page(await client.get(f"{DECIDED}&comment={one.id}"))
    assert [b.attrs["value"] for b in page.all("button", name="action")] == ["approve", "hold"]
    card = page.html[page.html.index('<form class="actions"') :].partition("</form>")[0] + "</form>"
    fields = {e.attrs["name"]: e.attrs["value"] for e in Page(card).all("input")}
    answer = await press(client, {**fields, "action": "approve"})
    page = await read_page(await client.get(answer.headers["Location"]))
    assert (rows(page), texts(page)) == (["text 0", "text 1"], ["text 1"])  # still in Decided
    assert told(page)[0].startswith("Published by ana, ")
    (entry, *_) = (await store.audit.page("blog", 5)).entries
    assert (entry.comment, entry.by, entry.reverses) == (one.id, "moderator:ana", BEN)
    assert two.id != one.id


async def test_a_filter_stays_in_it(client: Client, store: Store) -> None:
    for name in ("Ana", "Cleo", "Ana"):
        made = await make.decided(store, Status.HELD, f"by {name}", author=Author(name=name))
        await decide(store, made, Status.REJECTED)
    page = await read_page(await client.get(f"{DECIDED}&author=Ana"))
    assert rows(page) == ["by Ana", "by Ana"]
    assert {e.attrs["value"] for e in page.all("input", name="queue")} == {"decided"}
    page = await read_page(await client.get(f"{DECIDED}&author=nobody"))
    assert rows(page) == []
    assert "No decision here is on a comment that matches this filter." in page.text


async def test_a_rare_filter_gives_short_pages(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decided, "STEP", 2)
    monkeypatch.setattr(decided, "SCAN_LIMIT", 4)
    made = await make.decided(store, Status.HELD, "rare", author=Author(name="Cleo"))
    await decide(store, made, Status.REJECTED)
    await some(store, 5)
    page = await read_page(await client.get(f"{DECIDED}&author=Cleo"))
    assert rows(page) == []
    page = await read_page(await client.get(page.one("a", rel="next").attrs["href"]))
    assert rows(page) == ["rare"]


async def test_scripts_get_its_rows(client: Client, store: Store) -> None:
    await some(store, 1)
    page = Page(await (await client.get(DECIDED, headers=FRAGMENT)).text())
    assert (rows(page), len(told(page))) == (["text 0"], 1)


async def test_a_comment_that_is_gone_is_not_in_it(client: Client, store: Store, raw: Any) -> None:
    one, _ = await some(store, 2)
    raw.delete(f"gr:{{blog}}:comment:{one.id}")
    assert rows(await read_page(await client.get(DECIDED))) == ["text 1"]


async def test_nobody_decided_anything(client: Client, store: Store) -> None:
    await make.decided(store, Status.REJECTED)
    page = await read_page(await client.get(DECIDED))
    assert "There is nothing here that people decided." in page.text


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_hostile_names_are_names(client: Client, store: Store, hostile: str) -> None:
    made = await make.decided(store, Status.HELD, hostile, author=Author(name=hostile))
    await decide(store, made, Status.REJECTED, f"moderator:{hostile}", reason=hostile)
    page = await read_page(await client.get(DECIDED))
    assert f"Rejected by {hostile}, " in told(page)[0]


async def test_a_viewer_reads_it_and_reverses_nothing(open_app: OpenApp, store: Store) -> None:
    await some(store, 1)
    client = await signed_in(await open_app(), store, blog=Role.VIEWER)
    page = await read_page(await client.get(DECIDED))
    assert (rows(page), page.all("button", name="action")) == (["text 0"], [])


async def test_it_speaks_whichever_language_is_asked_for(client: Client, store: Store) -> None:
    """In one process: what was rendered in the one must not stand in the other."""
    await some(store, 1)
    for language, name, told_so in (("en", "Decided", "Rejected"), ("de", "Entschieden", "Abgel")):
        answer = await client.get(DECIDED, headers={"Accept-Language": language})
        page = await read_page(answer)
        assert page.one("a", href=DECIDED).text == name
        assert told(page)[0].startswith(told_so)
