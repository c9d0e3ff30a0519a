import asyncio
import json
from typing import Any

import pytest

from moderation.comment import Status
from moderation.identity import new_id
from moderation.store import Store
from tests import make
from tests.eventually import eventually
from tests.service.blog import Blog, make_blog, nothing_stored, problem
from tests.service.contract import wrong


async def test_a_comment_is_accepted_with_a_token_and_where_to_look(
    blog: Blog, store: Store
) -> None:
    response = await blog.post("Hi", author={"name": "Ana", "email": "ana@example.org"})
    assert response.status == 202
    answer = await response.json()
    assert answer["status"] == "pending"
    assert response.headers["Location"] == f"/v1/comments/{answer['id']}"
    assert answer["status_url"].endswith(f"/s/{answer['id']}.{answer['token']}")
    assert response.headers["Retry-After"] == "1"
    (record,) = await store.comments.read("blog", [answer["id"]])
    assert record is not None
    assert (record.comment.body, record.comment.author.email) == ("Hi", "ana@example.org")


async def test_the_first_comment_wakes_a_worker(blog: Blog, raw: Any) -> None:
    await blog.post()
    (job,) = await eventually(lambda: raw.lrange("rq:queue:greenroom", 0, -1))
    assert b"workers.jobs.drain" in raw.hget(b"rq:job:" + job, "description")


async def test_no_comment_rings_while_the_bell_does(blog: Blog, raw: Any) -> None:
    bell = "gr:{blog}:bell"
    raw.set(bell, 1)  # without an end, however long this test is made to wait
    await blog.post()
    raw.delete(bell)
    await blog.post()
    await eventually(lambda: raw.llen("rq:queue:greenroom"))
    assert raw.llen("rq:queue:greenroom") == 1


async def test_the_same_key_answers_the_first_answer_again(blog: Blog, store: Store) -> None:
    key = {"Idempotency-Key": "a-draft"}
    first, again = [await blog.post(headers=key) for _ in range(2)]
    assert (first.status, again.status) == (202, 202)
    assert await first.json() == await again.json()
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (await store.threads.sizes("blog"))[Status.PENDING] == 1


async def test_the_same_key_for_another_comment_is_refused(blog: Blog, raw: Any) -> None:
    key = {"Idempotency-Key": "a-draft"}
    await blog.post("one", headers=key)
    async with nothing_stored(raw):
        await problem(await blog.post("two", headers=key), 422, "idempotency-mismatch")


async def test_two_api_keys_do_not_share_idempotency_keys(blog: Blog) -> None:
    key = {"Idempotency-Key": "a-draft"}
    first = await (await blog.post("one", headers=key)).json()
    second = await (await blog.post("two", headers={**key, **blog.as_page()})).json()
    assert first["id"] != second["id"]


async def test_who_waits_is_told_the_decision(blog: Blog, store: Store) -> None:
    posting = asyncio.create_task(blog.post(headers={"Prefer": "wait=10"}))
    claims = await eventually(lambda: make.claim(store))
    await store.comments.decide([make.decision(claims[0].comment, Status.HELD)])
    response = await posting
    assert response.status == 201
    assert (await response.json())["status"] == "held"
    assert response.headers["Preference-Applied"] == "wait"
    assert "support" not in await response.json()


async def test_an_author_who_waits_is_told_of_help_at_once(blog: Blog, store: Store) -> None:
    posting = asyncio.create_task(blog.post(headers={"Prefer": "wait=10"}))
    (claim,) = await eventually(lambda: make.claim(store))
    verdict = make.verdict(Status.HELD, category="self_harm")
    await store.comments.decide([make.decision(claim.comment, Status.HELD, verdict=verdict)])
    response = await posting
    assert response.status == 201
    assert "emergency number" in (await response.json())["support"]["text"]


async def test_who_waits_in_vain_gets_202(blog: Blog) -> None:
    response = await blog.post(headers={"Prefer": "respond-async, wait=0.05"})
    assert response.status == 202


