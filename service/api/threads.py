"""Lists: what is published in a thread, for anybody; a site's queues, for its server."""

import re
from functools import partial
from urllib.parse import quote, urlencode

import msgspec
from aiohttp import web

from moderation.comment import Status
from moderation.store.reading import View
from moderation.store.sites import SITE_NAME
from moderation.store.threads import BadCursor, Page
from service.api import views
from service.auth import authenticate, require_secret
from service.filters import Filter
from service.problems import Problem
from service.reading import read, respond
from service.shelf import Answer, Name
from service.state import SHELF, SITES, STORE

LIMIT = 100
DEFAULT = 50


async def published(request: web.Request) -> web.Response:
    """Published comments of a thread, oldest first. Public, as the page they stand on is."""
    site = await asked_site(request)
    cursor = request.query.get("cursor", "")
    name = Name(site, "list", request.match_info["key"], asked_limit(request), cursor)
    answer = request.app[SHELF].fresh(name) or await read(request, name, partial(_list, name))
    return respond(request, answer)


def _list(name: Name, view: View) -> Answer:
    state, page = view.state, view.page
    data = [views.public(r, pinned=r.comment.id in state.pinned) for r in page.records]
    more = {"closed": True} if state.closed else {}
    told = {"data": data, "next_cursor": page.next_cursor, **more}
    headers = {"Content-Type": "application/json"}
    if page.next_cursor:
        path = f"/v1/sites/{name.site}/threads/{quote(name.key, safe='')}/comments"
        query = urlencode({"limit": name.limit, "cursor": page.next_cursor})
        headers["Link"] = f'<{path}?{query}>; rel="next"'
    return Answer(msgspec.json.encode(told), headers, state)


async def queue(request: web.Request) -> web.Response:
    """A site's comments of one status, oldest first, filtered."""
    principal = await require_secret(request)
    site = principal.site.name
    if request.match_info["site"] != site:
        raise Problem("not-found", "No such site.")
    try:
        status = Status(request.query.get("status", Status.HELD))
    except ValueError as exc:
        raise Problem("bad-request", f"status must be one of {', '.join(Status)}.") from exc
    asked = Filter.read(request.query)
    store = request.app[STORE]
    wanted = partial(asked.wants, now_ms=await store.now_ms()) if asked.said() else None
    try:
        page = await store.threads.queue(
            site, status, asked_limit(request), request.query.get("cursor"), wanted
        )
    except BadCursor as exc:
        raise Problem("bad-cursor") from exc
    return _list_response(request, page, [views.full(r) for r in page.records])


async def asked_site(request: web.Request) -> str:
    """The site in the path. A key is not needed; one that is sent must be this site's. Raises
    `Problem`."""
    name = request.match_info["site"]
    known = SITE_NAME.fullmatch(name) and await request.app[SITES].get(name)
    if not known:
        raise Problem("not-found", "No such site.")
    if "Authorization" in request.headers:
        principal = await authenticate(request)
        if principal.site.name != name:
            raise Problem("not-found", "No such site.")
    return name


def asked_limit(request: web.Request) -> int:
    """How many a page is to have. Raises `Problem`."""
    asked = request.query.get("limit", str(DEFAULT))
    limit = int(asked) if re.fullmatch("[0-9]{1,3}", asked) else 0
    if not 1 <= limit <= LIMIT:
        raise Problem("bad-request", f"limit must be a number from 1 to {LIMIT}.")
    return limit


def _list_response(request: web.Request, page: Page, data: list[dict[str, object]]) -> web.Response:
    headers = {}
    if page.next_cursor:
        query = {**request.query, "cursor": page.next_cursor}
        headers["Link"] = f'<{request.rel_url.raw_path}?{urlencode(query)}>; rel="next"'
    return views.json_response({"data": data, "next_cursor": page.next_cursor}, headers=headers)
