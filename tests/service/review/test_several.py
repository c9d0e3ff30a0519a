"""Several comments at once, by forms."""

from typing import Any

import pytest

from moderation.comment import Author, Comment, Status
from moderation.store import Store
from moderation.verdict import Signal
from service.review import several
from tests import make
from tests.service.pages import Client, Page, read_page
from tests.service.review.moderator import OURS, OpenApp, rows, sign_in


@pytest.fixture
async def client(open_app: OpenApp) -> Client:
    client = await open_app(undo_seconds=10)
    assert (await sign_in(client)).status == 303
    return client


async def send(client: Client, fields: Any, path: str = "/review/several") -> Any:
    return await client.post(path, data=fields, headers=OURS, allow_redirects=False)


def ticked(made: list[Comment], action: str = "reject", **fields: str) -> list[tuple[str, str]]:
    rest = {"site": "blog", "status": "held", "action": action, **fields}
    return [*rest.items(), *(("pick", f"{each.id} 2") for each in made)]


def form(page: Page, action: str) -> dict[str, str]:
    """The hidden fields of the page's form, which has them all."""
    assert page.one("form", action=action)
    names = ("site", "status", "batch", "category")
    hidden = {e.attrs["name"]: e.attrs["value"] for e in page.all("input", type="hidden")}
    return {name: hidden[name] for name in names if name in hidden}


async def hold(store: Store, count: int) -> list[Comment]:
    return [
        await make.decided(store, Status.HELD, f"text {n}", author=Author(name=f"Author {n}"))
        for n in range(count)
    ]


async def test_those_ticked_are_decided_and_taken_back_as_one(client: Client, store: Store) -> None:
    made = await hold(store, 4)
    answer = await send(client, ticked(made[:3], reason="toxicity"))
    page = await read_page(await client.get(answer.headers["Location"]))
    assert "3 comments rejected." in page.text
    assert rows(page) == ["text 3"]
    waits = await store.settling.of("blog", [each.id for each in made])
    assert [w and w.reason for w in waits] == ["toxicity"] * 3 + [None]
    back = await send(client, form(page, "/review/several/undo"), "/review/several/undo")
    page = await read_page(await client.get(back.headers["Location"]))
    assert "3 comments wait again." in page.text
    assert len(rows(page)) == 4


async def test_the_list_has_a_box_for_each_that_its_reader_may_decide(
    client: Client, store: Store
) -> None:
    made = await hold(store, 2)
    page = await read_page(await client.get("/review/"))
    boxes = page.all("input", type="checkbox", name="pick")
    assert [box.attrs["value"] for box in boxes] == [f"{each.id} 2" for each in made]
    assert boxes[0].attrs["aria-label"] == "Choose: Author 0"
    page = await read_page(await client.get("/review/?status=published"))
    assert not page.all("input", type="checkbox", name="pick")


async def test_before_many_it_asks_and_decides_what_was_seen(client: Client, store: Store) -> None:
    await hold(store, 22)
    asked = await send(client, {"site": "blog", "action": "spam", "all": "1"})
    page = await read_page(asked)
    assert "Reject 22 comments?" in page.text
    assert "text 0" in page.text
    assert "text 3" not in page.text
    assert await store.settling.leaving("blog", Status.HELD) == set()
    await hold(store, 1)  # comes in while somebody reads
    answer = await send(client, form(page, "/review/several/confirm"), "/review/several/confirm")
    page = await read_page(await client.get(answer.headers["Location"]))
    assert "22 comments rejected." in page.text
    assert len(await store.settling.leaving("blog", Status.HELD)) == 22
    assert "Held 1" in page.text


