"""What the console's scripts are answered: parts of pages, and JSON, from the same addresses."""

import gzip

import pytest

from moderation.comment import Author, Status
from moderation.store import Store
from service.review import scripts
from tests import make
from tests.service.pages import Client
from tests.service.review.moderator import (
    FRAGMENT,
    JSON,
    OURS,
    OpenApp,
    press,
    wish,
)


async def test_a_card_alone(client: Client, store: Store) -> None:
    made = [await make.decided(store, Status.HELD, f"text {n}") for n in range(2)]
    response = await client.get(f"/review/?comment={made[1].id}", headers=FRAGMENT)
    html = await response.text()
    assert response.headers["Vary"] == "Accept, Accept-Language"
    assert html.lstrip().startswith("<article")
    assert f'data-id="{made[1].id}"' in html
    assert "text 1" in html
    assert "text 0" not in html


async def test_the_rows_alone_page_by_page(client: Client, store: Store) -> None:
    for n in range(25):
        await make.decided(store, Status.HELD, f"text {n}")
    html = await (await client.get("/review/", headers=FRAGMENT)).text()
    assert html.startswith("<ol")
    assert html.count("<li") == 20
    following = html.split('data-next="')[1].split('"')[0].replace("&amp;", "&")
    html = await (await client.get(following, headers=FRAGMENT)).text()
    assert html.count("<li") == 5
    assert "data-next" not in html


async def test_a_decision_says_what_was_done(client: Client, store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    told = await (await press(client, wish(held, "reject", reason="spam"), **OURS, **JSON)).json()
    assert told.pop("at").endswith("Z")
    assert told == {
        "id": held.id,
        "status": "rejected",
        "version": 3,
        "by": "ana",
        "reason": "Spam",
        "already": False,
    }
    again = await (await press(client, wish(held, "reject"), **OURS, **JSON)).json()
    assert (again["already"], again["version"]) == (True, 3)


@pytest.mark.parametrize(
    ("version", "status", "slug", "says"),
    [
        (1, 409, "already-decided", "The checks decided this"),
        (9, 412, "comment-changed", "Decide again"),
    ],
)
async def test_what_was_not_done_is_a_problem(
    client: Client, store: Store, version: int, status: int, slug: str, says: str
) -> None:
    held = await make.decided(store, Status.HELD, author=Author(name="Cleo"))
    response = await press(client, wish(held, version=version), **OURS, **JSON)
    problem = await response.json()
    assert response.status == status
    assert response.content_type == "application/problem+json"
    assert problem["type"].endswith(f"/problems/{slug}")
    assert says in problem["detail"]
    assert (problem["version"], (await make.read(store, held)).status) == (2, Status.HELD)


@pytest.mark.parametrize("accept", [FRAGMENT, JSON])
async def test_who_was_signed_out_is_told_and_not_led_astray(
    open_app: OpenApp, store: Store, accept: dict[str, str]
) -> None:
    client = await open_app()
    held = await make.decided(store, Status.HELD)
    for response in (
        await client.get("/review/", headers=accept, allow_redirects=False),
        await press(client, wish(held), **OURS, **accept),
    ):
        assert response.status == 401
        assert (await response.json())["type"].endswith("/problems/unauthorized")
    assert (await make.read(store, held)).status is Status.HELD


async def test_how_many_stand_where(client: Client, store: Store) -> None:
    await make.decided(store, Status.HELD)
    await make.decided(store, Status.PUBLISHED)
    await store.sites.add("other")
    await make.decided(store, Status.HELD, site="other")
    told = await (await client.get("/review/counts?site=blog", headers=JSON)).json()
    assert told == {
        "held": {"blog": 1, "other": 1},
        "sizes": {"held": 1, "rejected": 0, "published": 1},
    }
    assert (await client.get("/review/counts?site=none", headers=JSON)).status == 404


async def test_scripts_are_kept_by_their_name_and_none_is_made_up(client: Client) -> None:
    for name, body in scripts.FILES.items():
        response = await client.get(f"/static/console-{scripts.TAG}/{name}")
        assert response.content_type == "text/javascript"
        assert "immutable" in response.headers["Cache-Control"]
        assert await response.read() == body
    other = await client.get("/static/console-0123456789abcdef/console.js")
    assert other.headers["Cache-Control"] == "no-store"
    for name in ("none.js", "..%2fgreenroom.css", "%2e%2e%2f%2e%2e%2fpages.py"):
        assert (await client.get(f"/static/console-{scripts.TAG}/{name}")).status == 404


def test_scripts_weigh_at_most_twelve_kilobytes() -> None:
    assert sum(len(gzip.compress(body)) for body in scripts.FILES.values()) <= 12 * 1024


async def test_who_looks_at_what(client: Client, store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    await store.presence.look("blog", "ben", held.id)
    fields = {"site": "blog", "id": held.id}
    told = await (await client.post("/review/looking", data=fields, headers=OURS | JSON)).json()
    assert told["looking"] == {held.id: ["ben"]}
    assert told["sizes"]["held"] == 1
    assert await store.presence.look("blog", "ben", None) == {"ana": held.id}
    for bent in ({"site": "none", "id": held.id}, {"site": "blog", "id": "x"}):
        response = await client.post("/review/looking", data=bent, headers=OURS | JSON)
        assert response.status == 404
