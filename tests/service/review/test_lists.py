"""What moderators see."""

from typing import Any

import pytest

from moderation.comment import Author, Status, Thread
from moderation.identity import new_id
from moderation.store import Store
from moderation.verdict import Signal
from tests import make
from tests.service.pages import Client, Page, read_page, thread_path
from tests.service.review.moderator import OpenApp, press, rows, sign_in, texts, wish


async def test_nothing_waits(client: Client) -> None:
    page = await read_page(await client.get("/review/"))
    assert "Nothing is waiting." in page.text
    assert "The last decision" not in page.text


async def test_when_nothing_waits_it_says_who_decided_last(client: Client, store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    assert (await press(client, wish(held))).status == 303
    page = await read_page(await client.get("/review/"))
    assert "The last decision was made by ana, " in page.text


async def test_without_a_site_it_says_so(open_app: OpenApp, raw: Any) -> None:
    client = await open_app()
    await sign_in(client)
    raw.delete("gr:{@}:sites")
    assert "No site yet" in (await read_page(await client.get("/review/"))).text


async def test_shows_what_is_held_and_why(client: Client, store: Store) -> None:
    signals = (
        Signal("links", "too_many", ((0, 4), (9, 13)), {"n": 3, "limit": 2}, 1.0, 3.0, "spam"),
        Signal("unheard", "of_rule", ((2, 11),), {}, 1.0, 0.0),
        Signal("shouting", "capitals", (), {"share": 0.73333}, 1.0, 0.0),
        Signal("broken", "text", (), {}, 1.0, 1.0),
    )
    verdict = make.verdict(Status.HELD, signals=signals, not_run=("language",), category="spam")
    parent = await make.decided(
        store,
        Status.PUBLISHED,
        "What do you think?",
        author=Author(name="Cleo"),
        thread=Thread(key="/hello", title="Hello"),
    )
    held = await make.kept(
        store,
        "bad😀 text bad2",
        author=Author(name="Ana"),
        parent_id=parent.id,
        key="/hello",
    )
    await store.comments.decide([make.decision(held, Status.HELD, verdict=verdict)])
    page = await read_page(await client.get("/review/"))
    assert texts(page) == ["What do you think?", "bad😀 text bad2"]
    marks = [(m.attrs["data-number"], m.text) for m in page.all("mark")]
    assert marks == [("1", "ba"), ("1 2", "d😀"), ("2", " text"), ("1 2", " b"), ("1", "ad")]
    assert [s.text for s in page.all("span", class_="sentence")] == [
        "Links: 3 found, limit 2",
        "broken: text",
        "unheard: of rule",
        "Capitals: 0.733",
    ]
    assert [q.text for q in page.all("q")][:2] == ["bad😀", "bad"]
    assert "links.too_many" in [c.text for c in page.all("code", class_="rule")]
    assert [s.text for s in page.all("span", class_="weight")] == [
        "+3",
        "+1",
        *["no weight"] * 2,
    ]
    for part in (
        "In reply to Cleo",
        "Hello",
        "Not run: language",
        "holds at 3, rejects at 8 · policy 1",
        "just now",
    ):
        assert part in page.text
    assert [b.text for b in page.all("span", class_="badge")] == ["Spam", "Spam"]
    assert page.one("a", href=thread_path("/hello")).text == "Hello"
    assert [b.text for b in page.all("button", name="action")] == [
        "Approve publish a",
        "Reject keep hidden d",
        "Spam reject s",
    ]


async def test_the_oldest_comes_first_and_the_urgent_before_all(
    client: Client, store: Store
) -> None:
    for n in range(25):
        await make.decided(store, Status.HELD, f"text {n}")
    cry = await make.kept(store, "a cry for help")
    verdict = make.verdict(Status.HELD, category="self_harm")
    await store.comments.decide([make.decision(cry, Status.HELD, verdict=verdict)])
    page = await read_page(await client.get("/review/"))
    assert rows(page) == ["a cry for help", *[f"text {n}" for n in range(20)]]
    assert texts(page) == ["a cry for help"]
    assert page.one("article").attrs["class"] == "card urgent"
    assert "Urgent: Self-harm" in page.text
    following = page.one("a", rel="next").attrs["href"]
    rest = await read_page(await client.get(following))
    assert rows(rest) == [f"text {n}" for n in range(20, 25)]


async def test_a_row_opens_its_comment_and_keeps_the_list(client: Client, store: Store) -> None:
    made = [await make.decided(store, Status.HELD, f"text {n}") for n in range(3)]
    page = await read_page(await client.get("/review/?check=none"))
    assert rows(page) == []
    assert "No held comment matches this filter." in page.text
    page = await read_page(await client.get("/review/"))
    links = [a.attrs["href"] for a in page.all("a") if "comment=" in a.attrs["href"]]
    page = await read_page(await client.get(links[1]))
    assert texts(page) == ["text 1"]
    assert rows(page) == ["text 0", "text 1", "text 2"]
    current = page.one("a", aria_current="true")
    assert current.attrs["href"].endswith(made[1].id)
    assert {e.attrs["value"] for e in page.all("input", name="comment")} == {made[2].id}


@pytest.mark.parametrize(("opened", "following"), [(0, 1), (1, 2), (2, 1)])
async def test_after_a_decision_its_neighbour_is_open(
    client: Client, store: Store, opened: int, following: int
) -> None:
    made = [await make.decided(store, Status.HELD, f"text {n}") for n in range(3)]
    page = await read_page(await client.get(f"/review/?comment={made[opened].id}"))
    fields = {e.attrs["name"]: e.attrs["value"] for e in page.all("input", type="hidden")}
    response = await press(client, {**fields, "action": "approve"})
    page = await read_page(await client.get(response.headers["Location"]))
    assert texts(page) == [f"text {following}"]
    assert len(rows(page)) == 2


async def test_a_filter_stays_through_decisions(client: Client, store: Store) -> None:
    for name in ("Ana", "Ben", "Ana"):
        await make.decided(store, Status.HELD, f"by {name}", author=Author(name=name))
    page = await read_page(await client.get("/review/?author=Ana"))
    assert rows(page) == ["by Ana", "by Ana"]
    card = page.html[page.html.index("<article") : page.html.index("</article>")]
    fields = {e.attrs["name"]: e.attrs["value"] for e in Page(card + "</article>").all("input")}
    response = await press(client, {**fields, "action": "reject"})
    page = await read_page(await client.get(response.headers["Location"]))
    assert rows(page) == ["by Ana"]
    assert page.one("input", name="author", autocomplete="off").attrs["value"] == "Ana"
    whole = page.all("a", href="/review/?site=blog&status=held")[-1]
    assert whole.text == "Clear the filter"
    page = await read_page(await client.get(whole.attrs["href"]))
    assert rows(page) == ["by Ben", "by Ana"]


@pytest.mark.parametrize(
    ("status", "verbs"),
    [(Status.REJECTED, ["approve", "hold"]), (Status.PUBLISHED, ["hold"])],
)
async def test_what_was_decided_can_be_reversed(
    client: Client, store: Store, status: Status, verbs: list[str]
) -> None:
    made = await make.decided(store, status, f"was {status}")
    page = await read_page(await client.get(f"/review/?status={status}"))
    assert texts(page) == [f"was {status}"]
    assert [b.attrs["value"] for b in page.all("button", name="action")] == verbs
    assert (await press(client, wish(made, "hold"))).status == 303
    assert (await make.read(store, made)).status is Status.HELD


async def test_a_comment_opened_by_its_address_need_not_be_in_the_list(
    client: Client, store: Store
) -> None:
    made = await make.decided(store, Status.PUBLISHED, "somewhere else")
    page = await read_page(await client.get(f"/review/?comment={made.id}"))
    assert (texts(page), rows(page)) == (["somewhere else"], [])
    await read_page(await client.get(f"/review/?comment={new_id()}"), 404)


async def test_sites_are_kept_apart(client: Client, store: Store) -> None:
    await store.sites.add("other")
    await make.decided(store, Status.HELD, "on other", site="other")
    page = await read_page(await client.get("/review/"))
    assert rows(page) == ["on other"]
    page = await read_page(await client.get("/review/?site=blog"))
    assert rows(page) == []
    assert page.one("a", href="/review/?site=other").text == "other 1"


@pytest.mark.parametrize(
    ("query", "status"),
    [("site=nowhere", 404), ("status=pending", 404), ("cursor=!", 400)],
)
async def test_what_is_not_there_is_a_page(client: Client, query: str, status: int) -> None:
    await read_page(await client.get(f"/review/?{query}"), status)
    await read_page(await client.get("/review/nothing"), 404)


async def test_reading_changes_nothing(client: Client, store: Store, raw: Any) -> None:
    held = await make.decided(store, Status.HELD)
    before = {key: raw.dump(key) for key in raw.scan_iter() if b":session:" not in key}
    for path in ("/review/", f"/review/?done={held.id}", "/review/?status=rejected"):
        await read_page(await client.get(path))
    assert (await client.get("/review/decide", params=wish(held))).status == 405
    assert before == {key: raw.dump(key) for key in raw.scan_iter() if b":session:" not in key}
