"""Other pages: whatever they make a moderator's browser send, nothing is done (S9). And what only
reads changes nothing, whoever asks."""

from typing import Any

import pytest

from moderation.comment import Status
from moderation.store import Store
from tests import make
from tests.service.pages import Client
from tests.service.review.test_roles import routes

UNSAFE = [path for method, path in routes() if method not in ("GET", "HEAD")]
SAFE = [path for method, path in routes() if method == "GET"]

FOREIGN: dict[str, dict[str, str]] = {
    "silent": {},
    "foreign": {"Origin": "https://evil.example"},
    "null": {"Origin": "null"},
    "bent": {"Origin": "http://[bent"},
    "another port": {"Origin": "http://127.0.0.1:1"},
    "a neighbour": {"Sec-Fetch-Site": "same-site", "Origin": "https://blog.example"},
    "cross-site": {"Sec-Fetch-Site": "cross-site"},
    "typed in": {"Sec-Fetch-Site": "none"},
    "plain text": {"Origin": "https://evil.example", "Content-Type": "text/plain"},
}


def everything(raw: Any) -> dict[bytes, bytes]:
    """All of the store but when a session was last used."""
    kept = sorted(raw.scan_iter("gr:*"))
    return {key: raw.dump(key) for key in kept if not key.startswith(b"gr:{@}:session")}


@pytest.mark.parametrize("path", UNSAFE)
async def test_a_foreign_page_s_form_does_nothing(
    client: Client, store: Store, raw: Any, path: str
) -> None:
    made = await make.decided(store, Status.HELD)
    fields = {"site": "blog", "id": made.id, "version": "2", "action": "approve", "key": "/hello"}
    before = everything(raw)
    for name, headers in FOREIGN.items():
        rest: Any = {"data": "a=b" if "Content-Type" in headers else fields}
        response = await client.post(path, headers=headers, allow_redirects=False, **rest)
        assert response.status == 403, name
    assert everything(raw) == before


@pytest.mark.parametrize("path", [path for path in SAFE if not path.endswith("/events")])
async def test_what_only_reads_changes_nothing(
    client: Client, store: Store, raw: Any, path: str
) -> None:
    made = await make.decided(store, Status.HELD)
    asked = {"site": "blog", "id": made.id, "key": "/hello", "action": "approve", "version": "2"}
    before = everything(raw)
    response = await client.get(path, params=asked, allow_redirects=False)
    assert response.status < 500
    assert everything(raw) == before
