"""A TCP proxy between a part and the store that does to their connection what networks do.

Whole chunks as they were read are the unit: a pipelined request of ours is usually one chunk, and
its replies another, but no test may depend on it.
"""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Coroutine
from enum import Enum, auto

CHUNK = 65536


class Mode(Enum):
    """What becomes of a connection from now on. `PASS` heals new ones and those still open."""

    PASS = auto()
    CUT_BEFORE = auto()  # a request closes the connection and never arrives
    CUT_AFTER = auto()  # a request arrives; its reply closes the connection instead
    RESET = auto()  # as CUT_AFTER, with RST
    SWALLOW = auto()  # half-open: nothing arrives either way, nothing is closed
    DELAY = auto()  # 200 ms later
    DRIP = auto()  # replies trickle, a few bytes at a time
    REFUSE = auto()  # new connections are closed at once, open ones too


class Proxy:
    """`only` limits the faults to requests it says yes to; `faults` counts those injected."""

    def __init__(self, target_port: int) -> None:
        self.only: Callable[[bytes], bool] = lambda data: True
        self.mode = Mode.PASS
        self.faults = 0
        self.port = 0
        self._target_port = target_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setblocking(False)
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    async def start(self) -> None:
        self.port = self._listener.getsockname()[1]
        self._keep(self._accept(), self._listener)

    async def stop(self) -> None:
        """Nothing of it is left afterwards, not even of a connection that is being made."""
        while self._tasks:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _keep(self, work: Coroutine[None, None, None], own: socket.socket) -> None:
        """A task may be cancelled before it ever ran, so its socket is closed from outside."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: own.close())

    async def _accept(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            client, _ = await loop.sock_accept(self._listener)
            self._keep(self._serve(client), client)

    async def _serve(self, client: socket.socket) -> None:
        async with contextlib.AsyncExitStack() as stack:
            near, answer = await asyncio.open_connection(sock=client)
            stack.push_async_callback(_close, answer)
            try:
                far, request = await asyncio.open_connection("127.0.0.1", self._target_port)
            except OSError:
                return
            stack.push_async_callback(_close, request)
            link = _Link(self)
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(link.requests(near, request))
                    group.create_task(link.replies(far, answer))
            except* (ConnectionError, _Cut):
                pass
            if link.reset:
                answer.transport.abort()


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(Exception):
        await writer.wait_closed()


class _Cut(Exception):
    """This connection ends here."""


class _Link:
    """One connection through the proxy."""

    def __init__(self, proxy: Proxy) -> None:
        self._proxy = proxy
        self._doomed = False
        self._dead = False
        self.reset = False

    async def requests(self, near: asyncio.StreamReader, store: asyncio.StreamWriter) -> None:
        while data := await near.read(CHUNK):
            mode = self._proxy.mode if self._proxy.only(data) else Mode.PASS
            if mode is not Mode.PASS:
                self._proxy.faults += 1
            if mode in (Mode.CUT_BEFORE, Mode.REFUSE):
                raise _Cut
            if mode in (Mode.CUT_AFTER, Mode.RESET):
                self._doomed, self.reset = True, mode is Mode.RESET
            if mode is Mode.SWALLOW:
                self._dead = True  # for ever: a half-open connection does not heal
            if mode is Mode.DELAY:
                await asyncio.sleep(0.2)
            if not self._dead:
                store.write(data)
                await store.drain()
        raise _Cut

    async def replies(self, store: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        while data := await store.read(CHUNK):
            if self._doomed:
                raise _Cut
            if self._dead:
                continue
            if self._proxy.mode is Mode.DRIP:
                for begin in range(0, len(data), 8):
                    near.write(data[begin : begin + 8])
                    await near.drain()
                    await asyncio.sleep(0.002)
            else:
                near.write(data)
                await near.drain()
        raise _Cut
