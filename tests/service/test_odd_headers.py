"""Headers with bytes in them that are no text: a fault of who sends them, on whichever route."""

import asyncio
from itertools import product

import pytest

from service.app import API
from tests.service.blog import ORIGIN, Blog

# Each that is read somewhere, or by the framework.
NAMES = (
    "Accept", "Accept-Encoding", "Accept-Language", "Access-Control-Request-Headers", "Cookie",
    "Access-Control-Request-Method", "Authorization", "Content-Encoding", "Content-Type",
    "Greenroom-Proof", "Idempotency-Key", "If-Match", "If-Modified-Since", "If-None-Match",
    "Last-Event-ID", "Origin", "Prefer", "Range", "Referer", "Sec-Fetch-Site", "User-Agent",
    "X-Forwarded-For", "X-Forwarded-Proto", "X-Request-ID",
)  # fmt: skip
PAGES = ("/t/blog?url=https://blog.example/a", "/s/x.y", "/review/sign-in", "/docs", "/embed/v1.js")
PATHS = ("/v1/comments/x", "/v1/sites/blog/threads/a/comments", *PAGES)


async def status(blog: Blog, method: str, path: str, headers: dict[str, bytes]) -> int:
    """As it is sent: no client library lets such bytes through."""
    reader, writer = await asyncio.open_connection("127.0.0.1", blog.client.port)
    sent = {"Host": b"x", "Connection": b"close", **headers}
    lines = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in sent.items())
    writer.write(f"{method} {path} HTTP/1.1\r\n".encode() + lines + b"\r\n")
    async with asyncio.timeout(10):
        head = await reader.readuntil(b"\r\n\r\n")
    writer.close()
    await writer.wait_closed()
    return int(head.split()[1])


@pytest.mark.parametrize("kind", ["pk_blog_", "sk_blog_", "ct_blog_", "xx_blog_", ""])
async def test_a_key_of_no_letters_is_no_key(blog: Blog, kind: str) -> None:
    bad = {"Authorization": f"Bearer {kind}".encode() + b"\xff", "Origin": ORIGIN.encode()}
    for route in API:
        path = route.path.replace("{key:[^/]+}", "a").replace("{site}", "blog")
        assert await status(blog, route.method, path.replace("{id}", "x"), bad) == 401, route.path


@pytest.mark.parametrize("name", NAMES)
async def test_no_header_is_a_fault_of_ours(blog: Blog, name: str) -> None:
    allowed = {"Authorization": f"Bearer {blog.sk}".encode()}
    values = (b"\xff", b"a\xed\xa0\x80b;q=\xb2,\xff")
    for method, path, value in product(("GET", "POST"), PATHS, values):
        got = await status(blog, method, path, {**allowed, name: value})
        assert got < 500, (method, path, value)
