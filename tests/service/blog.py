"""A blog with keys and a client for its API, as tests use them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient

from moderation.store import Store
from moderation.store.sites import KeyKind
from tests.service import contract

ORIGIN = "https://blog.example"
PROBLEM = "application/problem+json"


@dataclass
class Blog:
    """`sk` and `pk` are its keys. Requests send the secret key unless told otherwise."""

    client: "TestClient[Any, Any]"
    name: str
    sk: str
    pk: str

    async def post(self, body: str = "A fine article.", **fields: Any) -> ClientResponse:
        """Post a comment; `headers` are added to the request's."""
        headers = fields.pop("headers", {})
        draft = {"thread": {"key": "/hello"}, "body": body, **fields}
        return await self.request("POST", "/v1/comments", json=draft, headers=headers)

    async def decide(self, comment_id: str, action: str, version: int | None) -> ClientResponse:
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        path = f"/v1/comments/{comment_id}/decision"
        return await self.request("POST", path, json={"action": action}, headers=headers)

    async def get(self, path: str, **headers: str) -> ClientResponse:
        return await self.request("GET", path, headers=headers)

    async def request(
        self, method: str, path: str, headers: dict[str, str] | None = None, **rest: Any
    ) -> ClientResponse:
        """Every answer is held against what `/openapi.json` says of it."""
        sent = {"Authorization": f"Bearer {self.sk}", **(headers or {})}
        response = await self.client.request(method, path, headers=sent, **rest)
        await contract.keeps(response)
        return response

    def as_page(self, origin: str = ORIGIN) -> dict[str, str]:
        """Headers of a script on the blog's own page."""
        return {"Authorization": f"Bearer {self.pk}", "Origin": origin}


async def make_blog(
    client: "TestClient[Any, Any]", store: Store, name: str = "blog", origin: str = ORIGIN
) -> Blog:
    await store.sites.add(name, url=origin, origins=(origin,))
    sk = await store.sites.add_key(name, KeyKind.SECRET)
    pk = await store.sites.add_key(name, KeyKind.PUBLISHABLE)
    return Blog(client, name, sk, pk)


async def problem(response: ClientResponse, status: int, slug: str) -> dict[str, Any]:
    """Assert the one error shape, and return the body."""
    assert response.status == status, await response.text()
    assert response.content_type == PROBLEM
    body: dict[str, Any] = await response.json()
    assert body["type"].endswith(f"/problems/{slug}")
    assert body["status"] == status
    assert {"title", "detail", "request_id"} <= set(body)
    return body


@asynccontextmanager
async def nothing_stored(raw: Any) -> AsyncIterator[None]:
    """Assert that what happens inside leaves no new key, no changed one, and none less but what was
    to end by itself."""

    def everything() -> dict[bytes, bytes]:
        return {key: raw.dump(key) for key in sorted(raw.scan_iter("gr:*"))}

    before = everything()
    fleeting = {key for key in before if raw.pttl(key) != -1}
    yield
    after = everything()
    assert after == {k: v for k, v in before.items() if k in after or k not in fleeting}
