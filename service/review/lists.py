"""`GET /review/`: a list of comments, one of them open. Changes nothing.

The same address answers a script with the part it asks for: the open card, or the rows.
"""

from typing import Any

from aiohttp import web

from moderation.comment import Status
from moderation.identity import is_id
from moderation.store import Store
from moderation.store.records import Record
from moderation.store.threads import BadCursor
from service import wording
from service.api import views
from service.pages import render
from service.problems import Problem
from service.review.asked import wants_fragment
from service.review.cards import Card, card, is_urgent, row
from service.review.guard import USER, reads
from service.review.scripts import POLICY as SCRIPTED
from service.review.scripts import TAG
from service.review.view import LISTS, View, read_view
from service.state import POLICY, STORE

PAGE = 20
REASONS = ("spam", "profanity", "toxicity", "hate", "sexual", "violence", "personal_data")
# A page and its parts have one address, and no cache may take one for another.
HEADERS = {**SCRIPTED, "Vary": "Accept"}


async def show(request: web.Request) -> web.StreamResponse:
    store = request.app[STORE]
    held = await _held(request)
    frame = {"user": request[USER], "held": held, "lists": LISTS}
    if not held:
        empty = "no_role" if await store.sites.names() else "no_site"
        return render(request, f"review/{empty}.html", {**frame, "view": None})
    view = read_view(request.query, held)
    context: dict[str, Any] = {
        "view": view,
        "policy": request.app[POLICY].current(),
        "reasons": REASONS,
        "after": None,
    }
    if wants_fragment(request) and view.comment:
        context["card"] = await _card(request, store, view, await _open(store, view))
        return render(request, "review/card.html", context, headers=HEADERS)
    records, following = await _records(request, store, view)
    now_ms = await store.now_ms()
    policy = request.app[POLICY].current()
    context["rows"] = [row(record, policy, now_ms) for record in records]
    context["next"] = view.path(cursor=following, comment=None) if following else None
    context["current"] = view.comment or (records[0].comment.id if records else None)
    if wants_fragment(request):
        return render(request, "review/rows.html", context, headers=HEADERS)
    opened = await _open(store, view) if view.comment else next(iter(records), None)
    context |= {
        **frame,
        "sizes": await store.threads.sizes(view.site),
        "card": await _card(request, store, view, opened) if opened else None,
        **_neighbours(records, opened),
        "categories": wording.CATEGORIES,
        "done": await _done(request, store, view),
        "tag": TAG,
    }
    return render(request, "review/console.html", context, headers=HEADERS)


async def counts(request: web.Request) -> web.Response:
    """How many comments stand in each list of a site, and wait on each site."""
    store = request.app[STORE]
    held = await _held(request)
    site = request.query.get("site", "")
    if site not in held:
        raise Problem("not-found", "No such site.")
    sizes = await store.threads.sizes(site)
    return views.json_response({"held": held, "sizes": {each: sizes[each] for each in LISTS}})


async def _held(request: web.Request) -> dict[str, int]:
    """By site that the moderator may see, how many comments wait."""
    store = request.app[STORE]
    names = [name for name in await store.sites.names() if reads(request, name)]
    return {name: (await store.threads.sizes(name))[Status.HELD] for name in names}


async def _records(
    request: web.Request, store: Store, view: View
) -> tuple[list[Record], str | None]:
    """A page, oldest first; on the first page of what is held, the urgent before all others."""
    policy = request.app[POLICY].current()
    wanted = view.filter.wants if view.filter.said() else None
    site, status, cursor = view.site, view.status, view.cursor
    try:
        page = await store.threads.queue(site, status, PAGE, cursor, wanted)
    except BadCursor as exc:
        raise Problem("bad-cursor") from exc
    if status is not Status.HELD or cursor is not None:
        return list(page.records), page.next_cursor
    urgent = await store.threads.queue(
        site,
        status,
        PAGE,
        None,
        wanted=lambda record: is_urgent(record, policy) and view.filter.wants(record),
    )
    first = {record.comment.id for record in urgent.records}
    rest = [record for record in page.records if record.comment.id not in first]
    return [*urgent.records, *rest], page.next_cursor


async def _open(store: Store, view: View) -> Record:
    """The comment that the address names."""
    (record,) = await store.comments.read(view.site, [view.comment or ""])
    if record is None:
        raise Problem("not-found", "That comment does not exist any more.")
    return record


async def _card(request: web.Request, store: Store, view: View, record: Record) -> Card:
    comment = record.comment
    thread = (await store.threads.state(view.site, comment.thread.key)).thread
    parent = None
    if comment.parent_id:
        (parent,) = await store.comments.read(view.site, [comment.parent_id])
    policy = request.app[POLICY].current()
    return card(record, thread, parent, policy, await store.now_ms(), REASONS)


def _neighbours(records: list[Record], opened: Record | None) -> dict[str, str | None]:
    """The comments `before` and `after` the open one in the list; after the last is the one
    before."""
    ids = [record.comment.id for record in records]
    at = ids.index(opened.comment.id) if opened and opened.comment.id in ids else None
    if at is None:
        return {"before": None, "after": None}
    before = ids[at - 1] if at else None
    return {"before": before, "after": ids[at + 1] if at + 1 < len(ids) else before}


async def _done(request: web.Request, store: Store, view: View) -> dict[str, Any] | None:
    """What has just been decided: read from the comment, not from the address."""
    comment_id = request.query.get("done", "")
    if not is_id(comment_id):
        return None
    (record,) = await store.comments.read(view.site, [comment_id])
    if record is None:
        return None
    last = record.history[-1]
    return {"record": record, "last": last, "mine": last.by == f"moderator:{request[USER]}"}
