"""`GET /review/`: a list of comments, one of them open. Changes nothing.

The same address answers a script with the part it asks for: the open card, or the rows.
"""

from typing import Any

from aiohttp import web

from moderation.comment import Status
from moderation.store import Store
from moderation.store.audit import Entry
from moderation.store.records import Record
from service import wording
from service.api import views
from service.pages import render, see_other
from service.problems import Problem
from service.review import decided, done, jump, order, queues, roles
from service.review.asked import wants_fragment
from service.review.cards import card, row
from service.review.care import Prepared, prepared
from service.review.context import gather
from service.review.guard import CALLER, USER, reads
from service.review.measured import measure
from service.review.news import health, tabs
from service.review.scripts import POLICY as SCRIPTED
from service.review.scripts import TAG
from service.review.view import LISTS, View, read_view
from service.state import POLICY, READINESS, SITES, STORE

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
    if found := await jump.target(request, view):
        return see_other(found)
    context: dict[str, Any] = {
        "user": request[USER],
        "view": view,
        "policy": request.app[POLICY].current(),
        "reasons": REASONS,
        "decides": roles.may_decide(request[CALLER].roles, view.site),
        "after": None,
    }
    if wants_fragment(request) and view.comment:
        context |= await _card(request, store, view, await _open(store, view))
        return render(request, "review/card.html", context, headers=HEADERS)
    measured, now_ms = measure(request), await store.now_ms()
    averted = () if "all" in request.query else request[CALLER].not_for_me
    listed = await queues.records(store, view, measured, now_ms, averted)
    records, following = listed.records, listed.following
    context["listed"] = listed
    worried = await queues.worried(store, view.site)
    context["rows"] = [
        row(r, measured, now_ms, listed.groups, worried=r.comment.id in worried) for r in records
    ]
    context["decisions"] = decided.decisions(records) if view.decided else {}
    context["next"] = view.path(cursor=following, comment=None) if following else None
    context["current"] = view.comment or (records[0].comment.id if records else None)
    if wants_fragment(request):
        return render(request, "review/rows.html", context, headers=HEADERS)
    opened = await _open(store, view) if view.comment else next(iter(records), None)
    context |= {
        **frame,
        "sizes": await queues.sizes(store, view.site),
        "asides": tabs(await store.desk.sizes(view.site)),
        **(await _card(request, store, view, opened) if opened else {"card": None}),
        **_neighbours(records, opened),
        **order.texts(view.status, view.order),
        "categories": wording.CATEGORIES,
        "most_aside": queues.MOST_ASIDE,
        "unprepared": _unprepared(await prepared(request, view.site)),
        "health": health(
            await store.threads.first_due_ms(view.site),
            now_ms,
            writable=request.app[READINESS].writable,
        ),
        "done": await done.one(request, view),
        "several": await done.several(request, view),
        "last": None if records else await _last(store, view.site),
        "views": await store.accounts.views(request[USER]),
        "tag": TAG,
    }
    return render(request, "review/console.html", context, headers=HEADERS)


async def counts(request: web.Request) -> web.Response:
    """How many comments stand in each list of a site, and wait on each site."""
    return views.json_response(await stand(request, request.query.get("site", "")))


async def stand(request: web.Request, site: str) -> dict[str, Any]:
    """The same, as a value. Raises `Problem` if there is no such site."""
    store = request.app[STORE]
    held = await _held(request)
    if site not in held:
        raise Problem("not-found", "No such site.")
    sizes = await queues.sizes(store, site)
    return {"held": held, "sizes": {each: sizes[each] for each in LISTS}}


async def _held(request: web.Request) -> dict[str, int]:
    """By site that the moderator may see, how many comments wait."""
    store = request.app[STORE]
    names = [name for name in await store.sites.names() if reads(request, name)]
    return {name: (await queues.sizes(store, name))[Status.HELD] for name in names}


async def _open(store: Store, view: View) -> Record:
    """The comment that the address names."""
    (record,) = await store.comments.read(view.site, [view.comment or ""])
    if record is None:
        raise Problem("not-found", "That comment does not exist any more.")
    return record


async def _card(request: web.Request, store: Store, view: View, record: Record) -> dict[str, Any]:
    """What is shown of it, what moderators left beside it, and a decision that waits; of what is
    urgent, what to do."""
    comment = record.comment
    thread = (await store.threads.state(view.site, comment.thread.key)).thread
    parent = None
    if comment.parent_id:
        (parent,) = await store.comments.read(view.site, [comment.parent_id])
    (waits,) = await store.settling.of(view.site, [comment.id])
    desk = await store.desk.of(view.site, comment.id)
    worried = not desk.aside.isdisjoint(queues.RISK)
    now_ms, measured = await store.now_ms(), measure(request)
    shown = card(record, thread, parent, measured, now_ms, REASONS, worried=worried)
    return {
        "waits": waits,
        "around": await gather(store, await request.app[SITES].get(view.site), view, record),
        "card": shown,
        "desk": desk,
        "reports": await store.reports.of(view.site, comment.id),
        "playbook": await prepared(request, view.site) if shown.urgent else None,
        "replaced": await store.edits.before(view.site, comment.id) if record.edits else (),
    }


async def _last(store: Store, site: str) -> Entry | None:
    """The last decision of a person on a site."""
    return next(iter((await store.audit.page(site, 1)).entries), None)


def _unprepared(playbook: Prepared) -> bool:
    """Only who can change that is told of it."""
    return playbook.writes and not playbook.contacts


def _neighbours(records: list[Record], opened: Record | None) -> dict[str, str | None]:
    """The comments `before` and `after` the open one in the list; after the last is the one
    before."""
    ids = [record.comment.id for record in records]
    at = ids.index(opened.comment.id) if opened and opened.comment.id in ids else None
    if at is None:
        return {"before": None, "after": None}
    before = ids[at - 1] if at else None
    return {"before": before, "after": ids[at + 1] if at + 1 < len(ids) else before}
