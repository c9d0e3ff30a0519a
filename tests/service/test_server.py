"""Stopping: whoever was accepted is answered, however busy the machine is."""

import asyncio
import socket
import time

from aiohttp import web

from service.server import Runner

REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def answer(_: web.Request) -> web.Response:
    return web.Response(text="here")


async def test_who_was_accepted_as_it_stops_is_answered() -> None:
    """The loop stands still after each of its rounds, so that every timer is overdue."""
    app = web.Application()
    app.router.add_get("/", answer)
    runner = Runner(app)
    await runner.setup()
    with socket.create_server(("127.0.0.1", 0)) as listening, socket.socket() as client:
        await web.SockSite(runner, listening).start()
        client.connect(listening.getsockname())
        client.sendall(REQUEST)
        client.setblocking(False)
        for _ in range(2):  # then the connection is accepted, and not yet known
            await asyncio.sleep(0)
        slow = asyncio.create_task(_stand_still())
        try:
            await runner.leave([listening])
        finally:
            slow.cancel()
        await runner.cleanup()
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(5):
            assert b"here" in await loop.sock_recv(client, 1024)


async def _stand_still() -> None:
    for _ in range(20):
        time.sleep(0.03)  # noqa: ASYNC251 - what is tried here
        await asyncio.sleep(0)
