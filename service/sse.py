"""Server-sent events over HTTP: how a stream begins, and how something is sent in one.

What is told, to whom and for how long is the routes' business (`review/events`, `api/events`).
"""

import asyncio
from collections.abc import Mapping

from aiohttp import web

from service.state import REQUEST_ID

BEAT = b":\n\n"
BEAT_SECONDS = 15.0  # proxies close what is silent for long, most after 60 s
# Who takes nothing for so long has gone, or would hold a stop of the service up.
PATIENCE_SECONDS = 5.0

HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # nginx would gather events before it passes them on
    "X-Content-Type-Options": "nosniff",
}


async def begin(request: web.Request, headers: Mapping[str, str]) -> web.StreamResponse:
    """A stream with nothing in it. Its connection is of no use for anything else.

    Its headers have gone before the middleware sees it: all are set here.
    """
    own = {**HEADERS, **headers, "X-Request-ID": request[REQUEST_ID]}
    response = web.StreamResponse(headers=own)
    response.force_close()
    await response.prepare(request)
    return response


async def send(request: web.Request, response: web.StreamResponse, data: bytes) -> bool:
    """Whether it was taken. If not, the connection is closed and the stream over."""
    if request.transport is None:
        return False
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await response.write(data)
    except (TimeoutError, ConnectionError):
        if request.transport is not None:
            request.transport.abort()
        return False
    return True
