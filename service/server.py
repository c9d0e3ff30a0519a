"""Running the service: sockets, the protocol's own errors, and a clean stop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from aiohttp.web_protocol import RequestHandler
from aiohttp.web_request import BaseRequest

from moderation.process import collect_seldom
from moderation.settings import Settings
from service.admin import create_admin
from service.app import create_app
from service.problems import from_http, from_status, json_response

log = logging.getLogger(__name__)

# Docker waits 20 s for this service (docker-compose.yml); what is being written gets 10.
SHUTDOWN_SECONDS = 10.0
KEEPALIVE_SECONDS = 15.0
BACKLOG = 1024


class ProblemHandler(RequestHandler):
    """Tells a client of bytes that are no HTTP in our shape, without a traceback in the log."""

    __slots__ = ()

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
        response = json_response(from_status(status), base_url="", request_id="none")
        response.force_close()
        return response


class ProblemServer(web.Server):
    """A server whose connections are `ProblemHandler`s."""

    def __call__(self) -> RequestHandler:
        return ProblemHandler(self, loop=self._loop, **self._kwargs)


class Runner(web.AppRunner):
    """An application's runner on a `ProblemServer`. Request bodies are never decompressed."""

    def __init__(self, app: web.Application) -> None:
        super().__init__(
            app,
            auto_decompress=False,
            keepalive_timeout=KEEPALIVE_SECONDS,
            shutdown_timeout=SHUTDOWN_SECONDS,
            access_log=None,
        )

    async def _make_server(self) -> web.Server:
        server = await super()._make_server()
        handler: Callable[[Any], Awaitable[web.StreamResponse]] = server.request_handler

        async def expecting(request: Any) -> web.StreamResponse:
            try:
                return await handler(request)
            except web.HTTPExpectationFailed as exc:  # raised before any middleware
                return json_response(from_http(exc), base_url="", request_id="none")

        return ProblemServer(
            expecting,
            request_factory=server.request_factory,
            loop=asyncio.get_running_loop(),
            **server._kwargs,
        )


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Serve until `stop` is set; then finish what is being written and close."""
    app = create_app(settings)
    runner, admin = Runner(app), Runner(create_admin(app))
    await runner.setup()
    try:
        await admin.setup()
        await web.TCPSite(admin, settings.admin_host, settings.admin_port).start()
        await web.TCPSite(runner, settings.host, settings.port, backlog=BACKLOG).start()
        collect_seldom()
        log.info("serving %s on %s:%d", settings.public_url, settings.host, settings.port)
        await stop.wait()
        log.info("stopping")
    finally:
        await runner.cleanup()
        await admin.cleanup()
