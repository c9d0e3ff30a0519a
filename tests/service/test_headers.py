"""What every answer says to browsers, errors included (S11)."""

from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp import web

from moderation.settings import Settings
from service.app import create_app
from tests.service.blog import Blog

POLICY = {
    "default-src": "'none'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}


def routes() -> Iterator[tuple[str, str]]:
    """Each method and address of the service, with something where a name belongs."""
    app = create_app(Settings(redis_url="redis://127.0.0.1:1/0"))
    parts: list[web.Application] = [app, *app._subapps]
    for part in parts:
        for route in part.router.routes():
            if route.resource is not None and not route.resource.canonical.endswith("/events"):
                yield route.method, route.resource.canonical.format_map(Names())


class Names(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "blog" if name == "site" else "x"


EVERY = sorted(set(routes()))


def test_there_are_all_parts_among_them() -> None:
    paths = {path for _, path in EVERY}
    assert {"/v1/comments", "/t/blog/x", "/s/x", "/review/decide", "/docs"} <= paths


@pytest.mark.parametrize("origin", [None, "https://evil.example"])
async def test_every_answer_is_safe_to_show(blog: Blog, origin: str | None) -> None:
    headers = {"Authorization": "Bearer sk_blog_wrong", **({"Origin": origin} if origin else {})}
    for method, path in [*EVERY, ("GET", "/nothing"), ("TRACE", "/"), ("GET", "/t/blog/%00")]:
        response: Any = await blog.client.request(
            method, path, headers=headers, allow_redirects=False
        )
        about = f"{method} {path}: {response.status}"
        assert response.headers["X-Content-Type-Options"] == "nosniff", about
        assert response.headers["X-Request-ID"], about
        assert response.headers.get("Access-Control-Allow-Origin") != "*", about
        assert "Access-Control-Allow-Credentials" not in response.headers, about
        if origin:
            assert "Access-Control-Allow-Origin" not in response.headers, about
        if response.content_type == "text/html":
            said = dict(
                part.strip().split(" ", 1)
                for part in response.headers["Content-Security-Policy"].split(";")
            )
            assert {name: said.get(name) for name in POLICY} == POLICY, about
            assert "unsafe" not in response.headers["Content-Security-Policy"], about
            assert response.headers["Referrer-Policy"] == "no-referrer", about
