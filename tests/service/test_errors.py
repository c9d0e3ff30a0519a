"""Every way to err has one shape: the framework's own errors and a store that is away included."""

import asyncio
import re
from typing import Any

import msgspec
import pytest
from aiohttp.test_utils import TestClient

from moderation.store import Store
from service.problems import KINDS
from tests.service.blog import Blog, problem
from tests.valkey import Valkey

SHAPES = [
    ("GET", "/nowhere", 404, "not-found"),
    ("GET", "/v1", 404, "not-found"),
    ("GET", "/v1/nowhere", 404, "not-found"),
    ("GET", "/v1/comments/x/y/z", 404, "not-found"),
    ("GET", "//", 404, "not-found"),
    ("GET", "/%2e%2e/%2e%2e/etc/passwd", 404, "not-found"),
    ("GET", "/%00", 404, "not-found"),
    ("PUT", "/v1/comments", 405, "method-not-allowed"),
    ("TRACE", "/v1/comments", 405, "method-not-allowed"),
    ("GET", "/v1/checks", 405, "method-not-allowed"),
    ("OPTIONS", "/v1/checks", 405, "method-not-allowed"),
]


@pytest.mark.parametrize(("method", "path", "status", "slug"), SHAPES)
async def test_the_frameworks_errors_have_our_shape(
    client: "TestClient[Any, Any]", method: str, path: str, status: int, slug: str
) -> None:
    response = await client.request(method, path)
    await problem(response, status, slug)
    assert "Allow" in response.headers or status == 404


async def test_the_request_id_is_the_clients_if_it_is_plain(client: "TestClient[Any, Any]") -> None:
    sent = await client.get("/nowhere", headers={"X-Request-ID": "my-request-1"})
    assert (await problem(sent, 404, "not-found"))["request_id"] == "my-request-1"
    for odd in ("x", "a" * 65, 'a"b"c"d"e', "<script>alert(1)</script>"):
        other = await client.get("/nowhere", headers={"X-Request-ID": odd})
        assert (await problem(other, 404, "not-found"))["request_id"] != odd
        assert other.headers["X-Request-ID"] != odd


RAW = [
    (b"FOO BAR\r\n\r\n", b"400"),
    (b"GET / HTTP/9.9\r\n\r\n", b"400"),
    (b"GET / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n", b"400"),
    (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 9000 + b"\r\n\r\n", b"400"),
    (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n", b"400"),
    (
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"400",
    ),
    (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"400"),
    (b"GET / HTTP/1.1\r\nHost: x\r\nExpect: the-worst\r\n\r\n", b"417"),
]


@pytest.mark.parametrize(("data", "status"), RAW)
async def test_bytes_that_are_no_http_get_our_shape(
    client: "TestClient[Any, Any]", data: bytes, status: bytes
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", client.port)
    writer.write(data)
    async with asyncio.timeout(5):
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.partition(b"Content-Length: ")[2].split()[0])
        body = msgspec.json.decode(await reader.readexactly(length))
    writer.close()
    await writer.wait_closed()
    assert head.split()[1] == status
    assert b"Content-Type: application/problem+json" in head
    assert b"X-Content-Type-Options: nosniff" in head
    assert body["type"].startswith("http://127.0.0.1:8080/problems/")
    assert body["status"] == int(status)
    assert {"title", "detail"} <= set(body)
    assert re.fullmatch("[0-9a-f]{16}", body["request_id"])
    assert f"X-Request-ID: {body['request_id']}".encode() in head


async def test_a_body_that_stops_coming_is_given_up(
    blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.body.SECONDS", 0.1)
    reader, writer = await asyncio.open_connection("127.0.0.1", blog.client.port)
    writer.write(
        b"POST /v1/comments HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Content-Length: 50\r\nAuthorization: Bearer " + blog.sk.encode() + b"\r\n\r\n{"
    )
    async with asyncio.timeout(5):
        head = await reader.readuntil(b"\r\n\r\n")
    writer.close()
    await writer.wait_closed()
    assert head.split()[1] == b"408"


async def test_a_bug_is_500_without_its_text(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("service.api.create.wait_seconds", broken)
    response = await blog.post()
    text = await response.text()
    await problem(response, 500, "internal")
    assert "secret" not in text


async def test_a_store_that_is_away_is_503_and_the_same_key_is_safe(
    blog: Blog, valkey: Valkey, store: Store
) -> None:
    key = {"Idempotency-Key": "a-draft"}
    await blog.post(headers=key)
    valkey.kill()
    try:
        for request in (
            blog.post(headers=key),
            blog.post("another", headers={"Idempotency-Key": "b"}),
            blog.get("/v1/sites/blog/comments"),
            blog.get("/v1/sites/blog/threads/x/comments"),
        ):
            response = await request
            await problem(response, 503, "service-degraded")
            assert int(response.headers["Retry-After"]) >= 1
    finally:
        valkey.start()
    again = await blog.post(headers=key)
    assert (again.status, again.headers["Idempotency-Replayed"]) == (202, "true")
    assert (await blog.post("another", headers={"Idempotency-Key": "b"})).status == 202


async def test_a_store_that_is_not_durable_is_given_nothing(blog: Blog, raw: Any) -> None:
    raw.config_set("appendfsync", "everysec")
    try:
        from service.state import READINESS

        blog.client.app[READINESS].doubt()
        await problem(await blog.post(), 503, "service-degraded")
    finally:
        raw.config_set("appendfsync", "always")
    assert (await blog.post()).status == 202


def test_every_kind_of_problem_has_a_status_that_errs() -> None:
    assert all(400 <= status < 600 for status, _ in KINDS.values())
