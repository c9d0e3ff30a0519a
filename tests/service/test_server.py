"""Stopping: whoever was accepted is answered, however busy the machine is."""

import asyncio
import socket
import time

from aiohttp import ClientSession, web

from moderation.settings import Settings
from moderation.store import Store
from moderation.user import User
from service.server import LINGER_SECONDS, SHUTDOWN_SECONDS, Runner, serve

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


async def test_streams_end_at_once_when_it_stops(redis_url: str, store: Store) -> None:
    await store.sites.add("blog")
    await store.accounts.add("ana", "hash")
    token = await store.accounts.sessions.start(User("ana", "hash"))
    stop, serving = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    here = ("127.0.0.1", 0)
    with socket.create_server(here) as public, socket.create_server(here) as admin:
        settings = Settings(redis_url=redis_url)
        running = asyncio.create_task(serve(settings, stop, [public], [admin], serving))
        await serving.wait()
        path = f"http://127.0.0.1:{public.getsockname()[1]}/review/events?site=blog"
        headers = {"Cookie": f"greenroom={token}", "Accept": "text/event-stream"}
        async with ClientSession(headers=headers) as browser, asyncio.timeout(20):
            streams = [await browser.get(path) for _ in range(3)]
            for each in streams:
                assert (await each.content.readline()).startswith(b"data: ")
            began = loop.time()
            stop.set()
            for each in streams[1:]:
                await each.content.read()
            assert loop.time() - began < 1
            await running
            assert loop.time() - began < LINGER_SECONDS + SHUTDOWN_SECONDS
