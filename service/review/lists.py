"""`GET /review/`: what is held and why; what was rejected and published. Changes nothing."""

from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from moderation.comment import Status, Thread
from moderation.identity import is_id
from moderation.store import Store
from moderation.store.records import Record
from moderation.store.threads import BadCursor
from service.pages import render
from service.problems import Problem
from service.review.cards import Card, card, is_urgent
from service.review.guard import USER
from service.state import POLICY, STORE

PAGE = 20
LISTS = (Status.HELD, Status.REJECTED, Status.PUBLISHED)
REASONS = ("spam", "profanity", "toxicity", "hate", "sexual", "violence", "personal_data")


async def show(request: web.Request) -> web.StreamResponse:
    store = request.app[STORE]
    names = await store.sites.names()
    held = {name: (await store.threads.sizes(name))[Status.HELD] for name in names}
    frame = {"user": request[USER], "held": held, "lists": LISTS}
    if not names:
        return render(request, "review/no_site.html", {**frame, "site": None})
    site = _site(request, held)
    status = _status(request)
    cursor = request.query.get("cursor")
    records, following = await _records(request, store, site, status, cursor)
    context = {
        **frame,
        "site": site,
        "status": status,
        "sizes": await store.threads.sizes(site),
        "cards": await _cards(request, store, site, records),
        "policy": request.app[POLICY].current(),
        "reasons": REASONS,
        "cursor": cursor or "",
        "next": list_path(site, status, following) if following else None,
        "first": list_path(site, status) if cursor else None,
        "done": await _done(request, store, site),
    }
    return render(request, "review/list.html", context)


def list_path(
    site: str, status: Status = Status.HELD, cursor: str | None = None, **more: str
) -> str:
    query = {"site": site, "status": str(status)}
    if cursor:
        query["cursor"] = cursor
    return f"/review/?{urlencode({**query, **more})}"


def _site(request: web.Request, held: dict[str, int]) -> str:
    """The site asked for, or the first in which somebody waits."""
    asked = request.query.get("site")
    if asked is None:
        return next((name for name in held if held[name]), next(iter(held)))
    if asked not in held:
        raise Problem("not-found", "No such site.")
    return asked


def _status(request: web.Request) -> Status:
    asked = request.query.get("status", Status.HELD)
    if asked not in LISTS:
        raise Problem("not-found", f"The lists are {', '.join(LISTS)}.")
    return Status(asked)


async def _records(
    request: web.Request, store: Store, site: str, status: Status, cursor: str | None
) -> tuple[list[Record], str | None]:
    """A page, oldest first; on the first page of what is held, the urgent before all others."""
    policy = request.app[POLICY].current()
    try:
        page = await store.threads.queue(site, status, PAGE, cursor)
    except BadCursor as exc:
        raise Problem("bad-cursor") from exc
    if status is not Status.HELD or cursor is not None:
        return list(page.records), page.next_cursor
    urgent = await store.threads.queue(
        site, status, PAGE, None, wanted=lambda record: is_urgent(record, policy)
    )
    first = {record.comment.id for record in urgent.records}
    rest = [record for record in page.records if record.comment.id not in first]
    return [*urgent.records, *rest], page.next_cursor


async def _cards(
    request: web.Request, store: Store, site: str, records: list[Record]
) -> list[Card]:
    now_ms = await store.now_ms()
    threads: dict[str, Thread] = {}
    for key in {record.comment.thread.key for record in records}:
        threads[key] = (await store.threads.state(site, key)).thread
    ids = list({r.comment.parent_id for r in records if r.comment.parent_id})
    parents = {r.comment.id: r for r in await store.comments.read(site, ids) if r is not None}
    policy = request.app[POLICY].current()
    return [
        card(
            record,
            threads[record.comment.thread.key],
            parents.get(record.comment.parent_id or ""),
            policy,
            now_ms,
        )
        for record in records
    ]


async def _done(request: web.Request, store: Store, site: str) -> dict[str, Any] | None:
    """What has just been decided: read from the comment, not from the address."""
    comment_id = request.query.get("done", "")
    if not is_id(comment_id):
        return None
    (record,) = await store.comments.read(site, [comment_id])
    if record is None:
        return None
    last = record.history[-1]
    return {"record": record, "last": last, "mine": last.by == f"moderator:{request[USER]}"}
