"""`GET /v1/events`: what becomes of a site's comments, as server-sent events for its own servers.

Events are the store's (`moderation.store.events`), each with its id, so that whoever comes back
with the last one goes on from there, with any service. A slow reader is sent less often, and
nothing queues up for them here.
"""

import asyncio
from collections.abc import AsyncIterator

import msgspec
from aiohttp import web

from moderation.store.audit import ENTRY_ID
from moderation.store.connection import StoreErrors
from moderation.store.events import START, Event, order
from service import sse
from service.api import views
from service.auth import Principal, require_secret
from service.following import TooMany
from service.middleware import permit
from service.problems import Problem
from service.state import FOLLOWING, SITES, STORE

LOOK_SECONDS = 0.5
BATCH = 500
# So that those who follow spread over services again, and a client's way to come back is in use.
LIFE_SECONDS = 3600.0
RETRY_MS = 2000
AFTER = "Last-Event-ID"


async def stream(request: web.Request) -> web.StreamResponse:
    """Until the client leaves, its key ends, the time is up, or the service stops."""
    principal = await require_secret(request)
    after = _after(request)
    try:
        with request.app[FOLLOWING].follow(principal.site.name):
            return await _tell(request, principal, after)
    except TooMany as exc:
        raise Problem("rate-limited", "Too many are following this site already.") from exc


async def _tell(
    request: web.Request, principal: Principal, after: str | None
) -> web.StreamResponse:
    site = principal.site.name
    reach = await request.app[STORE].events.reach(site)
    begin = reach.newest if after is None else after
    missed = "" if reach.covers(begin) else f'event: missed\ndata: {{"site":"{site}"}}\n'
    begin = min(begin, reach.newest, key=order)
    head = f"retry: {RETRY_MS}\n{missed}id: {begin}\n\n"
    headers = {"Vary": "Origin"}
    if "Origin" in request.headers:
        await permit(request, headers)
    response = await sse.begin(request, headers)
    if await sse.send(request, response, head.encode()):
        async for data in _news(request, principal, begin):
            if not await sse.send(request, response, data):
                break
    return response


async def _news(request: web.Request, principal: Principal, last: str) -> AsyncIterator[bytes]:
    """What is to be sent next, a beat if it is nothing for long."""
    site = principal.site.name
    now = asyncio.get_running_loop().time
    end = now() + LIFE_SECONDS
    spoke = now()
    while now() < end and request.transport is not None:
        try:
            events = await request.app[STORE].events.after(site, last, BATCH)
        except StoreErrors:  # it comes back, and has them still
            events = []
        if events:
            last, spoke = events[-1].id, now()
            yield b"".join(_said(site, each) for each in events)
        elif now() - spoke >= sse.BEAT_SECONDS:
            spoke = now()
            yield sse.BEAT
        full = len(events) == BATCH
        if not await request.app[FOLLOWING].go_on(0 if full else LOOK_SECONDS):
            return
        if not await _still(request, principal):
            return


async def _still(request: web.Request, principal: Principal) -> bool:
    """Is the key one of the site's yet? While the store is away nothing is told anyway."""
    try:
        site = await request.app[SITES].get(principal.site.name)
    except StoreErrors:
        return True
    return site is not None and site.kind_of(principal.credential) is principal.kind


def _said(site: str, event: Event) -> bytes:
    told = {
        "id": event.id,
        "type": f"comment.{event.did}",
        "at": views.rfc3339(event.at),
        "site": site,
        "comment": event.comment,
        "thread": {"key": event.thread},
        "version": event.version,
        "from": event.from_,
        "to": event.to,
        "by": event.by,
    }
    data = msgspec.json.encode(told).decode()
    return f"id: {event.id}\nevent: {told['type']}\ndata: {data}\n\n".encode()


def _after(request: web.Request) -> str | None:
    """The event after which to go on; None from now on. Raises `Problem`."""
    said = request.headers.get(AFTER)
    if said is None:
        return None
    if not ENTRY_ID.fullmatch(said):
        raise Problem("bad-request", f"{AFTER} must be the id of an event, or {START}.")
    return said