@pytest.mark.parametrize(
    ("data", "status", "slug"),
    [
        (b"", 400, "malformed-json"),
        (b"{", 400, "malformed-json"),
        (b"[", 400, "malformed-json"),
        (b"\xff\xfe", 400, "malformed-json"),
        (b"[" * 30_000, 400, "malformed-json"),
        (b'{"body":' + b"[" * 20_000 + b"]" * 20_000 + b"}", 400, "malformed-json"),
        (b'{"thread":{"key":"/a"},"body":"\\ud800"}', 400, "malformed-json"),
        (b'{"thread":{"key":"/a"},"body":"a\\u0000b"}', 422, "validation"),
        (b'{"thread":{"key":"/a"},"body":1e999}', 400, "malformed-json"),
        (b'{"thread":{"key":"/a"},"body":"x","extra":1}', 422, "validation"),
        (b'{"thread":{"key":"/a"},"body":["x"]}', 422, "validation"),
        (b'{"thread":"/a","body":"x"}', 422, "validation"),
        (b"[]", 422, "validation"),
        (b'"x"', 422, "validation"),
        (b'{"thread":{"key":"/a"},"body":"' + b"x" * 5001 + b'"}', 422, "validation"),
        (b'{"thread":{"key":"/a"},"body":"' + b"x" * 70_000 + b'"}', 413, "payload-too-large"),
    ],
)
async def test_bad_bodies_are_refused_precisely_and_leave_nothing(
    blog: Blog, raw: Any, data: bytes, status: int, slug: str
) -> None:
    async with nothing_stored(raw):
        headers = {"Content-Type": "application/json"}
        response = await blog.request("POST", "/v1/comments", data=data, headers=headers)
        await problem(response, status, slug)


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Encoding": "gzip"},
        {"Content-Encoding": "br"},
        {"Content-Encoding": "gzip, gzip"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "nonsense"},
    ],
)
async def test_only_plain_json_is_read(blog: Blog, raw: Any, headers: dict[str, str]) -> None:
    data = json.dumps({"thread": {"key": "/a"}, "body": "x"}).encode()
    sent = {"Content-Type": "application/json", **headers}
    async with nothing_stored(raw):
        response = await blog.request(
            "POST", "/v1/comments", data=data, headers=sent, skip_auto_headers=["Accept-Encoding"]
        )
        await problem(response, 415, "unsupported-media-type")


async def test_every_bad_field_is_pointed_at(blog: Blog) -> None:
    response = await blog.post("", author={"email": "x", "url": "javascript:alert(1)"})
    body = await problem(response, 422, "validation")
    assert [e["pointer"] for e in body["errors"]] == ["/body", "/author/email", "/author/url"]


async def test_a_chunked_body_over_the_limit_is_refused(blog: Blog, raw: Any) -> None:
    async def chunks() -> Any:
        for _ in range(100):
            yield b"x" * 1000

    async with nothing_stored(raw):
        headers = {"Content-Type": "application/json"}
        response = await blog.request("POST", "/v1/comments", data=chunks(), headers=headers)
        await problem(response, 413, "payload-too-large")


@pytest.mark.parametrize("key", ["", "k" * 256])
async def test_an_odd_idempotency_key_is_refused(blog: Blog, key: str) -> None:
    await problem(await blog.post(headers={"Idempotency-Key": key}), 400, "bad-request")


async def test_a_reply_to_nothing_is_refused(blog: Blog, raw: Any) -> None:
    async with nothing_stored(raw):
        await problem(await blog.post(parent_id=new_id()), 409, "parent-unavailable")


async def test_an_unknown_key_makes_nothing(blog: Blog, raw: Any) -> None:
    async with nothing_stored(raw):
        for sent in (
            "",
            "Bearer",
            "Bearer x",
            "Bearer sk_blog_x",
            "Bearer sk_nosite_x",
            f"Basic {blog.sk}",
            f"Bearer {blog.sk}x",
            "Bearer sk_{blog}_x",
        ):
            response = await blog.post(headers={"Authorization": sent})
            await problem(response, 401, "unauthorized")
            assert response.headers["WWW-Authenticate"] == "Bearer"


