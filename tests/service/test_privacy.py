"""No reader is told more of who wrote a comment than they gave to be shown, on any route; and no
log has a text or a person in it. docs/privacy.md says so."""

import logging
from typing import Any
from urllib.parse import quote

import pytest

from moderation.comment import Author, Client, Status, Thread
from moderation.store import Store
from service.openapi.document import OPERATIONS
from service.openapi.operation import Who
from tests import make
from tests.service.blog import Blog

ADDRESS, BROWSER, EMAIL = "203.0.113.77", "canary-browser", "canary@mail.example"
PRIVATE = (ADDRESS, BROWSER, EMAIL, "mail.example")
KEY, BODY, NAME = "/hello", "canary-body that nobody logs", "Canary Name"
ANYBODY, PAGE = (Who.ANYBODY, Who.PUBLISHABLE)


def routes(comment_id: str) -> dict[str, str]:
    """By operation, where readers get what is published."""
    thread = f"/v1/sites/blog/threads/{quote(KEY, safe='')}"
    return {
        "getChallenge": "/v1/challenge",
        "getComment": f"/v1/comments/{comment_id}",
        "listPublished": f"{thread}/comments",
        "includePublished": f"{thread}/comments.html",
        "countPublished": f"/v1/sites/blog/counts?key={quote(KEY, safe='')}",
    }


def pages() -> list[str]:
    thread = f"/t/blog/{quote(KEY, safe='')}"
    return [thread, f"{thread}/feed.atom", "/t/blog/feed.atom"]


async def published(store: Store, body: str = BODY) -> str:
    made = await make.decided(
        store,
        Status.PUBLISHED,
        body,
        thread=Thread(key=KEY, url="https://blog.example/hello"),
        author=Author(NAME, EMAIL),
        client=Client(ADDRESS, BROWSER),
    )
    return made.id


def test_every_route_that_readers_have_is_looked_at() -> None:
    """Beside those, there are only posting and reporting, which tell nothing of others."""
    readers = {
        each.id for each in OPERATIONS if each.method == "GET" and {ANYBODY, PAGE} & set(each.who)
    }
    assert readers == set(routes(""))


async def test_readers_are_told_no_address(blog: Blog, store: Store) -> None:
    comment_id = await published(store)
    needs_a_key = ("getChallenge", "getComment")
    for name, where in routes(comment_id).items():
        for headers in (blog.as_page(), {}):
            if not headers and name in needs_a_key:
                continue
            response = await blog.client.get(where, headers=headers)
            text = await response.text()
            assert response.status == 200, where
            told = text + str(response.headers)
            assert not [word for word in PRIVATE if word in told], where
    for where in pages():
        response = await blog.client.get(where)
        text = await response.text()
        assert response.status == 200, where
        assert BODY in text, where
        assert not [word for word in PRIVATE if word in text + str(response.headers)], where


async def test_no_log_has_a_text_or_a_person_in_it(
    blog: Blog, store: Store, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    author = {"name": NAME, "email": EMAIL}
    client = {"ip": ADDRESS, "user_agent": BROWSER}
    answer = await (await blog.post(BODY, author=author, client=client)).json()
    own = {"Authorization": f"Bearer {answer['token']}", "If-Match": '"1"'}
    path = f"/v1/comments/{answer['id']}"
    assert (await blog.request("PATCH", path, json={"body": BODY + "!"}, headers=own)).status == 200
    await blog.get(path, **own)

    async def broken(*_: Any) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(type(store.authorship), "withdraw", broken)
    own["If-Match"] = '"2"'
    assert (await blog.request("DELETE", path, headers=own)).status == 500
    assert (await blog.post(BODY + "\x00", author=author, client=client)).status == 422
    assert "unhandled error" in caplog.text
    told = caplog.text + "".join(str(vars(record)) for record in caplog.records)
    assert not [word for word in (*PRIVATE, "canary-body", NAME) if word in told]
    assert answer["token"] not in told
