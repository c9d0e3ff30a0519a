"""A moderator changes a text; what stood there before is kept."""

from typing import Any

import pytest

from moderation.comment import Comment, Status
from moderation.draft import BODY_LIMIT
from moderation.store import Store
from moderation.store.edits import MOST_EDITS
from moderation.store.records import Before
from moderation.user import Role
from moderation.verdict import Signal
from tests import make
from tests.service.pages import HOSTILE, Client, read_page, typed
from tests.service.review.moderator import HASH, OURS, OpenApp, press, sign_in, wish

LONG = "x" * (BODY_LIMIT + 1)


def path(made: Comment) -> str:
    return f"/review/edit?site=blog&id={made.id}"


async def save(client: Client, made: Comment, body: str, version: int = 2, **more: str) -> Any:
    data = {"site": "blog", "id": made.id, "version": str(version), "body": body, **more}
    return await client.post("/review/edit", data=data, headers=OURS, allow_redirects=False)


async def said(store: Store, made: Comment) -> str:
    return (await make.read(store, made)).comment.body


@pytest.mark.parametrize("status", [Status.HELD, Status.PUBLISHED])
async def test_the_text_is_changed_and_what_stood_there_is_shown(
    client: Client, store: Store, status: Status
) -> None:
    made = await make.decided(store, status, "Call 0170 1234567\n\nBo")
    form = await read_page(await client.get(path(made)))
    assert typed(form.one("textarea", id="body")) == "Call 0170 1234567\n\nBo"
    response = await save(client, made, "Call me\r\n\r\nBo", note="a number")
    card = await read_page(await client.get(response.headers["Location"]))
    texts = [e.text for e in card.all("div", class_="text")]
    assert sorted(texts) == ["Call 0170 1234567\n\nBo", "Call me\n\nBo"]
    assert "Edited by ana" in card.text
    assert "a number" in card.text
    record = await make.read(store, made)
    assert (record.status, record.comment.body) == (status, "Call me\n\nBo")


async def test_marks_are_shown_only_at_the_words_they_belong_to(
    client: Client, store: Store
) -> None:
    made = await make.kept(store, "see cheap pills at once")
    spans = ((4, 15), (16, 23))
    signal = Signal("spam", "offer", spans, weight=3.0, category="spam")
    verdict = make.verdict(Status.HELD, signals=(signal,), category="spam")
    await store.comments.decide([make.decision(made, Status.HELD, verdict=verdict)])
    response = await save(client, made, "no pills are sold at once")
    card = await read_page(await client.get(response.headers["Location"]))
    assert [e.text for e in card.all("mark")] == ["at once"]
    assert "cheap pills" not in card.one("section", class_="why").text


async def test_an_edit_of_what_was_decided_meanwhile_is_not_made_and_kept_in_the_form(
    client: Client, store: Store
) -> None:
    made = await make.decided(store, Status.HELD, "as written")
    assert (await press(client, wish(made))).status == 303
    page = await read_page(await save(client, made, "my text"), 412)
    assert "Nothing was overwritten." in page.one("p", role="alert").text
    assert typed(page.one("textarea", id="body")) == "my text"
    assert page.one("div", class_="text").text == "as written"
    assert await said(store, made) == "as written"
    again = page.one("input", name="version").attrs["value"]
    assert (await save(client, made, "my text", int(again))).status == 303
    assert await said(store, made) == "my text"


async def test_a_decision_on_what_was_edited_meanwhile_is_not_made(
    client: Client, store: Store
) -> None:
    made = await make.decided(store, Status.HELD, "as written")
    await save(client, made, "changed")
    page = await read_page(await press(client, wish(made)), 412)
    assert "The comment changed since you read it" in page.text
    assert "changed" in page.one("div", class_="text").text
    assert (await make.read(store, made)).status is Status.HELD


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_text(client: Client, store: Store, text: str) -> None:
    made = await make.decided(store, Status.HELD, f"before {text}")
    response = await save(client, made, text, note=text)
    card = await read_page(await client.get(response.headers["Location"]))
    assert {e.text for e in card.all("div", class_="text")} == {text, f"before {text}"}
    form = await read_page(await client.get(path(made)))
    assert typed(form.one("textarea", id="body")) == text


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("", "rejected, not edited"),
        (" \n ", "rejected, not edited"),
        (LONG, f"{BODY_LIMIT + 1} of {BODY_LIMIT} characters"),
        ("a\x00b", "may not have"),
        ("as written", "the text that is there"),
    ],
)
async def test_a_text_that_cannot_be_comes_back(
    client: Client, store: Store, body: str, told: str
) -> None:
    made = await make.decided(store, Status.HELD, "as written")
    page = await read_page(await save(client, made, body, note="why"), 422)
    assert told in page.one("p", role="alert").text
    assert page.one("input", id="note").attrs["value"] == "why"
    assert (await make.read(store, made)).version == 2


