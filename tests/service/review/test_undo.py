"""A decision waits for ten seconds, in which it can be taken back without a trace."""

from typing import Any

import pytest

from moderation.comment import Author, Status
from moderation.store import Store
from tests import make
from tests.service.pages import Client, read_page
from tests.service.review.moderator import (
    FRAGMENT,
    JSON,
    OURS,
    OpenApp,
    press,
    rows,
    sign_in,
    wish,
)


@pytest.fixture
async def client(open_app: OpenApp) -> Client:
    """Ana's browser, signed in, on a service as it comes."""
    client = await open_app(undo_seconds=10)
    assert (await sign_in(client)).status == 303
    return client


async def undo(client: Client, fields: dict[str, str], **headers: str) -> Any:
    return await client.post(
        "/review/undo", data=fields, headers=headers or OURS, allow_redirects=False
    )


async def test_the_page_says_what_will_be_and_takes_it_back(client: Client, store: Store) -> None:
    held = await make.decided(store, Status.HELD, "disputed", author=Author(name="Cleo"))
    before = await make.read(store, held)
    response = await press(client, wish(held))
    page = await read_page(await client.get(response.headers["Location"]))
    assert "Approved. The comment by Cleo will be published." in page.text
    assert rows(page) == []
    assert "Held 0" in page.text
    assert await make.read(store, held) == before
    fields = {e.attrs["name"]: e.attrs["value"] for e in page.all("input", type="hidden")}
    back = await undo(client, fields)
    page = await read_page(await client.get(back.headers["Location"]))
    assert "Undone. The comment by Cleo waits again." in page.text
    assert rows(page) == ["disputed"]
    assert "Held 1" in page.text
    assert await make.read(store, held) == before
    assert await store.settling.of("blog", [held.id]) == [None]


async def test_whoever_opens_it_is_told_who_decided(
    client: Client, open_app: OpenApp, store: Store
) -> None:
    held = await make.decided(store, Status.HELD)
    await press(client, wish(held, "spam"))
    path = f"/review/?site=blog&comment={held.id}"
    page = await read_page(await client.get(path, headers=FRAGMENT))
    assert "<bdi>Ana</bdi> decided" in page.html
    assert [e.text for e in page.all("button")][-1] == "Undo"
    ben = await open_app(undo_seconds=10)
    await sign_in(ben, "ben")
    page = await read_page(await ben.get(path))
    assert "It takes effect in a moment." in page.text
    assert not page.all("form", action="/review/undo")
    assert not page.all("button", name="action")
    refused = await press(ben, wish(held), **OURS, **JSON)
    assert refused.status == 409
    assert "Ana decided this" in (await refused.json())["detail"]
    page = await read_page(await press(ben, wish(held)), 409)
    assert "This comment is rejected already" in page.text
    page = await read_page(await undo(ben, wish(held)), 409)
    assert "nothing was overwritten" in page.text
    assert await store.settling.of("blog", [held.id]) != [None]


async def test_a_script_is_told_when_it_settles(client: Client, store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    told = await (await press(client, wish(held), **OURS, **JSON)).json()
    assert (told["status"], told["already"], told["by"]) == ("held", False, "ana")
    assert told["settles_at"]
    back = await (await undo(client, wish(held), **OURS, **JSON)).json()
    assert (back["status"], back["already"]) == ("held", False)
    assert "settles_at" not in back
    again = await (await undo(client, wish(held), **OURS, **JSON)).json()
    assert again["already"]


async def test_the_list_leaves_out_what_was_decided(client: Client, store: Store) -> None:
    made = [await make.decided(store, Status.HELD, f"text {n}") for n in range(25)]
    for each in made[:21]:
        await press(client, wish(each))
    page = await read_page(await client.get("/review/"))
    assert rows(page) == [f"text {n}" for n in range(21, 25)]
    assert "Held 4" in page.text
    counts = await (await client.get("/review/counts?site=blog")).json()
    assert (counts["held"], counts["sizes"]["published"]) == ({"blog": 4}, 0)


async def test_what_was_rejected_is_published_after_the_wait_too(
    client: Client, store: Store
) -> None:
    rejected = await make.decided(store, Status.REJECTED, "not so bad")
    await press(client, wish(rejected))
    assert (await make.read(store, rejected)).status is Status.REJECTED
    page = await read_page(await client.get("/review/?status=rejected"))
    assert rows(page) == []
    assert (await undo(client, wish(rejected))).status == 303
    page = await read_page(await client.get("/review/?status=rejected"))
    assert rows(page) == ["not so bad"]


@pytest.mark.parametrize("change", [{"id": "x"}, {"id": "0" * 36}, {"site": "other"}])
async def test_a_bent_form_undoes_nothing(
    client: Client, store: Store, change: dict[str, str]
) -> None:
    held = await make.decided(store, Status.HELD)
    await press(client, wish(held))
    await read_page(await undo(client, wish(held) | change), 404)
    assert await store.settling.of("blog", [held.id]) != [None]


async def test_a_foreign_page_undoes_nothing(client: Client, store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    await press(client, wish(held))
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert (await undo(client, wish(held), **foreign)).status == 403
    assert await store.settling.of("blog", [held.id]) != [None]


async def test_a_decision_that_came_too_late_stands_in_the_notes(
    client: Client, store: Store
) -> None:
    held = await make.decided(store, Status.HELD)
    await store.desk.note("blog", held.id, "moderator:ben", too_late=Status.PUBLISHED)
    page = await read_page(await client.get(f"/review/?comment={held.id}"))
    assert "decided “published”, but it had changed by then" in page.text
