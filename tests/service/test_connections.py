"""Connections that are too many, too slow, or take nothing of what they asked for (S4)."""

import asyncio
import contextlib
import resource
import socket
import time
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from moderation.proxies import NO_PROXIES, Proxies, read_proxies
from service import body, connections, server
from service.body import read_body
from service.connections import Connections, room
from service.problems import Problem, json_response
from service.server import Runner
from tests.eventually import eventually

HEAD = b"POST /body HTTP/1.1\r\nHost: x\r\n"
WHOLE = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


class Transport(asyncio.BaseTransport):
    def __init__(self, peer: object) -> None:
        super().__init__({"peername": peer})


def test_one_address_has_so_many_and_others_have_theirs() -> None:
    held = Connections(NO_PROXIES, most=1_000)
    ones = [Transport((f"2a00:1:2:3::{n:x}", 1, 0, 0)) for n in range(101)]
    assert [held.came(each) for each in ones] == [True] * 100 + [False]
    assert held.came(Transport(("2a00:1:2:4::1", 1, 0, 0)))
    held.went(ones[100])  # was never in
    assert not held.came(Transport(("2a00:1:2:3::ffff", 1, 0, 0)))
    held.went(ones[0])
    assert held.came(Transport(("2a00:1:2:3::ffff", 1, 0, 0)))
    assert len(held) == 101


def test_a_named_proxy_brings_as_many_as_there_may_be() -> None:
    held = Connections(read_proxies("8.8.4.4"), most=300)
    assert all(held.came(Transport(("8.8.4.4", n))) for n in range(300))
    assert not held.came(Transport(("8.8.8.8", 1)))


def test_nobody_is_remembered_who_has_gone() -> None:
    held = Connections(NO_PROXIES, most=10)
    for n in range(1_000):
        one = Transport((f"8.8.{n % 250}.{n // 250}", 1))
        assert held.came(one)
        held.went(one)
    assert len(held) == 0
    assert held._of == {}


@pytest.mark.parametrize("peer", [None, "", ("unix",)])
def test_a_local_socket_has_no_address(peer: object) -> None:
    held = Connections(NO_PROXIES, most=10)
    assert held.came(Transport(peer))


def test_that_some_are_dropped_is_told_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    held = Connections(NO_PROXIES, most=0)
    for _ in range(50):
        assert not held.came(Transport(("8.8.8.8", 1)))
    (record,) = caplog.records
    assert "8.8" not in record.getMessage()


