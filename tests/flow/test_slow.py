"""Thousands who are slow do not slow the others (S4), on the real service."""

import asyncio

import pytest

from service.connections import room
from tests.flow.conftest import Running
from tests.service.test_connections import WHOLE, honest, until_closed

HEAD = b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "
BODY = (
    b"POST /v1/comments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
    b"Content-Type: application/json\r\nContent-Length: 900\r\n\r\n"
)


def percentile(times: list[float], part: float) -> float:
    return sorted(times)[int(len(times) * part)]


@pytest.mark.soak
@pytest.mark.timeout(300)
async def test_thousands_who_are_slow_do_not_slow_the_others(running: Running) -> None:
    """2,000 heads and 2,000 bodies of a byte a second, and 5,000 that are idle after an answer."""
    room()
    host, port = "127.0.0.1", running.house.settings.port
    body = BODY % running.http.headers["Authorization"].removeprefix("Bearer ").encode()
    many: list[tuple[str, int, bytes, float]] = [
        ("127.0.0.2", 2_000, HEAD, 1),
        ("127.0.0.3", 2_000, body, 1),
        ("127.0.0.4", 2_500, WHOLE, 0),
        ("127.0.0.5", 2_500, WHOLE, 0),
    ]
    draft = b'{"thread":{"key":"/slow"},"body":"What a fine article."}'
    post = body.replace(b"900", b"%d" % len(draft)) + draft
    calm = [await honest(host, port, post, b"202") for _ in range(300)]
    slow: dict[str, list[asyncio.Task[float]]] = {}
    for whence, count, head, pause in many:
        mine = slow.setdefault(whence, [])
        for _ in range(0, count, 100):
            one = [until_closed(host, port, head, whence, pause) for _ in range(100)]
            mine += [asyncio.create_task(each) for each in one]
            await asyncio.sleep(0.05)
    busy = [await honest(host, port, post, b"202") for _ in range(300)]
    borne = {whence: max(await asyncio.gather(*each)) for whence, each in slow.items()}
    print(f"borne at most {borne} s; p99 {percentile(calm, 0.99)} and {percentile(busy, 0.99)} s")
    assert max(borne.values()) <= 15
    assert percentile(busy, 0.99) <= max(2 * percentile(calm, 0.99), 0.05)
