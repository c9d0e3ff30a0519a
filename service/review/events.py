"""`GET /review/events`: what changes on a site by itself, as server-sent events.

Each event is what `POST /review/looking` would answer now, without what has not changed since the
event before. `service.live` says why nothing is kept for those who were away.
"""

import asyncio
import time
from typing import Any

import msgspec
from aiohttp import web

from moderation.store.sessions import Caller
from service.live import Full, Listener
from service.problems import Problem
from service.review import roles
from service.review.guard import CALLER, NO_SITE, USER, reads, refuse_foreign
from service.review.news import health, news
from service.state import LIVE, READINESS, REQUEST_ID, STORE

BEAT_SECONDS = 15.0  # proxies close what is silent for long, most after 60 s
# Who takes nothing for so long has gone, or would hold a stop of the service up.
PATIENCE_SECONDS = 5.0

HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # nginx would gather events before it passes them on
    "X-Content-Type-Options": "nosniff",
}


async def stream(request: web.Request) -> web.StreamResponse:
    """Until the browser leaves, the session ends, or the service stops."""
    refuse_foreign(request)
    site = request.query.get("site", "")
    if not reads(request, site) or site not in await request.app[STORE].sites.names():
        raise Problem("not-found", NO_SITE)

    def may_listen(caller: Caller) -> bool:
        held = roles.duty(caller.roles, once=caller.once, second_step=caller.second_step)
        return held is None and roles.may_read(caller.roles, site)

    try:
        with request.app[LIVE].listen(site, request[CALLER], may_listen) as listener:
            return await _tell(request, listener)
    except Full as exc:
        raise Problem("rate-limited", "Too many pages are being kept up to date.") from exc


async def _tell(request: web.Request, listener: Listener) -> web.StreamResponse:
    headers = {**HEADERS, "X-Request-ID": request[REQUEST_ID]}
    response = web.StreamResponse(headers=headers)
    response.force_close()
    await response.prepare(request)
    told: dict[str, Any] = {}
    last = 0.0
    while True:
        await listener.wait()
        if listener.over or request.transport is None:
            return response
        event = _event(request, listener, told)
        if not event and time.monotonic() - last >= BEAT_SECONDS:
            event = b":\n\n"
        if not event:
            continue
        last = time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await response.write(event)
        except (TimeoutError, ConnectionError):
            if request.transport is not None:
                request.transport.abort()
            return response


def _event(request: web.Request, listener: Listener, told: dict[str, Any]) -> bytes:
    """What is not as it was `told`; from now on it is."""
    writable = request.app[READINESS].writable
    standing = listener.standing
    if standing is None:  # the store is away
        now = {"health": health(None, 0, writable=writable)}
    else:
        now = news(standing, request[USER], writable=writable)
    changed = {kind: what for kind, what in now.items() if kind not in told or told[kind] != what}
    told.update(changed)
    if not changed:
        return b""
    moment = {"at": standing.at} if standing else {}
    return b"data: " + msgspec.json.encode(moment | changed) + b"\n\n"
