"""What moderators do."""

import pytest

from moderation.comment import Author, Status
from moderation.store import Store
from tests import make
from tests.service.pages import Client, read_page
from tests.service.review.moderator import OURS, press, wish


@pytest.mark.parametrize(
    ("action", "status", "told"),
    [
        ("approve", Status.PUBLISHED, "Approved. The comment by Cleo will be published."),
        ("reject", Status.REJECTED, "Rejected. The comment by Cleo stays hidden."),
        ("spam", Status.REJECTED, "Rejected. The comment by Cleo stays hidden."),
    ],
)
async def test_is_carried_out_and_told(
    client: Client, store: Store, action: str, status: Status, told: str
) -> None:
    held = await make.decided(store, Status.HELD, author=Author(name="Cleo"))
    response = await press(client, wish(held, action, reason="spam"))
    assert response.status == 303
    record = await make.read(store, held)
    assert record.status is status
    assert record.history[-1].by == "moderator:ana"
    assert record.history[-1].reason == "spam"
    page = await read_page(await client.get(response.headers["Location"]))
    assert told in page.text
    assert "Nothing is waiting." in page.text


async def test_can_be_undone(client: Client, store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    response = await press(client, wish(held, "reject"))
    page = await read_page(await client.get(response.headers["Location"]))
    undo = {e.attrs["name"]: e.attrs["value"] for e in page.all("input", type="hidden")}
    assert page.one("form", action="/review/undo").text.strip() == "Undo"
    back = await client.post("/review/undo", data=undo, headers=OURS, allow_redirects=False)
    assert (await make.read(store, held)).status is Status.HELD
    page = await read_page(await client.get(back.headers["Location"]))
    assert "Undone. The comment by Anonymous waits again." in page.text
    fields = {e.attrs["name"]: e.attrs["value"] for e in page.all("input", type="hidden")}
    await press(client, {**fields, "action": "approve"})
    assert (await make.read(store, held)).status is Status.PUBLISHED


async def test_two_moderators_decide_differently(client: Client, store: Store) -> None:
    held = await make.decided(store, Status.HELD, "disputed")
    ben = make.decision(held, Status.PUBLISHED, status=Status.HELD, version=2, by="moderator:ben")
    await store.comments.decide([ben])
    page = await read_page(await press(client, wish(held, "reject")), 409)
    assert "Ben decided" in page.text
    assert "published" in page.text
    assert "nothing was overwritten" in page.text
    assert (await make.read(store, held)).status is Status.PUBLISHED


async def test_two_moderators_agree(client: Client, store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    ben = make.decision(held, Status.REJECTED, status=Status.HELD, version=2, by="moderator:ben")
    await store.comments.decide([ben])
    response = await press(client, wish(held, "reject"))
    page = await read_page(await client.get(response.headers["Location"]))
    assert "Decided by ben" in page.one("p", role="status").text
    assert len((await make.read(store, held)).history) == 3


async def test_a_version_never_seen_is_no_decision(client: Client, store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    page = await read_page(await press(client, wish(held, version=1)), 409)
    assert "The checks decided" in page.text
    await read_page(await press(client, wish(held, version=9)), 412)
    assert (await make.read(store, held)).status is Status.HELD


async def test_an_impossible_step_is_refused(client: Client, store: Store) -> None:
    published = await make.decided(store, Status.PUBLISHED)
    await read_page(await press(client, wish(published, "reject")), 409)
    assert (await make.read(store, published)).status is Status.PUBLISHED


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"id": "0" * 36}, 404),
        ({"id": "x"}, 404),
        ({"site": "other"}, 404),
        ({"site": "}{"}, 404),
        ({"action": "remove"}, 400),
        ({"action": ""}, 400),
        ({"version": "two"}, 400),
        ({"version": "²"}, 400),
        ({"version": ""}, 400),
        ({"reason": "<b>"}, 400),
    ],
)
async def test_a_bent_form_changes_nothing(
    client: Client, store: Store, change: dict[str, str], status: int
) -> None:
    held = await make.decided(store, Status.HELD)
    await read_page(await press(client, wish(held) | change), status)
    assert (await make.read(store, held)).status is Status.HELD
