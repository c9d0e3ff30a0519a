"""Whoever guesses learns nothing from an answer: what is not there, is not theirs or is not to be
seen is all the same (S13)."""

from typing import Any

import pytest

from moderation.comment import Status
from moderation.identity import new_id
from moderation.store import Store
from tests import make
from tests.service.blog import Blog, make_blog

GUESSES: tuple[tuple[str, str, Any, dict[str, str]], ...] = (
    ("GET", "/v1/comments/{id}", None, {}),
    ("POST", "/v1/comments/{id}/decision", {"action": "approve"}, {"If-Match": '"1"'}),
    ("POST", "/v1/comments/{id}/reports", {"reason": "spam"}, {}),
)


async def answer(
    blog: Blog, method: str, path: str, **rest: Any
) -> tuple[int, dict[str, Any], set[str]]:
    """Status, body without the request's id, and which headers there are."""
    response = await blog.request(method, path, **rest)
    body = await response.json()
    body.pop("request_id")
    return response.status, body, set(response.headers)


@pytest.mark.parametrize(("method", "path", "body", "headers"), GUESSES)
@pytest.mark.parametrize("who", ["page", "server"])
async def test_an_id_tells_nothing(
    blog: Blog, store: Store, who: str, method: str, path: str, body: Any, headers: dict[str, str]
) -> None:
    """A comment of another blog, one that there never was, and what is no id."""
    await make_blog(blog.client, store, "other", "https://other.example")
    foreign = await make.decided(store, Status.PUBLISHED, site="other")
    sent = {**headers, **(blog.as_page() if who == "page" else {})}
    rest: dict[str, Any] = {"headers": sent} if body is None else {"headers": sent, "json": body}
    answers = [
        await answer(blog, method, path.replace("{id}", guess), **rest)
        for guess in (foreign.id, new_id(), "x", "0" * 33)
    ]
    assert answers[0][0] in (403, 404)
    assert all(each == answers[0] for each in answers)


async def test_a_page_is_not_told_what_waits(blog: Blog, store: Store) -> None:
    hidden = [await make.decided(store, status) for status in (Status.HELD, Status.REJECTED)]
    waiting = await make.kept(store)
    headers = blog.as_page()
    answers = [
        await answer(blog, "GET", f"/v1/comments/{guess}", headers=headers)
        for guess in (*(each.id for each in hidden), waiting.id, new_id())
    ]
    assert answers[0][0] == 404
    assert all(each == answers[0] for each in answers)


async def test_a_key_tells_nothing_of_how_far_it_was_right(blog: Blog, store: Store) -> None:
    """A site that there is not, one that there is, a key but for its end, a token of no comment."""
    revoked = await make_blog(blog.client, store, "other", "https://other.example")
    await store.sites.revoke_key("other", revoked.sk)
    answers = [
        await answer(
            blog, "POST", "/v1/comments", json={}, headers={"Authorization": f"Bearer {key}"}
        )
        for key in ("sk_nosite_x", "sk_blog_x", f"{blog.sk}x", f"pk{blog.sk[2:]}", revoked.sk)
    ]
    assert answers[0][0] == 401
    assert all(each == answers[0] for each in answers)
