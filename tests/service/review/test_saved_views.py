"""Lists that a moderator named: found again, their own alone, never more than a list."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from moderation.comment import Status
from moderation.store import Store
from moderation.store.accounts import MOST_VIEWS
from tests import make
from tests.service.pages import HOSTILE, Client, Page, read_page
from tests.service.review.moderator import OURS, sign_in

SPAM = "/review/?site=blog&status=held&category=spam&sort=newest"


async def keep(client: Client, name: str, address: str = SPAM, what: str = "") -> Any:
    return await client.post(
        f"/review/views{what}",
        data={"name": name, "address": address},
        headers=OURS,
        allow_redirects=False,
    )


async def views(client: Client) -> dict[str, str]:
    page = await read_page(await client.get("/review/"))
    nav = page.html.partition('class="views"')[2].partition("</nav>")[0]
    shown = Page(f"<body>{nav.partition('>')[2]}</body>")
    return {a.text: a.attrs["href"] for a in shown.all("a")}


async def test_a_view_is_kept_and_found_again(client: Client) -> None:
    assert await views(client) == {}
    response = await keep(client, " Spam, newest ")
    assert response.status == 303
    assert await views(client) == {"Spam, newest": response.headers["Location"]}
    assert dict(parse_qsl(urlsplit(response.headers["Location"]).query)) == dict(
        parse_qsl(urlsplit(SPAM).query)
    )
    page = await read_page(await client.get(response.headers["Location"]))
    (button,) = [e for e in page.all("summary") if "this view" in e.text]
    assert button.text == "Remove this view"


async def test_a_view_begins_at_the_lists_beginning(client: Client, store: Store) -> None:
    made = await make.decided(store, Status.HELD)
    await keep(client, "one", f"{SPAM}&cursor=1.2&comment={made.id}")
    assert "cursor" not in (await views(client))["one"]
    assert "comment" not in (await views(client))["one"]


async def test_it_can_be_named_anew_and_removed(client: Client) -> None:
    await keep(client, "one")
    await keep(client, "one", "/review/?site=blog&queue=urgent")
    assert "queue=urgent" in (await views(client))["one"]
    await keep(client, "one", what="/remove")
    assert await views(client) == {}
    assert (await keep(client, "none such", what="/remove")).status == 303


async def test_they_are_ones_own(client: Client, store: Store) -> None:
    await keep(client, "one")
    assert list(await store.accounts.views("ana")) == ["one"]
    await store.accounts.remove("ana")
    assert await store.accounts.views("ana") == {}


@pytest.mark.parametrize("name", ["", " ", "x" * 41, "two\nlines"])
async def test_a_name_is_a_name(client: Client, name: str) -> None:
    assert (await keep(client, name)).status == 422
    assert await views(client) == {}


async def test_there_is_an_end_to_them(client: Client) -> None:
    for n in range(MOST_VIEWS):
        assert (await keep(client, f"view {n}")).status == 303
    page = await read_page(await keep(client, "one more"), 422)
    assert f"There are {MOST_VIEWS} already." in page.text
    assert (await keep(client, "view 3", "/review/?site=blog&queue=urgent")).status == 303
    assert len(await views(client)) == MOST_VIEWS


@pytest.mark.parametrize(
    "address",
    ["", "https://elsewhere.example/", "//x/?site=", "/review/?site=other", SPAM + "&sort=odd"],
)
async def test_only_a_list_that_they_may_read_is_kept(client: Client, address: str) -> None:
    assert (await keep(client, "one", address)).status == 404
    assert await views(client) == {}


async def test_an_address_leads_to_a_list_whatever_it_was(client: Client) -> None:
    await keep(client, "one", "https://elsewhere.example/x?site=blog#y")
    assert (await views(client))["one"] == "/review/?site=blog&status=held"


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_a_hostile_name_is_text(client: Client, hostile: str) -> None:
    await keep(client, hostile[:40])
    assert list(await views(client)) == [hostile[:40].strip()]
    page = await read_page(await client.get((await views(client))[hostile[:40].strip()]))
    assert page.one("input", name="name", type="hidden").attrs["value"] == hostile[:40].strip()


async def test_who_is_not_signed_in_keeps_none(client: Client, store: Store) -> None:
    client.session.cookie_jar.clear()
    assert (await keep(client, "one")).status in (303, 401)
    await sign_in(client)
    assert await views(client) == {}