@pytest.mark.parametrize("status", [Status.REJECTED, None])
async def test_only_what_is_held_or_published_is_edited(
    client: Client, store: Store, status: Status | None
) -> None:
    made = await (make.decided(store, status) if status else make.kept(store))
    await read_page(await client.get(path(made)), 409)
    version = (await make.read(store, made)).version
    await read_page(await save(client, made, "changed", version), 409)
    await read_page(await save(client, made, "changed", version + 1), 409)
    assert await said(store, made) == "A fine article."


async def test_an_edit_too_many_is_refused(client: Client, store: Store) -> None:
    made = await make.decided(store, Status.HELD)
    for number in range(MOST_EDITS):
        assert (await save(client, made, f"text {number}", 2 + number)).status == 303
    page = await read_page(await save(client, made, "once more", 2 + MOST_EDITS), 409)
    assert "as often as all its texts can be kept" in page.text
    assert len(await store.edits.before("blog", made.id)) == MOST_EDITS


@pytest.mark.parametrize("version", ["", "x", "-1", "\u0662", "9" * 20])
async def test_a_form_without_a_version_does_nothing(
    client: Client, store: Store, version: str
) -> None:
    made = await make.decided(store, Status.HELD)
    data = {"site": "blog", "id": made.id, "version": version, "body": "changed"}
    assert (await client.post("/review/edit", data=data, headers=OURS)).status == 400
    assert await said(store, made) == "A fine article."


async def test_only_who_may_decide_edits(open_app: OpenApp, store: Store) -> None:
    made = await make.decided(store, Status.HELD)
    await store.accounts.add("vera", HASH, {"blog": Role.VIEWER})
    await store.accounts.add("oda", HASH, {"other": Role.MODERATOR})
    client = await open_app()
    for name, status in (("vera", 403), ("oda", 404)):
        await sign_in(client, name)
        assert (await client.get(path(made))).status == status
        assert (await save(client, made, "changed")).status == status
    await sign_in(client, "vera")
    page = await read_page(await client.get(f"/review/?site=blog&comment={made.id}"))
    assert "Edit the text" not in page.text
    await sign_in(client, "ana")
    foreign = {"Sec-Fetch-Site": "cross-site"}
    data = {"site": "blog", "id": made.id, "version": "2", "body": "changed"}
    assert (await client.post("/review/edit", data=data, headers=foreign)).status == 403
    assert await store.edits.before("blog", made.id) == ()


async def test_an_edit_teaches_nothing_and_is_no_decision(client: Client, store: Store) -> None:
    made = await make.decided(store, Status.HELD)
    await save(client, made, "changed")
    assert await store.learning.due("blog", 10) == []
    record = await make.read(store, made)
    assert record.last_move.by == "checks"
    page = await read_page(await client.get(f"/review/?site=blog&comment={made.id}"))
    assert "Held by ana" not in page.text
    assert await store.edits.before("blog", made.id) == (Before(3, "A fine article."),)


async def test_what_has_just_been_decided_is_not_edited_while_that_waits(
    client: Client, store: Store
) -> None:
    made = await make.decided(store, Status.HELD)
    seen = make.decision(made, Status.PUBLISHED, status=Status.HELD, version=2, by="moderator:ben")
    await store.settling.put([seen], 10_000)
    page = await read_page(await save(client, made, "changed"), 409)
    assert "has just been decided" in page.text
    await read_page(await client.get(path(made)), 409)
    card = await read_page(await client.get(f"/review/?site=blog&comment={made.id}"))
    assert "Edit the text" not in card.text
    assert await said(store, made) == "A fine article."
