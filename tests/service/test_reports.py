"""`POST /v1/comments/{id}/reports`: readers report, and nothing is hidden by it."""

from typing import Any

import pytest

from moderation.comment import Status
from moderation.identity import new_id
from moderation.report import Why
from moderation.store import Store
from moderation.store.desk import Aside
from service.state import READINESS
from tests import make
from tests.service.blog import Blog, make_blog, nothing_stored, problem

SPAM = {"reason": "spam"}


async def report(blog: Blog, comment_id: str, sent: Any = SPAM, **headers: str) -> Any:
    path = f"/v1/comments/{comment_id}/reports"
    return await blog.request("POST", path, json=sent, headers=headers)


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({}, "/reason"),
        ({"reason": "boring"}, "/reason"),
        ({"reason": "spam", "text": "x" * 501}, "/text"),
        ({"reason": "spam", "text": 5}, "/text"),
        ({"reason": "spam", "client": {"ip": "x" * 46}}, "/client/ip"),
        ({"reason": "spam", "client": {"ip": "203.0.113.7\n"}}, "/client/ip"),
        ({"reason": "spam", "client": {"user_agent": "\x84"}}, "/client/user_agent"),
        ({"reason": "spam", "why": "x"}, "/why"),
    ],
)
async def test_a_bent_report_is_refused(
    blog: Blog, store: Store, raw: Any, sent: Any, pointer: str
) -> None:
    made = await make.decided(store, Status.PUBLISHED)
    async with nothing_stored(raw):
        body = await problem(await report(blog, made.id, sent), 422, "validation")
    assert [each["pointer"] for each in body["errors"]] == [pointer]


@pytest.mark.parametrize("status", [None, Status.HELD, Status.REJECTED])
async def test_what_is_on_no_page_does_not_exist(
    blog: Blog, store: Store, status: Status | None
) -> None:
    made = new_id() if status is None else (await make.decided(store, status)).id
    body = await problem(await report(blog, made), 404, "not-found")
    other = await problem(await report(blog, "bent"), 404, "not-found")
    assert body["detail"] == other["detail"]
    assert not any((await store.desk.sizes("blog")).values())


async def test_who_may_not_report(blog: Blog, store: Store) -> None:
    made = await make.decided(store, Status.PUBLISHED)
    site = await store.sites.get("blog")
    assert site is not None
    token = {"Authorization": f"Bearer {site.comment_token(made.id)}"}
    await problem(await report(blog, made.id, **token), 403, "forbidden")
    foreign = blog.as_page("https://evil.example")
    await problem(await report(blog, made.id, **foreign), 403, "origin-not-allowed")
    await problem(await report(blog, made.id, Authorization="Bearer x"), 401, "unauthorized")
    other = await make_blog(blog.client, store, "other", "https://other.example")
    await problem(await report(other, made.id), 404, "not-found")
    assert await store.reports.of("blog", made.id) == []


async def test_a_report_asks_for_a_look_and_hides_nothing(blog: Blog, store: Store) -> None:
    made = await make.decided(store, Status.PUBLISHED)
    sent = {"reason": "at_risk", "text": "They say goodbye."}
    for _ in range(2):
        response = await report(blog, made.id, sent, **blog.as_page())
        assert response.status == 202
        assert await response.json() == {"id": made.id, "reported": True}
    (kept,) = await store.reports.of("blog", made.id)
    assert (kept.reason, kept.text) == (Why.AT_RISK, "They say goodbye.")
    assert (await make.read(store, made)).status is Status.PUBLISHED
    assert await store.desk.aside("blog", Aside.REPORTED, 9) == [made.id]
    assert await store.desk.aside("blog", Aside.AT_RISK, 9) == [made.id]
    assert await store.desk.aside("blog", Aside.URGENT, 9) == []


async def test_a_server_says_whose_report_it_is_and_a_page_cannot(
    blog: Blog, store: Store, raw: Any
) -> None:
    made = await make.decided(store, Status.PUBLISHED)
    for ip in ("203.0.113.7", "203.0.113.8", None):
        await report(blog, made.id, {**SPAM, "client": {"ip": ip}})
    assert len(await store.reports.of("blog", made.id)) == 3
    for ip in ("203.0.113.9", "203.0.113.10"):
        await report(blog, made.id, {**SPAM, "client": {"ip": ip}}, **blog.as_page())
    assert len(await store.reports.of("blog", made.id)) == 4
    dump = b"".join(raw.dump(key) for key in raw.scan_iter("gr:{blog}:reports:*"))
    assert b"203.0.113" not in dump


async def test_many_from_one_address_have_to_wait(behind_proxy: Any, store: Store) -> None:
    blog = await make_blog(behind_proxy, store)
    made = await make.decided(store, Status.PUBLISHED)
    page = blog.as_page()
    for last in range(10):
        one = page | {"X-Forwarded-For": f"2a00:1:2:3::{last}"}
        await problem(await report(blog, new_id(), **one), 404, "not-found")
    response = await report(blog, made.id, **one)
    body = await problem(response, 429, "rate-limited")
    assert 80 < int(response.headers["Retry-After"]) == body["retry_after"] <= 90
    assert response.headers["RateLimit"].startswith('"reports";r=0;t=')
    other = page | {"X-Forwarded-For": "2a00:1:2:4::1"}
    assert (await report(blog, made.id, **other)).status == 202
    assert (await report(blog, made.id)).status == 202  # the site's own server


async def test_what_cannot_be_kept_is_not_promised(blog: Blog, store: Store, raw: Any) -> None:
    made = await make.decided(store, Status.PUBLISHED)
    raw.config_set("appendfsync", "everysec")
    blog.client.app[READINESS].doubt()
    try:
        await problem(await report(blog, made.id), 503, "service-degraded")
    finally:
        raw.config_set("appendfsync", "always")
    assert await store.reports.of("blog", made.id) == []