async def test_before_very_many_the_number_is_typed(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(several, "AT_ONCE", 1)
    monkeypatch.setattr(several, "UNTYPED", 2)
    made = await hold(store, 3)
    page = await read_page(await send(client, ticked(made, "approve")))
    assert "Type 3 to go on" in page.text
    fields = form(page, "/review/several/confirm")
    for typed in ("", "30", "three"):
        refused = await send(client, fields | {"count": typed}, "/review/several/confirm")
        assert "Nothing was done." in (await read_page(refused, 400)).text
    assert await store.settling.leaving("blog", Status.HELD) == set()
    done = await send(client, fields | {"count": " 3 "}, "/review/several/confirm")
    assert done.status == 303
    assert len(await store.settling.leaving("blog", Status.HELD)) == 3


async def test_all_means_all_that_the_filter_finds(client: Client, store: Store) -> None:
    await hold(store, 2)
    spam = await make.kept(store, "buy")
    verdict = make.verdict(Status.HELD, category="spam")
    await store.comments.decide([make.decision(spam, Status.HELD, verdict=verdict)])
    fields = {"site": "blog", "action": "reject", "all": "1", "category": "spam"}
    await send(client, fields)
    assert await store.settling.leaving("blog", Status.HELD) == {spam.id}


async def test_a_cry_for_help_is_left_out_and_named(client: Client, store: Store) -> None:
    made = await hold(store, 1)
    care = await make.kept(store, "no way out", author=Author(name="Robin"))
    signals = (Signal("self_harm", "disclosure", (), {}, 5.0, 5.0, "self_harm"),)
    verdict = make.verdict(Status.HELD, category="self_harm", signals=signals)
    await store.comments.decide([make.decision(care, Status.HELD, verdict=verdict)])
    page = await read_page(await send(client, ticked([*made, care])))
    assert "Reject 1 comment?" in page.text
    assert "may be a cry for help" in page.text
    assert "Robin" in page.text
    await send(client, form(page, "/review/several/confirm"), "/review/several/confirm")
    assert await store.settling.leaving("blog", Status.HELD) == {made[0].id}


async def test_who_was_faster_is_named(client: Client, store: Store) -> None:
    made = await hold(store, 2)
    ben = make.decision(
        made[0], Status.PUBLISHED, status=Status.HELD, version=2, by="moderator:ben"
    )
    await store.settling.put([ben], 10_000)
    answer = await send(client, ticked(made))
    page = await read_page(await client.get(answer.headers["Location"]))
    assert "1 comment rejected. 1 was left as it is: published by ben" in page.text


async def test_what_changed_since_it_was_listed_is_not_decided(
    client: Client, store: Store
) -> None:
    made = await hold(store, 1)
    changed = [("site", "blog"), ("action", "reject"), ("pick", f"{made[0].id} 1")]
    await read_page(await send(client, changed), 400)
    assert await store.settling.leaving("blog", Status.HELD) == set()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"action": "hold"}, 400),
        ({"action": "remove"}, 400),
        ({"reason": "<b>"}, 400),
        ({"site": "other"}, 404),
        ({"status": "pending"}, 404),
        ({"pick": "x"}, 400),
        ({"pick": "x 2"}, 400),
        ({"pick": ""}, 400),
    ],
)
async def test_a_bent_form_changes_nothing(
    client: Client, store: Store, change: dict[str, str], status: int
) -> None:
    (held,) = await hold(store, 1)
    fields = {"site": "blog", "action": "reject", "pick": f"{held.id} 2"} | change
    await read_page(await send(client, fields), status)
    assert await store.settling.leaving("blog", Status.HELD) == set()


async def test_a_batch_is_its_makers_own(client: Client, open_app: OpenApp, store: Store) -> None:
    made = await hold(store, 2)
    answer = await send(client, ticked(made))
    batch = answer.headers["Location"].rpartition("batch=")[2]
    ben = await open_app(undo_seconds=10)
    await sign_in(ben, "ben")
    fields = {"site": "blog", "batch": batch}
    for path in ("/review/several/undo", "/review/several/confirm"):
        await read_page(await send(ben, fields, path), 404)
    page = await read_page(await ben.get(f"/review/?batch={batch}"))
    assert "rejected." not in page.text
    await read_page(await send(client, fields | {"batch": "0" * 33}, path), 404)
    assert len(await store.settling.leaving("blog", Status.HELD)) == 2