def test_there_is_room_for_the_store_beside_them() -> None:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert room() <= max(soft, resource.getrlimit(resource.RLIMIT_NOFILE)[0]) - 200


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same limits, in a tenth of the time."""
    monkeypatch.setattr(server, "KEEPALIVE_SECONDS", 1.2)
    monkeypatch.setattr(server, "LEFTOVER_SECONDS", 0.2)
    monkeypatch.setattr(body, "SECONDS", 1.0)
    monkeypatch.setattr(connections, "UNTAKEN_SECONDS", 1)


@contextlib.asynccontextmanager
async def serving(proxies: Proxies = NO_PROXIES) -> AsyncIterator[tuple[str, int, Connections]]:
    """A server with a body to send, and one that is large."""

    async def root(_: web.Request) -> web.Response:
        return web.Response(text="here")

    async def post(request: web.Request) -> web.Response:
        try:
            return web.Response(text=str(len(await read_body(request, 1_000))))
        except Problem as exc:
            return json_response(exc, base_url="", request_id="none")

    async def large(_: web.Request) -> web.Response:
        return web.Response(body=b"x" * 30_000_000)

    app = web.Application()
    app.add_routes([web.get("/", root), web.post("/body", post), web.get("/large", large)])
    held = Connections(proxies)
    runner = Runner(app, held)
    await runner.setup()
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as door:
        await web.SockSite(runner, door, backlog=server.BACKLOG).start()
        try:
            yield "127.0.0.1", door.getsockname()[1], held
        finally:
            await runner.cleanup()


async def end(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()


async def slowly(writer: asyncio.StreamWriter, head: bytes, pause: float) -> None:
    """A byte now and then, if there is a pause, until the other side has had enough."""
    writer.write(head)
    while pause and not writer.is_closing():
        await asyncio.sleep(pause)
        writer.write(b"a")


async def until_closed(
    host: str, port: int, head: bytes, whence: str = "127.0.0.1", pause: float = 0.2
) -> float:
    """How long a connection that says this so slowly is borne, in seconds."""
    reader, writer = await asyncio.open_connection(host, port, local_addr=(whence, 0))
    began = time.monotonic()
    dribble = asyncio.create_task(slowly(writer, head, pause))
    try:
        while await reader.read(1024):
            pass
    except ConnectionError:
        pass
    finally:
        dribble.cancel()
        await end(writer)
    return time.monotonic() - began


async def honest(host: str, port: int, asked: bytes = WHOLE, answered: bytes = b"200") -> float:
    """How long it takes to be answered so, in seconds."""
    began = time.monotonic()
    reader, writer = await asyncio.open_connection(host, port, local_addr=("127.0.0.9", 0))
    writer.write(asked)
    assert b"HTTP/1.1 " + answered in await reader.readline()
    await end(writer)
    return time.monotonic() - began


SLOW = {
    "nothing": b"",
    "a head": b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    "a second head": WHOLE + b"GET / HTTP/1.1\r\nX-Slow: ",
    "a body": HEAD + b"Content-Length: 900\r\n\r\n",
    "a chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\n384\r\n",
    "a body nobody wants": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n",
}


@pytest.mark.usefixtures("quick")
async def test_whoever_is_slow_is_closed_and_others_are_served_meanwhile() -> None:
    async with serving() as (host, port, held), asyncio.timeout(20):
        slow = [
            asyncio.create_task(until_closed(host, port, head))
            for head in SLOW.values()
            for _ in range(25)
        ]
        await eventually(lambda: len(held) >= 100)
        times = [await honest(host, port) for _ in range(20)]
        borne = await asyncio.gather(*slow)
        assert max(borne) < 4
        assert max(times) < 1
        await eventually(lambda: len(held) == 0)


@pytest.mark.usefixtures("quick")
async def test_a_slow_body_is_told_so() -> None:
    async with serving() as (host, port, _), asyncio.timeout(10):
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(HEAD + b"Content-Length: 900\r\n\r\nabc")
        assert b"408" in await reader.readline()
        await reader.read()  # and closed
        await end(writer)


async def test_what_is_too_many_is_dropped_and_the_others_are_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connections, "MOST_OF_SHARED", 5)
    async with serving() as (host, port, held), asyncio.timeout(10):
        first = [await asyncio.open_connection(host, port) for _ in range(5)]
        await eventually(lambda: len(held) == 5)
        reader, writer = await asyncio.open_connection(host, port)
        assert await reader.read() == b""
        await end(writer)
        await honest(host, port)  # from another address
        first[0][1].write(WHOLE)
        assert b"200 OK" in await first[0][0].readline()
        for _, each in first:
            await end(each)
        await eventually(lambda: len(held) == 0)
        _, again = await asyncio.open_connection(host, port)
        await eventually(lambda: len(held) == 1)
        await end(again)


@pytest.mark.usefixtures("quick")
async def test_whoever_takes_nothing_of_the_answer_is_given_up() -> None:
    async with serving() as (host, port, held), asyncio.timeout(20):
        loop = asyncio.get_running_loop()
        with socket.socket() as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.setblocking(False)
            await loop.sock_connect(client, (host, port))
            await loop.sock_sendall(client, b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
            await eventually(lambda: len(held) == 1)
            await eventually(lambda: len(held) == 0, seconds=15)