async def test_a_publishable_key_needs_its_sites_page(blog: Blog, raw: Any) -> None:
    async with nothing_stored(raw):
        for origin in ("https://evil.example", "null", "https://blog.example.evil.example", ""):
            response = await blog.post(headers=blog.as_page(origin))
            await problem(response, 403, "origin-not-allowed")
        headers = {"Authorization": f"Bearer {blog.pk}"}
        await problem(await blog.post(headers=headers), 403, "origin-not-allowed")
    assert (await blog.post(headers=blog.as_page())).status == 202


async def test_a_page_is_not_believed_about_its_readers_machine(blog: Blog, store: Store) -> None:
    claimed = {"ip": "203.0.113.7", "user_agent": "made up"}
    for headers, believed in (({}, True), (blog.as_page(), False)):
        answer = await (await blog.post(client=claimed, headers=headers)).json()
        (record,) = await store.comments.read("blog", [answer["id"]])
        assert record is not None
        assert (record.comment.client.ip == "203.0.113.7") is believed


async def test_what_is_not_believed_must_still_be_as_described(blog: Blog, raw: Any) -> None:
    async with nothing_stored(raw):
        for headers in ({}, blog.as_page()):
            response = await blog.post(client={"user_agent": "\x84"}, headers=headers)
            body = await problem(response, 422, "validation")
            assert [e["pointer"] for e in body["errors"]] == ["/client/user_agent"]


@pytest.mark.parametrize(("name", "status"), [(" " * 99 + "Ana\n", 202), ("x" * 81, 422)])
async def test_the_space_around_a_name_does_not_count(blog: Blog, name: str, status: int) -> None:
    draft = {"$ref": "#/components/schemas/Draft"}
    sent = {"thread": {"key": "/a"}, "body": "x", "author": {"name": name}}
    assert (wrong(sent, draft) == []) == (status == 202)
    assert (await blog.post(author={"name": name})).status == status


async def test_a_key_writes_to_its_own_site_only(blog: Blog, store: Store, raw: Any) -> None:
    other = await make_blog(blog.client, store, "other", "https://other.example")
    async with nothing_stored(raw):
        headers = {"Authorization": f"Bearer {other.sk}"}
        await problem(await blog.post(site="blog", headers=headers), 403, "forbidden")


async def test_a_comments_token_makes_no_comments(blog: Blog) -> None:
    token = (await (await blog.post()).json())["token"]
    response = await blog.post(headers={"Authorization": f"Bearer {token}"})
    await problem(response, 403, "forbidden")


async def test_a_revoked_key_ends_within_the_time_a_site_is_believed(
    blog: Blog, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await blog.post()).status == 202
    await store.sites.revoke_key("blog", blog.sk)
    monkeypatch.setattr("service.sitebook.BELIEVED_SECONDS", 0.0)
    await problem(await blog.post(), 401, "unauthorized")


async def test_a_closed_thread_refuses_and_still_answers_what_it_took(
    blog: Blog, store: Store
) -> None:
    headers = {"Idempotency-Key": "one"}
    first = await (await blog.post(headers=headers)).json()
    await store.threads.close("blog", "/hello", "moderator:ana")
    again = await blog.post(headers=headers)
    assert (again.status, (await again.json())["id"]) == (202, first["id"])
    assert again.headers["Idempotency-Replayed"] == "true"
    await problem(await blog.post(headers={"Idempotency-Key": "two"}), 409, "thread-closed")
    await problem(await blog.post(headers=blog.as_page()), 409, "thread-closed")


@pytest.mark.parametrize("who", ["pk", "sk"])
@pytest.mark.parametrize("field", ["staff", "pinned", "edited"])
async def test_nobody_makes_a_comment_the_sites_own(blog: Blog, who: str, field: str) -> None:
    headers = blog.as_page() if who == "pk" else {}
    for draft in ({field: True}, {"author": {"name": "Ana", field: True}}):
        body = await problem(await blog.post(headers=headers, **draft), 422, "validation")
        assert body["errors"][0]["code"] == "unknown_field"
