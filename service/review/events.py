"""`GET /review/events`: what changes on a site by itself, as server-sent events.

Each event is what `POST /review/looking` would answer now, without what has not changed since the
event before. `service.live` says why nothing is kept for those who were away.
"""

import time
from typing import Any

import msgspec
from aiohttp import web

from moderation.store.sessions import Caller
from service import sse
from service.live import Full, Listener
from service.problems import Problem
from service.review import roles
from service.review.guard import CALLER, NO_SITE, USER, reads, refuse_foreign
from service.review.news import health, news
from service.state import LIVE, READINESS, STORE


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
    response = await sse.begin(request, {})
    told: dict[str, Any] = {}
    last = 0.0
    while True:
        await listener.wait()
        if listener.over or request.transport is None:
            return response
        event = _event(request, listener, told)
        if not event and time.monotonic() - last >= sse.BEAT_SECONDS:
            event = sse.BEAT
        if not event:
            continue
        last = time.monotonic()
        if not await sse.send(request, response, event):
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
