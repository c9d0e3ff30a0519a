"""Lists: what is published in a thread, for anybody; a site's queues, for its server."""

from functools import partial
from urllib.parse import urlencode

from aiohttp import web

from moderation.comment import Status
from moderation.store.sites import SITE_NAME
from moderation.store.threads import BadCursor, Page
from service.api import views
from service.auth import authenticate, require_secret
from service.filters import Filter
from service.problems import Problem
from service.state import SITES, STORE

LIMIT = 100
DEFAULT = 50


async def published(request: web.Request) -> web.Response:
    """Published comments of a thread, oldest first. Public, as the page they stand on is."""
    site = await _site(request)
    key = request.match_info["key"]
    limit, cursor = _limit(request), request.query.get("cursor")
    store = request.app[STORE]
    state = await store.threads.state(site, key)
    headers = {"ETag": f'"{state.mark}"', "Cache-Control": "public, max-age=0, must-revalidate"}
    if _matches(request.headers.get("If-None-Match"), headers["ETag"]):
        return web.Response(status=304, headers=headers)
    try:
        page = await store.threads.published(site, key, limit, cursor)
    except BadCursor as exc:
        raise Problem("bad-cursor") from exc
    data = [views.public(r, pinned=r.comment.id in state.pinned) for r in page.records]
    more = {"closed": True} if state.closed else {}
    return _list_response(request, page, data, headers, **more)


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
            site, status, _limit(request), request.query.get("cursor"), wanted
        )
    except BadCursor as exc:
        raise Problem("bad-cursor") from exc
    return _list_response(request, page, [views.full(r) for r in page.records], {})


async def _site(request: web.Request) -> str:
    """The site in the path. A key is not needed; one that is sent must be this site's."""
    name = request.match_info["site"]
    known = SITE_NAME.fullmatch(name) and await request.app[SITES].get(name)
    if not known:
        raise Problem("not-found", "No such site.")
    if "Authorization" in request.headers:
        principal = await authenticate(request)
        if principal.site.name != name:
            raise Problem("not-found", "No such site.")
    return name


def _limit(request: web.Request) -> int:
    try:
        limit = int(request.query.get("limit", DEFAULT))
    except ValueError:
        limit = 0
    if not 1 <= limit <= LIMIT:
        raise Problem("bad-request", f"limit must be a number from 1 to {LIMIT}.")
    return limit


def _matches(if_none_match: str | None, etag: str) -> bool:
    if if_none_match is None:
        return False
    sent = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return etag in sent or sent == ["*"]


def _list_response(
    request: web.Request,
    page: Page,
    data: list[dict[str, object]],
    headers: dict[str, str],
    **more: object,
) -> web.Response:
    if page.next_cursor:
        query = {**request.query, "cursor": page.next_cursor}
        headers = {
            **headers,
            "Link": f'<{request.rel_url.raw_path}?{urlencode(query)}>; rel="next"',
        }
    answer = {"data": data, "next_cursor": page.next_cursor, **more}
    return views.json_response(answer, headers=headers)
