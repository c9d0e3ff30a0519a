"""Running the service: sockets, the protocol's own errors, and a clean stop."""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiohttp import web
from aiohttp.web_protocol import RequestHandler
from aiohttp.web_request import BaseRequest

from moderation.process import collect_seldom
from moderation.settings import Settings
from service.admin import create_admin
from service.app import create_app
from service.connections import Connections
from service.middleware import request_id
from service.problems import Problem, from_http, from_status, json_response
from service.state import FOLLOWING, LIVE, SETTINGS, WAITING

log = logging.getLogger(__name__)

# Docker waits 20 s for this service (docker-compose.yml); it takes 10 at most. Connections are let
# go with their next answer; those that ask nothing for so long are closed, and what is being
# answered then gets the rest. Who waits for a decision is told before that what is known.
LINGER_SECONDS = 2.0
SHUTDOWN_SECONDS = 7.0
LAST_WAIT_SECONDS = 5.0
LOOK_SECONDS = 0.02
# Who was accepted just now belongs to the server two rounds of the loop later. asyncio forgets who
# was accepted when the server is closed before that, and their requests are reset.
ACCEPT_ROUNDS = 4
EMPTY_LOOKS = 3  # on a busy machine one look may come before a connection is known
# Counted from when a connection came or was last answered, whatever dribbles in meanwhile: for so
# long the head of a request may take, or its absence. aiohttp looks at nothing else.
KEEPALIVE_SECONDS = 12.0
# What is left of a body that was not wanted is read for so long, so that the answer is not lost.
LEFTOVER_SECONDS = 2.0
BACKLOG = 1024
# A request line: room to ask for the counts of 100 articles whose slugs are percent-encoded.
LINE_BYTES = 64 * 1024


class ProblemHandler(RequestHandler):
    """Tells a client of bytes that are no HTTP in our shape, without a traceback in the log; and
    is dropped at once if it is one too many."""

    __slots__ = ("_base_url", "_connections", "_own")

    def __init__(
        self, connections: Connections | None, base_url: str, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._base_url = base_url
        self._connections = connections
        self._own: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._own = transport
        super().connection_made(transport)
        if self._connections is not None and not self._connections.came(transport):
            self.force_close()

    def connection_lost(self, exc: BaseException | None) -> None:
        if self._connections is not None and self._own is not None:
            self._connections.went(self._own)
        super().connection_lost(exc)

    def handle_error(
        self,
        request: BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        if request.writer.output_size > 0:
            raise ConnectionError("the answer has begun, an error cannot be told any more")
        if status >= 500:
            log.error("unhandled error in the protocol", exc_info=exc)
        response = _told(from_status(status), request, self._base_url)
        response.force_close()
        return response


class ProblemServer(web.Server):
    """A server whose connections are `ProblemHandler`s."""

    connections_allowed: Connections | None = None
    base_url = ""

    def __call__(self) -> RequestHandler:
        allowed, base_url = self.connections_allowed, self.base_url
        return ProblemHandler(allowed, base_url, self, loop=self._loop, **self._kwargs)


class Runner(web.AppRunner):
    """An application's runner on a `ProblemServer`. Request bodies are never decompressed."""

    __slots__ = ("_base_url", "_connections", "_leaving")

    def __init__(self, app: web.Application, connections: Connections | None = None) -> None:
        self._leaving = False
        self._connections = connections
        self._base_url = app[SETTINGS].public_url if SETTINGS in app else ""
        super().__init__(
            app,
            auto_decompress=False,
            keepalive_timeout=KEEPALIVE_SECONDS,
            lingering_time=LEFTOVER_SECONDS,
            shutdown_timeout=SHUTDOWN_SECONDS,
            max_line_size=LINE_BYTES,
            access_log=None,
        )

    async def _make_server(self) -> web.Server:
        server = await super()._make_server()
        handler: Callable[[Any], Awaitable[web.StreamResponse]] = server.request_handler

        async def expecting(request: Any) -> web.StreamResponse:
            try:
                response = await handler(request)
            except web.HTTPExpectationFailed as exc:  # raised before any middleware
                return _told(from_http(exc), request, self._base_url)
            if self._leaving:
                response.force_close()
            return response

        problems = ProblemServer(
            expecting,
            request_factory=server.request_factory,
            loop=asyncio.get_running_loop(),
            **server._kwargs,
        )
        problems.connections_allowed = self._connections
        problems.base_url = self._base_url
        return problems

    async def leave(self, doors: Sequence[socket.socket]) -> None:
        """Accept nobody any more at these `doors`, and let go of who is connected with the next
        answer.

        To close a connection at once could cross a request that is on its way: a client cannot
        know whether that one was carried out.
        """
        self._leaving = True
        loop = asyncio.get_running_loop()
        for door in doors:
            loop.remove_reader(door)
        for _ in range(ACCEPT_ROUNDS):
            await asyncio.sleep(0)
        for site in self.sites:
            await site.stop()
        deadline = loop.time() + LINGER_SECONDS
        empty = 0
        while empty < EMPTY_LOOKS and loop.time() <= deadline:
            await asyncio.sleep(LOOK_SECONDS)
            empty = 0 if self.server is not None and self.server.connections else empty + 1


def _told(problem: Problem, request: BaseRequest, base_url: str) -> web.Response:
    """What `middleware.answer` would make of it, had it seen the request."""
    name = request_id(request)
    response = json_response(problem, base_url=base_url, request_id=name)
    response.headers.update({"X-Request-ID": name, "X-Content-Type-Options": "nosniff"})
    return response


async def serve(
    settings: Settings,
    stop: asyncio.Event,
    public: Sequence[socket.socket],
    admin: Sequence[socket.socket],
    serving: asyncio.Event,
) -> None:
    """Serve on these sockets until `stop` is set; then finish what is being written and close.

    Sets `serving` when whoever connects is answered.
    """
    app = create_app(settings)
    runner = Runner(app, Connections(settings.trusted_proxies))
    admin_runner = Runner(create_admin(app))
    await runner.setup()
    try:
        await admin_runner.setup()
        for each in admin:
            await web.SockSite(admin_runner, each).start()
        for each in public:
            await web.SockSite(runner, each, backlog=BACKLOG).start()
        collect_seldom()
        log.info("serving %s on %s:%d", settings.public_url, settings.host, settings.port)
        serving.set()
        await stop.wait()
        log.info("stopping")
        app[LIVE].end()
        app[FOLLOWING].end()
        app[WAITING].end_by(asyncio.get_running_loop().time() + LAST_WAIT_SECONDS)
        await asyncio.gather(runner.leave(public), admin_runner.leave(admin))
    finally:
        await runner.cleanup()
        await admin_runner.cleanup()
