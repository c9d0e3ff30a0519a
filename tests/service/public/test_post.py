"""Posting a comment with the form."""

import asyncio
from secrets import token_hex
from typing import Any

import pytest

from moderation.comment import Author, Status
from moderation.store import Store
from service.state import STORE
from tests.service.pages import Client, add_blog, read_page, typed
from tests.service.public.visitor import PATH, id_in, open_form, post, sent


async def test_leads_to_a_status_page(client: Client, store: Store) -> None:
    address = await sent(client, email="ana@example.org", body="line one\r\nline two")
    (record,) = await store.comments.read("blog", [id_in(address)])
    assert record is not None
    assert record.comment.author == Author(name="Ana", email="ana@example.org")
    assert record.comment.body == "line one\nline two"
    assert record.comment.client.ip == "127.0.0.1"
    assert record.comment.client.user_agent
    assert not record.comment.trapped
    page = await read_page(await client.get(address))
    assert "Being checked." in page.text


async def test_a_double_submit_is_one_comment(client: Client, store: Store) -> None:
    fields = await open_form(client) | {"name": "Ana", "body": "Once."}
    first, second = await asyncio.gather(post(client, fields), post(client, fields))
    assert first.headers["Location"] == second.headers["Location"]
    assert (await store.threads.sizes("blog"))[Status.PENDING] == 1


async def test_two_forms_are_two_comments(client: Client, store: Store) -> None:
    assert await sent(client) != await sent(client)


async def test_another_text_in_a_used_form_is_kept_and_asked_about(
    client: Client, store: Store
) -> None:
    fields = await open_form(client) | {"name": "Ana", "body": "Once."}
    await post(client, fields)
    page = await read_page(await post(client, fields | {"body": "Something else."}), 422)
    again = page.fields()
    assert again["body"] == "Something else."
    assert again["token"] != fields["token"]
    assert (await post(client, again)).status == 303


async def test_the_hidden_field_traps(client: Client, store: Store) -> None:
    address = await sent(client, website="https://spam.example")
    (record,) = await store.comments.read("blog", [id_in(address)])
    assert record is not None
    assert record.comment.trapped


async def test_the_hidden_field_is_hidden_from_everybody(client: Client) -> None:
    page = await read_page(await client.get(PATH))
    assert "hidden" in page.one("p", hidden="").attrs
    field = page.one("input", name="website")
    assert field.attrs["tabindex"] == "-1"
    assert field.attrs["autocomplete"] == "off"


async def test_a_text_too_long_comes_back_whole(client: Client, store: Store) -> None:
    text = "\nñ" * 2656
    fields = await open_form(client) | {"name": "Ana", "body": text}
    page = await read_page(await post(client, fields), 422)
    body = page.one("textarea")
    assert typed(body) == text
    assert body.attrs["aria-invalid"] == "true"
    fault = page.one("p", id="body-fault")
    assert "body-fault" in body.attrs["aria-describedby"].split()
    assert fault.text == "Your comment is 312 characters too long (limit 5,000)."
    assert page.fields()["token"] == fields["token"]
    assert (await store.threads.sizes("blog"))[Status.PENDING] == 0


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("body", "  \n ", "Write a comment first."),
        ("email", "nobody", "This is not an e-mail address."),
        ("name", "x" * 81, "This is too long: 81 of 80 characters."),
        ("body", "a\x00b", "This cannot be used: U+0000 at 1 is not allowed."),
    ],
)
async def test_faults_stand_next_to_their_field(
    client: Client, field: str, value: str, fault: str
) -> None:
    fields = await open_form(client) | {"name": "Ana", "body": "Fine."} | {field: value}
    page = await read_page(await post(client, fields), 422)
    assert page.one("p", id=f"{field}-fault").text == fault
    assert page.fields()[field] == value
    invalid = [e for tag in ("input", "textarea") for e in page.all(tag, aria_invalid="true")]
    assert [e.attrs["name"] for e in invalid] == [field]
    invalid = [e for e in page.elements if "aria-invalid" in e.attrs]
    assert [e.attrs["name"] for e in invalid] == [field]


async def test_when_the_store_is_away_the_text_is_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = await open_form(client) | {"name": "Ana", "body": "Do not lose me.\n\nReally."}

    async def away(*_: object) -> None:
        raise ConnectionError

    assert client.app is not None
    store = client.app[STORE]
    for room, verb in ((store.comments, "accept"), (store.threads, "state")):
        with monkeypatch.context() as patch:
            patch.setattr(room, verb, away)
            response = await post(client, fields)
        page = await read_page(response, 503)
        assert "Your text is kept. Try again." in page.text
        assert page.fields() == fields
        assert response.headers["Retry-After"]
    assert (await post(client, page.fields())).status == 303


@pytest.mark.parametrize(
    ("content_type", "data", "status"),
    [
        ("text/plain", b"body=x", 415),
        ("application/json", b"{}", 415),
        ("application/x-www-form-urlencoded", b"body=%FF%FE", 400),
        ("application/x-www-form-urlencoded", b"body=\xff", 400),
        ("application/x-www-form-urlencoded", b"a=1&" * 33, 400),
        ("application/x-www-form-urlencoded", b"body=" + b"x" * 300_000, 413),
    ],
)
async def test_what_is_no_form_is_refused(
    client: Client, store: Store, content_type: str, data: bytes, status: int
) -> None:
    response = await client.post(PATH, data=data, headers={"Content-Type": content_type})
    await read_page(response, status)
    assert (await store.threads.sizes("blog"))[Status.PENDING] == 0


async def test_who_posts_quickly_is_told_when_to_come_back_and_keeps_the_text(
    behind_proxy: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = behind_proxy
    await add_blog(store)
    monkeypatch.setattr("service.public.threads.WAIT_SECONDS", 0.001)
    fields = await open_form(client) | {"name": "Ana", "body": "<b>Fine</b> & long."}
    whence = {"X-Forwarded-For": "8.8.4.4"}

    async def again() -> Any:
        own = fields | {"token": token_hex(16)}
        return await client.post(PATH, data=own, headers=whence, allow_redirects=False)

    first = await client.post(PATH, data=fields, headers=whence, allow_redirects=False)
    taken = [(await again()).headers["Location"] for _ in range(29)]
    same = await client.post(PATH, data=fields, headers=whence, allow_redirects=False)
    assert same.headers["Location"] == first.headers["Location"]  # it was kept before
    response = await again()
    page = await read_page(response, 429)
    seconds = response.headers["Retry-After"]
    notice = f"You are posting quickly. Try again in {seconds} seconds. Your text is kept."
    assert notice in page.text
    assert page.fields()["body"] == "<b>Fine</b> & long."
    assert page.fields()["stamp"] == fields["stamp"]
    records = await store.comments.read("blog", [id_in(each) for each in taken])
    held = [record for record in records if record and "unproven" in record.comment.doubts]
    assert len(held) == 15  # a form can prove nothing


async def test_a_store_that_does_not_count_keeps_the_text(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: Any, **__: Any) -> None:
        raise OSError

    fields = await open_form(client) | {"name": "Ana", "body": "A fine article."}
    monkeypatch.setattr("moderation.store.limits.Limits.spend", away)
    page = await read_page(await post(client, fields), 503)
    assert page.fields()["body"] == "A fine article."
    assert "not answering" in page.text
