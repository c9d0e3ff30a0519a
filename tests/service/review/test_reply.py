"""A moderator answers as the site."""

from typing import Any
from urllib.parse import quote

import pytest

from moderation.comment import Author, Comment, Status, Thread
from moderation.draft import BODY_LIMIT
from moderation.store import Store
from moderation.store.comments import Comments
from moderation.store.connection import StoreErrors
from moderation.store.records import Record
from moderation.user import Role
from tests import make
from tests.service.pages import HOSTILE, Client, read_page, thread_path, typed
from tests.service.review.moderator import HASH, OURS, OpenApp, sign_in

NAMED = Thread("/hello", title="Hello")
LIST = f"/v1/sites/blog/threads/{quote('/hello', safe='')}/comments"


async def asked(store: Store, body: str = "Why?", **fields: Any) -> Comment:
    """A published comment by Bo."""
    fields.setdefault("author", Author("Bo"))
    return await make.decided(store, Status.PUBLISHED, body, **fields)


def path(made: Comment) -> str:
    return f"/review/reply?site=blog&id={made.id}"


async def send(client: Client, made: Comment, body: str, **more: str) -> Any:
    data = {"site": "blog", "id": made.id, "body": body, **more}
    return await client.post("/review/reply", data=data, headers=OURS, allow_redirects=False)


async def published(store: Store) -> list[Record]:
    return list((await store.threads.published("blog", "/hello", 100, None)).records)


async def test_a_reply_is_published_by_the_moderators_own_decision(
    client: Client, store: Store
) -> None:
    made = await asked(store, thread=NAMED)
    form = await read_page(await client.get(path(made)))
    assert form.one("input", id="name").attrs["value"] == "A Blog"
    response = await send(client, made, "Because.", name="The editors")
    page = await read_page(await client.get(response.headers["Location"]))
    assert "Your reply is published." in page.one("p", role="status").text
    _, reply = await published(store)
    assert (reply.comment.body, reply.comment.author.name) == ("Because.", "The editors")
    assert (reply.comment.parent_id, reply.comment.staff) == (made.id, True)
    assert [(e.by, e.to) for e in reply.history] == [
        ("author", Status.PENDING),
        ("moderator:ana", Status.PUBLISHED),
    ]
    assert reply.verdict is None
    assert [finding async for finding in store.fsck.run()] == []


async def test_readers_and_programs_are_told_that_a_moderator_wrote_it(
    client: Client, store: Store
) -> None:
    made = await asked(store)
    await send(client, made, "Because.")
    page = await read_page(await client.get(thread_path()))
    assert [e.text for e in page.all("span", class_="badge")] == ["Moderator"]
    assert "ana" not in page.one("section").text
    first, second = (await (await client.get(LIST)).json())["data"]
    assert "staff" not in first
    assert (second["staff"], second["author"]["name"]) == (True, "A Blog")


async def test_no_check_gets_to_see_it_and_nothing_is_learned_or_counted(
    client: Client, store: Store, raw: Any
) -> None:
    made = await asked(store)
    before = {key for key in raw.scan_iter("gr:{blog}:*") if b":seen:" in key or b":same:" in key}
    await send(client, made, "buy cheap pills http://spam.example")
    assert await make.claim(store) == []
    assert await store.threads.first_due_ms("blog") is None
    after = {key for key in raw.scan_iter("gr:{blog}:*") if b":seen:" in key or b":same:" in key}
    assert after == before
    assert len(await published(store)) == 2


async def test_one_that_was_left_between_its_two_steps_is_checked_and_no_second_one_made(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch, raw: Any
) -> None:
    made = await asked(store)
    token = "t" * 20

    async def lost(*_: Any) -> Any:
        raise StoreErrors[0]("away")

    with monkeypatch.context() as patch:
        patch.setattr(Comments, "decide", lost)
        assert (await send(client, made, "Because.", token=token)).status in (500, 503)
    (pending,) = (await store.threads.queue("blog", Status.PENDING, 10, None)).records
    assert await make.claim(store) == []
    raw.zadd("gr:{blog}:inbox", {pending.comment.id: 0})  # as the time passes
    (claim,) = await make.claim(store)
    await store.comments.decide([make.decision(claim.comment, Status.HELD)])
    response = await send(client, made, "Because.", token=token)
    assert response.headers["Location"].endswith(f"status=held&comment={pending.comment.id}")
    assert len(await published(store)) == 1


