"""What a card shows around its comment: the author's record, the thread, what is alike."""

from typing import Any

import pytest
from msgspec import structs

from moderation.comment import Author, Client, Status
from moderation.party import author_of
from moderation.store import Store
from moderation.verdict import Signal
from service.review import context
from tests import make
from tests.service.pages import HOSTILE, Page, read_page
from tests.service.pages import Client as Browser
from tests.service.review.moderator import FRAGMENT, rows, texts

ANA = Author(name="Ana", email="ana@mail.example")


async def decided(store: Store, to: Status, body: str = "Hello", **fields: Any) -> Any:
    """As a worker decides: it counts for its author."""
    made = await make.kept(store, body, **fields)
    site = await store.sites.get("blog")
    assert site is not None
    party = author_of(site, made.author, made.client)
    parties = (party.name,) if party else ()
    await store.comments.decide([make.decision(made, to, parties=parties)])
    return made


async def campaign(store: Store, count: int) -> str:
    first = await make.decided(store, Status.HELD, "pills 0")
    group = str((await make.read(store, first)).created_us)
    signal = Signal("duplicates", "near_text", params={"n": 2, "limit": 1, "campaign": group})
    for n in range(1, count):
        made = await make.kept(store, f"pills {n}")
        verdict = structs.replace(make.verdict(Status.HELD), signals=(signal,))
        await store.comments.decide([make.decision(made, Status.HELD, verdict=verdict)])
    return group


async def card(client: Browser, made: Any, status: str = "held") -> Page:
    path = f"/review/?status={status}&comment={made.id}"
    response = await client.get(path, headers=FRAGMENT)
    assert response.status == 200
    return Page(f"<body>{await response.text()}</body>")


async def test_the_record_is_that_of_the_others(client: Browser, store: Store) -> None:
    one, _, last = [
        await decided(store, to, author=ANA)
        for to in (Status.PUBLISHED, Status.PUBLISHED, Status.REJECTED)
    ]
    await decided(store, Status.PUBLISHED, author=Author(name="Ana", email="other@mail.example"))
    held = await decided(store, Status.HELD, author=ANA)
    page = await card(client, held)
    assert "2 published, 1 rejected · mail.example" in page.text
    assert "ana@" not in page.one("article").text
    (path,) = [a.attrs["href"] for a in page.all("a") if a.text == "2 published"]
    assert rows(await read_page(await client.get(path))) == ["Hello", "Hello"]
    assert "2 published, 0 rejected" in (await card(client, last, "rejected")).text
    assert "1 published, 1 rejected" in (await card(client, one, "published")).text


async def test_a_first_comment_is_told(client: Browser, store: Store) -> None:
    made = await decided(store, Status.HELD, author=ANA)
    assert "Nothing published or rejected before · mail.example" in (await card(client, made)).text
    weak = await decided(store, Status.HELD, author=Author(name="B"), client=Client(ip="1.2.3.4"))
    assert "rejected before under this name and address" in (await card(client, weak)).text


async def test_a_bare_name_has_no_record(client: Browser, store: Store) -> None:
    made = await decided(store, Status.HELD, author=Author(name="Ana"))
    assert "A name without an address has no record" in (await card(client, made)).text
    nobody = await decided(store, Status.HELD)
    assert "record" not in (await card(client, nobody)).text


async def test_the_thread_before_it_is_shown(client: Browser, store: Store) -> None:
    for n in range(7):
        await make.decided(store, Status.PUBLISHED, f"reply {n}", author=Author(name=f"N{n}"))
    await make.decided(store, Status.REJECTED, "hidden")
    await make.decided(store, Status.PUBLISHED, "elsewhere", key="/other")
    held = await make.decided(store, Status.HELD, "answer")
    await make.decided(store, Status.PUBLISHED, "later")
    page = await card(client, held)
    around = page.one("details", class_="before").text
    assert [n for n in range(9) if f"reply {n}" in around] == [2, 3, 4, 5, 6]
    for other in ("hidden", "elsewhere", "answer", "later"):
        assert other not in around
    assert texts(page) == ["answer"]
    alone = await make.decided(store, Status.HELD, key="/new")
    assert "Nothing was published in it before this." in (await card(client, alone)).text


