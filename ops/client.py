"""Greenroom's HTTP interface as a blog's server uses it: patient, and never posting twice."""

import asyncio
import random
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import aiohttp
import msgspec

ATTEMPTS = 8
PAUSE_SECONDS, LONGEST_PAUSE = 0.1, 5.0
WAIT_SECONDS = 10
# A key made a moment ago may not be known to every process yet.
NEW_KEY_SECONDS = 5.0


class Unreachable(Exception):
    """No answer that says anything, however often asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer: `body` is the JSON in it, or {}."""

    status: int
    body: dict[str, Any]
    replayed: bool

    @property
    def reason(self) -> str:
        """Why it was refused, in a few words without the comment's own."""
        errors = self.body.get("errors")
        if isinstance(errors, list) and errors:
            return ", ".join(sorted({f"{e.get('pointer')} {e.get('code')}" for e in errors}))
        return str(self.body.get("type", self.status)).rpartition("/")[2]


class Client:
    """Use as `async with`. `key` is a secret key of the site that is spoken of."""

    def __init__(self, url: str, key: str, *, connections: int) -> None:
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "Client":
        self._session = aiohttp.ClientSession(
            headers=self._headers,
            connector=aiohttp.TCPConnector(limit=self._connections),
            timeout=aiohttp.ClientTimeout(total=30),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._session is not None
        await self._session.close()

    async def create(self, draft: dict[str, Any], idempotency_key: str) -> Answer:
        """Post a comment. Asked again after any doubt, with the same key. Raises `Unreachable`."""
        return await self._ask(
            "POST",
            "/v1/comments",
            {"Idempotency-Key": idempotency_key},
            msgspec.json.encode(draft),
        )

    async def read(self, comment_id: str, *, wait: bool = False) -> Answer:
        """A comment's full record, waiting a while for its decision if asked to."""
        headers = {"Prefer": f"wait={WAIT_SECONDS}"} if wait else {}
        return await self._ask("GET", f"/v1/comments/{quote(comment_id)}", headers)

    async def is_known(self, site: str) -> bool:
        """Does the service know our key by now?"""
        path = f"/v1/sites/{quote(site)}/comments?status=held&limit=1"
        deadline = asyncio.get_running_loop().time() + NEW_KEY_SECONDS
        while True:
            answer = await self._ask("GET", path, {})
            if answer.status != 401:
                return answer.status == 200
            if asyncio.get_running_loop().time() > deadline:
                return False
            await asyncio.sleep(0.2)

    async def _ask(
        self, method: str, path: str, headers: dict[str, str], data: bytes | None = None
    ) -> Answer:
        assert self._session is not None
        pause, problem = PAUSE_SECONDS, ""
        for attempt in range(ATTEMPTS):
            if attempt:
                await asyncio.sleep(pause * random.uniform(0.5, 1.0))
                pause = min(2 * pause, LONGEST_PAUSE)
            try:
                async with self._session.request(
                    method, self._url + path, headers=headers, data=data
                ) as response:
                    body = await response.read()
            except (aiohttp.ClientError, OSError, TimeoutError) as exc:
                problem = type(exc).__name__
                continue
            if response.status in (429, 502, 503, 504):
                problem = f"status {response.status}"
                pause = max(pause, _seconds(response.headers.get("Retry-After")))
                continue
            replayed = response.headers.get("Idempotency-Replayed") == "true"
            return Answer(response.status, _json(body), replayed)
        raise Unreachable(f"{self._url} gave no answer in {ATTEMPTS} attempts ({problem})")


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {}
    return found if isinstance(found, dict) else {}


def _seconds(value: str | None) -> float:
    return min(float(value), LONGEST_PAUSE) if value and value.isdigit() else 0.0
