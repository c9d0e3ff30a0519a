from typing import Any

from aiohttp.test_utils import TestClient

from service.app import API
from service.docs import CALLS
from service.problems import KINDS


def test_every_call_is_described_and_no_other() -> None:
    routes = {(route.method, route.path.replace("{key:[^/]+}", "{key}")) for route in API}
    assert {(method, path) for method, path, _ in CALLS} == routes


async def test_the_page_names_every_call_and_every_error(client: "TestClient[Any, Any]") -> None:
    response = await client.get("/docs")
    text = await response.text()
    assert response.status == 200
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert all(path in text for _, path, _ in CALLS)
    assert all(f"/problems/{slug}" in text for slug in KINDS)