async def test_pressing_twice_makes_one_reply(client: Client, store: Store) -> None:
    made = await asked(store)
    token = (await read_page(await client.get(path(made)))).one("input", name="token")
    for _ in range(2):
        sent = await send(client, made, "Because.", token=token.attrs["value"])
        assert sent.status == 303
    assert len(await published(store)) == 2
    page = await read_page(await send(client, made, "Else.", token=token.attrs["value"]), 422)
    assert "Press again" in page.one("p", role="alert").text
    fresh = page.one("input", name="token").attrs["value"]
    assert (await send(client, made, "Else.", token=fresh)).status == 303
    assert len(await published(store)) == 3


async def test_a_saved_reply_is_inserted_with_its_places_filled_in(
    client: Client, store: Store
) -> None:
    made = await asked(store, thread=NAMED)
    await store.replies.keep("blog", "thanks", "Thank you, {name}, for reading {article}.")
    form = await read_page(await client.get(path(made)))
    assert form.one("option", value="thanks")
    page = await read_page(await send(client, made, "Hi!", insert="1", saved="thanks", name="Us"))
    text = typed(page.one("textarea", id="body"))
    assert text == "Hi!\n\nThank you, Bo, for reading Hello."
    assert page.one("input", id="name").attrs["value"] == "Us"
    assert len(await published(store)) == 1


async def test_a_place_that_nothing_fills_in_keeps_the_reply_from_being_sent(
    client: Client, store: Store
) -> None:
    made = await asked(store, author=Author(""))
    await store.replies.keep("blog", "thanks", "Thank you, {name}, for reading {article}.")
    page = await read_page(await send(client, made, "", insert="1", saved="thanks"))
    text = typed(page.one("textarea", id="body"))
    page = await read_page(await send(client, made, text), 422)
    assert "{name} {article}" in page.one("p", role="alert").text
    assert typed(page.one("textarea", id="body")) == text
    assert len(await published(store)) == 1


@pytest.mark.parametrize("status", [Status.HELD, Status.REJECTED, None])
async def test_only_what_is_published_is_answered(
    client: Client, store: Store, status: Status | None
) -> None:
    made = await (make.decided(store, status) if status else make.kept(store))
    await read_page(await client.get(path(made)), 409)
    await read_page(await send(client, made, "Because."), 409)
    assert await published(store) == []
    card = await read_page(await client.get(f"/review/?site=blog&comment={made.id}"))
    assert not [e for e in card.all("a") if e.text == "Reply"]


async def test_a_closed_thread_takes_no_reply(client: Client, store: Store) -> None:
    made = await asked(store)
    await store.threads.close("blog", "/hello", "moderator:ben")
    page = await read_page(await client.get(path(made)))
    assert not page.all("textarea")
    page = await read_page(await send(client, made, "my <b>text"), 409)
    assert "my <b>text" in [e.text for e in page.all("div", class_="text")]
    assert len(await published(store)) == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"body": ""}, "Write a text first."),
        ({"body": "x" * (BODY_LIMIT + 1)}, f"{BODY_LIMIT + 1} of {BODY_LIMIT}"),
        ({"body": "a\x00"}, "may not have"),
        ({"body": "fine", "name": "x" * 81}, "A name is one line"),
    ],
)
async def test_what_cannot_be_a_reply_comes_back(
    client: Client, store: Store, fields: dict[str, str], told: str
) -> None:
    made = await asked(store)
    page = await read_page(await send(client, made, **fields), 422)
    assert told in page.one("p", role="alert").text
    assert typed(page.one("textarea", id="body")) == fields["body"]
    assert len(await published(store)) == 1


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_text(client: Client, store: Store, text: str) -> None:
    made = await asked(store, text, author=Author(text), thread=Thread("/hello", title=text))
    await store.replies.keep("blog", text, "{name} {article}")
    page = await read_page(await send(client, made, text, insert="1", saved=text, name=text))
    assert typed(page.one("textarea", id="body")) == f"{text}\n\n{text} {text}"
    assert page.one("option", selected="").attrs["value"] == text
    assert (await send(client, made, f"- {text}", name=text)).status == 303
    await read_page(await client.get(thread_path()))
    assert (await published(store))[-1].comment.body == f"- {text}"


async def test_only_who_may_decide_replies(open_app: OpenApp, store: Store) -> None:
    made = await asked(store)
    await store.accounts.add("vera", HASH, {"blog": Role.VIEWER})
    await store.accounts.add("oda", HASH, {"other": Role.MODERATOR})
    client = await open_app()
    for name, status in (("vera", 403), ("oda", 404)):
        await sign_in(client, name)
        assert (await client.get(path(made))).status == status
        assert (await send(client, made, "Because.")).status == status
    await sign_in(client, "ana")
    data = {"site": "blog", "id": made.id, "body": "Because."}
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert (await client.post("/review/reply", data=data, headers=foreign)).status == 403
    assert len(await published(store)) == 1
