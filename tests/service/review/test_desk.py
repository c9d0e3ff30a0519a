"""What moderators do beside deciding: set aside, worry, note."""

from typing import Any

import pytest

from moderation.comment import Status
from moderation.store import Store
from moderation.store.desk import Aside
from tests import make
from tests.service.pages import Client, Page, read_page
from tests.service.review.moderator import OURS, press, rows, wish


async def beside(client: Client, made: Any, what: str = "aside", **fields: str) -> Any:
    sent = {"site": "blog", "id": made.id, **fields}
    return await client.post(f"/review/{what}", data=sent, headers=OURS, allow_redirects=False)


async def follow(client: Client, response: Any) -> Page:
    assert response.status == 303, await response.text()
    return await read_page(await client.get(response.headers["Location"]))


async def test_a_second_opinion_is_a_list_of_its_own(client: Client, store: Store) -> None:
    made = [await make.decided(store, Status.HELD, f"text {n}") for n in range(3)]
    response = await beside(
        client, made[0], why="second_opinion", note="Is this ironic?", comment=made[1].id
    )
    page = await follow(client, response)
    assert rows(page) == ["text 1", "text 2"]
    assert page.one("a", aria_current="true").attrs["href"].endswith(made[1].id)
    link = page.one("a", href="/review/?site=blog&queue=second_opinion")
    assert link.text == "Second opinion 1"
    page = await read_page(await client.get(link.attrs["href"]))
    assert rows(page) == ["text 0"]
    assert "asks for a second opinion." in page.text
    assert "Is this ironic?" in [quote.text for quote in page.all("q")]
    fields = {e.attrs["name"]: e.attrs["value"] for e in page.all("input", type="hidden")}
    page = await follow(client, await press(client, {**fields, "action": "approve"}))
    assert rows(page) == []
    assert (await store.desk.sizes("blog"))[Aside.SECOND_OPINION] == 0


async def test_asking_twice_leaves_one_note(client: Client, store: Store) -> None:
    made = await make.decided(store, Status.HELD)
    for _ in range(2):
        await follow(client, await beside(client, made, why="second_opinion"))
    assert len((await store.desk.of("blog", made.id)).notes) == 1


async def test_whom_somebody_worries_about_comes_first(client: Client, store: Store) -> None:
    made = [await make.decided(store, Status.HELD, f"text {n}") for n in range(3)]
    page = await follow(client, await beside(client, made[2], why="urgent"))
    assert rows(page) == ["text 2", "text 0", "text 1"]
    assert "fears that somebody is at risk." in page.text


async def test_what_readers_see_of_them_is_hidden_at_once(client: Client, store: Store) -> None:
    made = await make.decided(store, Status.PUBLISHED, "goodbye")
    await follow(client, await beside(client, made, why="urgent"))
    record = await make.read(store, made)
    assert (record.status, record.history[-1].by) == (Status.HELD, "moderator:ana")
    assert (await store.desk.of("blog", made.id)).aside == {Aside.URGENT}


async def test_a_note_is_for_moderators(client: Client, store: Store) -> None:
    made = await make.decided(store, Status.PUBLISHED, "fine")
    await beside(client, made, "note", note="  She is the author of the article.\n")
    page = await read_page(await client.get(f"/review/?comment={made.id}"))
    assert "She is the author of the article." in page.text
    public = await read_page(await client.get("/t/blog/%2Fhello"))
    assert "She is the author" not in public.html


@pytest.mark.parametrize(
    ("what", "fields", "status"),
    [
        ("aside", {"why": "urgent", "id": "x"}, 404),
        ("aside", {"why": "urgent", "site": "other"}, 404),
        ("aside", {"why": "never"}, 400),
        ("aside", {}, 400),
        ("note", {"note": " "}, 400),
        ("note", {"note": "x" * 1001}, 400),
        ("note", {"note": "x", "queue": "none"}, 404),
    ],
)
async def test_a_bent_form_changes_nothing(
    client: Client, store: Store, what: str, fields: dict[str, str], status: int
) -> None:
    made = await make.decided(store, Status.HELD)
    response = await beside(client, made, what, **fields)
    await read_page(response, status)
    lying = await store.desk.of("blog", made.id)
    assert (lying.notes, lying.aside) == ((), frozenset())


async def test_what_was_decided_is_not_set_aside(client: Client, store: Store) -> None:
    made = await make.decided(store, Status.REJECTED)
    await read_page(await beside(client, made, why="second_opinion"), 409)
    held = await make.decided(store, Status.HELD)
    await beside(client, held, why="second_opinion")
    await press(client, wish(held, "reject"))
    assert (await store.desk.sizes("blog"))[Aside.SECOND_OPINION] == 0


async def test_what_a_server_decided_is_in_no_list(client: Client, store: Store) -> None:
    made = await make.decided(store, Status.HELD)
    await beside(client, made, why="second_opinion")
    api = make.decision(made, Status.REJECTED, status=Status.HELD, version=2, by="api")
    await store.comments.decide([api])
    page = await read_page(await client.get("/review/?queue=second_opinion"))
    assert rows(page) == []


async def test_the_urgent_too_leave_the_list_for_a_second_opinion(
    client: Client, store: Store
) -> None:
    cry = await make.kept(store, "a cry for help")
    verdict = make.verdict(Status.HELD, category="self_harm")
    await store.comments.decide([make.decision(cry, Status.HELD, verdict=verdict)])
    page = await follow(client, await beside(client, cry, why="second_opinion"))
    assert rows(page) == []
    page = await read_page(await client.get("/review/?queue=second_opinion"))
    assert rows(page) == ["a cry for help"]