async def test_a_group_has_a_list_of_its_own(client: Browser, store: Store) -> None:
    await make.decided(store, Status.HELD, "another")
    group = await campaign(store, 4)
    page = await read_page(await client.get("/review/"))
    links = page.all("a", class_="alike")
    assert [link.text for link in links] == ["4 similar"] * 4
    path = links[0].attrs["href"]
    assert f"group={group}" in path
    page = await read_page(await client.get(path))
    assert rows(page) == [f"pills {n}" for n in range(4)]
    assert not page.all("a", class_="alike")
    assert {e.attrs["value"] for e in page.all("input", name="group")} == {group}
    assert "4 comments found among 5." in page.text
    assert "3 much the same" in page.text
    two = await campaign(store, 2)
    page = await read_page(await client.get("/review/"))
    assert len(page.all("a", class_="alike")) == 4
    assert len(rows(await read_page(await client.get(f"/review/?group={two}")))) == 2


async def test_links_are_told_by_their_real_host(client: Browser, store: Store) -> None:
    body = "http://bank.example@evil.example/login and www.good.example"
    held = await make.decided(store, Status.HELD, body)
    await make.decided(store, Status.HELD, "see https://evil.example")
    page = await card(client, held)
    assert "Links lead to: evil.example, good.example" in page.text
    assert "1 with evil.example" in page.text
    assert "<a" not in page.html.partition('<div class="text"')[2].partition("</div>")[0]
    assert "evil.example: http://bank.example@evil.example/login" in page.text


async def test_a_long_text_is_cut_and_all_there(client: Browser, store: Store) -> None:
    body = "x" * 1199 + "AB" + "y" * 2000 + "C"
    made = await make.kept(store, body)
    signals = (
        Signal("links", "any", ((1199, 1201),)),
        Signal("shouting", "capitals", ((3201, 3202),)),
    )
    verdict = structs.replace(make.verdict(Status.HELD), signals=signals)
    await store.comments.decide([make.decision(made, Status.HELD, verdict=verdict)])
    page = await card(client, made)
    assert "Show all 3,202 characters (marked there: 2)" in page.text
    assert [(m.attrs["data-number"], m.text) for m in page.all("mark")] == [
        *(("1", "A"), ("1", "B"), ("2", "C")),
    ]
    assert texts(page) == [body[:1200] + "…", body[1200:]]
    short = await make.decided(store, Status.HELD, "x" * 1200)
    assert "Show all" not in (await card(client, short)).text


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_is_around_is_text(client: Browser, store: Store, text: str) -> None:
    author = Author(name=text, email=f"a@{text}")
    await make.decided(store, Status.PUBLISHED, text, author=author)
    await make.decided(store, Status.HELD, f"https://x.example/ {text}", author=author)
    made = await make.decided(store, Status.HELD, f"https://x.example/ {text}", author=author)
    page = await read_page(await client.get(f"/review/?comment={made.id}"))
    assert text in page.one("details", class_="before").text
    assert page.one("p", id="alike")


async def test_a_card_reads_little(
    client: Browser, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = [await make.decided(store, Status.HELD) for _ in range(130)]
    read: list[str] = []
    plain = type(store.comments).read

    async def counted(self: Any, site: str, ids: Any) -> Any:
        read.extend(ids)
        return await plain(self, site, ids)

    monkeypatch.setattr(type(store.comments), "read", counted)
    await card(client, held[65])
    assert len(read) <= 1 + 2 * context.BESIDE + context.BEFORE


async def test_links_can_be_opened_but_never_where_they_stand(
    client: Browser, store: Store
) -> None:
    body = "See (https://one.example/a?b=1&c=2), www.two.example. or javascript:alert(1) http://["
    held = await make.decided(
        store, Status.HELD, body, author=Author(name="Ana", url="https://three.example/")
    )
    page = await card(client, held)
    links = [a for a in page.all("a") if "nofollow" in a.attrs.get("rel", "")]
    assert [a.attrs["href"] for a in links] == [
        "https://three.example/",
        "https://one.example/a?b=1&c=2",
        "http://www.two.example",
    ]
    assert {a.attrs["rel"] for a in links} == {"noopener noreferrer nofollow"}
    assert [a.text for a in links] == [a.attrs["href"] for a in links]
