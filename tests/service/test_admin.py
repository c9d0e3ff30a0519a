"""The operators' port."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from moderation.store import Store
from moderation.store.findings import Finding, Kind
from service.admin import create_admin
from tests.service.blog import Blog
from tests.valkey import Valkey


@pytest.fixture
async def admin(
    aiohttp_client: Callable[..., Awaitable["TestClient[Any, Any]"]], blog: Blog
) -> "TestClient[Any, Any]":
    return await aiohttp_client(create_admin(blog.client.app))


async def test_a_durable_store_makes_the_service_ready(admin: "TestClient[Any, Any]") -> None:
    response = await admin.get("/readyz")
    assert (response.status, await response.json()) == (200, {"ready": True, "faults": []})


async def test_readiness_names_every_fault(admin: "TestClient[Any, Any]", raw: Any) -> None:
    raw.config_set("appendfsync", "everysec")
    raw.config_set("maxmemory-policy", "allkeys-lru")
    try:
        response = await admin.get("/readyz")
    finally:
        raw.config_set("appendfsync", "always")
        raw.config_set("maxmemory-policy", "noeviction")
    assert response.status == 503
    assert len((await response.json())["faults"]) == 2


async def test_an_emptied_store_is_not_ready(admin: "TestClient[Any, Any]", raw: Any) -> None:
    raw.flushall()
    response = await admin.get("/readyz")
    assert response.status == 503
    assert "emptied" in (await response.json())["faults"][0]


async def test_without_a_store_the_process_lives_and_is_not_ready(
    admin: "TestClient[Any, Any]", valkey: Valkey
) -> None:
    valkey.kill()
    try:
        assert (await admin.get("/livez")).status == 200
        assert (await admin.get("/readyz")).status == 503
        metrics = await admin.get("/metrics")
        assert "greenroom_ready 0.0" in await metrics.text()
    finally:
        valkey.start()


async def test_metrics_tell_how_the_store_stands(admin: "TestClient[Any, Any]", blog: Blog) -> None:
    await blog.post()
    await blog.post("")
    text = await (await admin.get("/metrics")).text()
    assert 'greenroom_comments{site="blog",status="pending"} 1.0' in text
    assert 'greenroom_http_requests_total{method="POST",status="202"} 1.0' in text
    assert 'greenroom_http_requests_total{method="POST",status="422"} 1.0' in text
    assert "greenroom_accept_seconds_count 1.0" in text
    assert "greenroom_ready 1.0" in text


async def test_the_operators_port_is_not_the_public_one(blog: Blog) -> None:
    for path in ("/livez", "/readyz", "/metrics"):
        assert (await blog.client.get(path)).status == 404


async def test_metrics_tell_what_the_last_fsck_left(
    admin: "TestClient[Any, Any]", store: Store
) -> None:
    await store.fsck.record([Finding("blog", "x", Kind.HISTORY_BROKEN)])
    text = await (await admin.get("/metrics")).text()
    assert 'greenroom_fsck_findings{kind="history_broken",site="blog"} 1.0' in text
    assert "greenroom_fsck_last_run_timestamp_seconds 1." in text
    await store.fsck.record([])
    text = await (await admin.get("/metrics")).text()
    assert "greenroom_fsck_findings{" not in text
