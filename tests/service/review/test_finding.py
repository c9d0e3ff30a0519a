"""Finding comments in a list: by order, filter and search, page after page, bounded."""

from typing import Any

import pytest
from msgspec import structs

from moderation.comment import Author, Status
from moderation.store import Store
from moderation.verdict import Signal
from service.review import queues
from tests import make
from tests.service.pages import HOSTILE, Client, Page, read_page
from tests.service.review.moderator import FRAGMENT, press, rows


async def held(store: Store, body: str, score: float = 4.0, **fields: Any) -> Any:
    signals = fields.pop("signals", ())
    made = await make.kept(store, body, **fields)
    verdict = make.verdict(Status.HELD, signals=signals, category="spam")
    verdict = structs.replace(verdict, score=score)
    await store.comments.decide([make.decision(made, Status.HELD, verdict=verdict)])
    return made


async def walk(client: Client, path: str) -> list[str]:
    """All pages of a list."""
    found: list[str] = []
    while path:
        page = await read_page(await client.get(path))
        found += rows(page)
        links = page.all("a", rel="next")
        path = links[0].attrs["href"] if links else ""
    return found


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows small enough to need several."""
    monkeypatch.setattr(queues, "PAGE", 3)
    monkeypatch.setattr(queues, "ORDERED", 7)
    monkeypatch.setattr(queues, "SEARCHED", 9)


@pytest.mark.parametrize("order", ["", "recommended", "oldest", "newest", "score", "uncertain"])
@pytest.mark.parametrize("query", ["", "&check=links", "&q=text"])
async def test_pages_have_every_comment_once(
    client: Client, store: Store, small: None, order: str, query: str
) -> None:
    signals = (Signal("links", "any"),)
    texts = [f"text {n}" for n in range(23)]
    for n, text in enumerate(texts):
        await held(store, text, 3.0 + n % 5, signals=signals)
    found = await walk(client, f"/review/?sort={order}{query}")
    assert sorted(found) == sorted(texts)
    if order in ("oldest", "newest"):
        assert found == (texts if order == "oldest" else texts[::-1])


async def moved(store: Store, made: Any, to: Status, status: Status, version: int) -> None:
    (done,) = await store.comments.decide(
        [make.decision(made, to, status=status, version=version, by="moderator:ben")]
    )
    assert done.made


async def test_what_is_decided_or_comes_back_between_pages_hides_no_other(
    client: Client, store: Store, small: None
) -> None:
    made = [await held(store, f"text {n}", 3.0 + n % 5) for n in range(20)]
    await moved(store, made[0], Status.REJECTED, Status.HELD, 2)
    page = await read_page(await client.get("/review/?sort=score"))
    found = rows(page)
    await moved(store, made[12], Status.PUBLISHED, Status.HELD, 2)
    await moved(store, made[0], Status.HELD, Status.REJECTED, 3)
    await held(store, "a new one", 99.0)
    while links := page.all("a", rel="next"):
        page = await read_page(await client.get(links[0].attrs["href"]))
        found += rows(page)
    left = [f"text {n}" for n in range(20) if n != 12]
    assert sorted(found) == sorted([*left, "a new one"])


async def test_the_order_is_said_and_kept(client: Client, store: Store) -> None:
    for n, score in enumerate((3.5, 7.9, 5.0)):
        await held(store, f"text {n}", score)
    page = await read_page(await client.get("/review/"))
    assert rows(page) == ["text 1", "text 0", "text 2"]
    assert page.one("option", selected="", value="recommended").text == "Recommended"
    assert "those first whose score is closest to a threshold" in page.text
    assert "at a time" not in page.text
    page = await read_page(await client.get("/review/?sort=score"))
    assert rows(page) == ["text 1", "text 2", "text 0"]
    assert "The highest score first" in page.text
    card = page.html[page.html.index("<article") : page.html.index("</article>")]
    fields = {e.attrs["name"]: e.attrs["value"] for e in Page(card + "</article>").all("input")}
    response = await press(client, {**fields, "action": "reject"})
    page = await read_page(await client.get(response.headers["Location"]))
    assert rows(page) == ["text 2", "text 0"]


async def test_an_order_that_is_none_is_no_page(client: Client, store: Store) -> None:
    await read_page(await client.get("/review/?sort=worst"), 404)
    await read_page(await client.get("/review/?status=rejected&sort=recommended"), 404)
    for cursor in ("1.2.3", "x", "1"):
        await read_page(await client.get(f"/review/?cursor={cursor}"), 400)
    await read_page(await client.get("/review/?older=x"), 400)


async def test_a_search_says_how_far_it_looked(client: Client, store: Store, small: None) -> None:
    for n in range(12):
        await held(store, "an apple" if n % 3 else "a pear")
    page = await read_page(await client.get("/review/?q=Apple"))
    assert "6 comments found among 9. The next page searches on." in page.text
    assert "This looks at 9 of 12 at a time" in page.text
    assert len(await walk(client, "/review/?q=apple")) == 8
    page = await read_page(await client.get("/review/?q=plum"))
    assert "No held comment matches this filter here." in page.text
    assert "0 comments found among 9" in page.text
    assert page.one("input", name="q", type="search").attrs["value"] == "plum"


async def test_a_filter_by_host_domain_and_rule(client: Client, store: Store) -> None:
    await held(store, "see https://a.b.example/x", author=Author(name="A", email="a@c.example"))
    await held(store, "fine", signals=(Signal("links", "any"),))
    for query in ("host=b.example", "domain=c.example"):
        assert rows(await read_page(await client.get(f"/review/?{query}"))) == [
            "see https://a.b.example/x"
        ]
    page = await read_page(await client.get("/review/?rule=links.any&newer=1"))
    assert rows(page) == ["fine"]
    assert page.one("input", name="rule", autocomplete="off").attrs["value"] == "links.any"


async def test_an_id_or_an_address_leads_straight_there(client: Client, store: Store) -> None:
    made = await make.decided(store, Status.PUBLISHED, "over there", key="/2026/hello")
    searches = {
        made.id: f"/review/?site=blog&status=published&comment={made.id}",
        "https://blog.example/2026/hello/?utm_source=x": "/review/?site=blog&status=held"
        "&thread=%2F2026%2Fhello",
    }
    for asked, target in searches.items():
        response = await client.get("/review/", params={"q": asked}, allow_redirects=False)
        assert (response.status, response.headers["Location"]) == (303, target)
    for asked in ("https://other.example/2026/hello", "https://[", made.id[:-1] + "_"):
        page = await read_page(await client.get("/review/", params={"q": asked}))
        assert rows(page) == []


@pytest.mark.parametrize("text", HOSTILE)
async def test_a_search_is_text(client: Client, store: Store, text: str) -> None:
    await held(store, text)
    for name in ("q", "rule", "domain", "host", "group"):
        page = await read_page(await client.get("/review/", params={name: text}))
        shown = page.all("input", name=name)
        assert {each.attrs["value"] for each in shown} == {text}


async def test_thousands_that_wait_are_not_read(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(40):
        await held(store, "text")
    monkeypatch.setattr(queues, "ORDERED", 10)
    monkeypatch.setattr(queues, "SEARCHED", 20)
    read: list[str] = []
    plain = type(store.comments).read

    async def counted(self: Any, site: str, ids: Any) -> Any:
        read.extend(ids)
        return await plain(self, site, ids)

    monkeypatch.setattr(type(store.comments), "read", counted)
    for query, most in (("", 10), ("sort=oldest", 20), ("check=links", 10), ("q=text", 20)):
        path = f"/review/?{query}"
        for most_of_page in (most, 2 * most):
            read.clear()
            response = await client.get(path, headers=FRAGMENT)
            assert len(read) <= most_of_page, path
            page = Page(f"<body>{await response.text()}</body>")
            path = next((a.attrs["href"] for a in page.all("a", rel="next")), path)
