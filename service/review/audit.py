"""`GET /review/audit`: what people decided on a site, and the same as files. Changes nothing.

Whoever may read the site may read its log: a comment's history names the same people. With their
names in it, only an admin of the site may carry it away.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from urllib.parse import urlencode

from aiohttp import web

from moderation.comment import Status
from moderation.store.audit import Entry, Search
from moderation.store.sites import Site
from moderation.store.threads import BadCursor
from service.language import marked
from service.pages import HEADERS, render
from service.problems import Problem
from service.review import exports, roles
from service.review.guard import CALLER, NO_SITE, USER, reads
from service.state import STORE

PAGE = 50
DAY_MS = 86_400_000
# To what a person can move a comment.
MOVES_TO = (Status.PUBLISHED, Status.REJECTED, Status.HELD, Status.REMOVED)
EDITED = "edited"
FIELDS = ("by", "to", "reason", "comment", "since", "until", "reversals")


async def show(request: web.Request) -> web.StreamResponse:
    store, query = request.app[STORE], request.query
    site = await _site(request)
    try:
        page = await store.audit.page(
            site.name, PAGE, query.get("cursor") or None, read_search(query)
        )
    except BadCursor as exc:
        raise Problem("bad-cursor") from exc
    asked = {name: query.get(name, "") for name in FIELDS}
    said = {name: value for name, value in asked.items() if value}
    context = {
        "user": request[USER],
        "site": site.name,
        "sites": [name for name in await store.sites.names() if reads(request, name)],
        "entries": page.entries,
        "asked": asked,
        "said": said,
        "path": lambda what="", **more: _path(what, {"site": site.name, **said, **more}),
        "cursor": query.get("cursor"),
        "next": page.next_cursor,
        "moves_to": MOVES_TO,
        "names": roles.administers(request[CALLER].roles, site.name),
    }
    return render(request, "review/audit.html", context)


async def as_csv(request: web.Request) -> web.Response:
    return await _file(request, "csv", "text/csv", exports.csv_rows, exports.csv_head())


async def as_json_lines(request: web.Request) -> web.Response:
    return await _file(request, "jsonl", "application/x-ndjson", exports.json_lines)


def read_search(query: Mapping[str, str]) -> Search:
    """What the form asks for; an empty field asks for nothing. Raises `Problem`."""
    to = query.get("to")
    if to and to not in (*MOVES_TO, EDITED):
        raise Problem("bad-request", marked("There is no such decision."))
    return Search(
        by=query.get("by") or None,
        to=Status(to) if to and to != EDITED else None,
        edits=to == EDITED,
        reason=query.get("reason") or None,
        comment=query.get("comment") or None,
        reversals=bool(query.get("reversals")),
        since=_day(query.get("since")),
        until=_day(query.get("until"), DAY_MS - 1),
    )


async def _site(request: web.Request) -> Site:
    """The one that is asked for, if the caller may see it. Raises `Problem`."""
    name = request.query.get("site", "")
    site = await request.app[STORE].sites.get(name) if reads(request, name) else None
    if site is None:
        raise Problem("not-found", NO_SITE)
    return site


async def _file(
    request: web.Request,
    kind: str,
    content_type: str,
    lines: Callable[[Iterable[Entry], exports.Naming], bytes],
    head: bytes = b"",
) -> web.Response:
    """All that is asked for, made while it is sent."""
    site, search = await _site(request), read_search(request.query)
    naming = exports.pseudonyms(site)
    if request.query.get("names"):
        if not roles.administers(request[CALLER].roles, site.name):
            raise Problem("forbidden", marked("Names are for admins of this site."))
        naming = exports.as_it_is
    store = request.app[STORE]

    async def body() -> AsyncIterator[bytes]:
        yield head
        async for entries in store.audit.all(site.name, search):
            yield lines(entries, naming)

    name = f'attachment; filename="greenroom-{site.name}-audit.{kind}"'
    return web.Response(
        body=body(),
        content_type=content_type,
        charset="utf-8",
        headers={**HEADERS, "Content-Disposition": name},
    )


def _path(what: str, query: Mapping[str, str]) -> str:
    return f"/review/audit{what}?{urlencode(query)}"


def _day(text: str | None, later: int = 0) -> int | None:
    """The moment, so much later than a day's beginning, in ms; by UTC, as the log tells times."""
    if not text:
        return None
    try:
        begins = datetime.combine(date.fromisoformat(text), time(), UTC)
    except ValueError as exc:
        raise Problem("bad-request", marked("A day is written as 2026-11-27.")) from exc
    return max(0, int(begins.timestamp() * 1000) + later)
