"""`/review/thread`: one thread as a whole. What is published in it; close it, pin in it."""

from typing import Any

from aiohttp import web

from moderation.comment import Status
from moderation.identity import is_id
from moderation.store.threads import MOST_PINNED, BadCursor, Pinned
from service import wording
from service.filters import Filter
from service.forms import read_fields
from service.language import gettext, marked
from service.pages import render, see_other
from service.problems import Problem
from service.public.place import Place, article_url, checked_key
from service.review import roles
from service.review.guard import CALLER, USER
from service.review.named import card_page, site_to_decide, site_to_read, thread_page
from service.review.view import View
from service.state import STORE

FORM_LIMIT = 8 * 1024
PAGE = 20

SAID = {
    "closed": marked("Closed. Nobody can comment here any more."),
    "opened": marked("Open again. New comments are taken."),
    "pinned": marked("Pinned. Readers see it first."),
    "unpinned": marked("No longer pinned."),
    "replied": marked("Your reply is published."),
}
NOT_PINNED = {
    Pinned.FULL: marked("As many comments as can be are pinned here. Take off another pin first."),
    Pinned.NOT_PUBLISHED: marked("Only what is published in this thread can be pinned."),
}


async def show(request: web.Request) -> web.Response:
    """Its comments, the pinned ones first, and what can be done about all of it."""
    site = await site_to_read(request, request.query.get("site", ""))
    key = checked_key(request.query.get("key", ""))
    store, cursor = request.app[STORE], request.query.get("cursor") or None
    state = await store.threads.state(site.name, key)
    key = state.thread.key  # a key that leads to another one stands for that
    try:
        page = await store.threads.published(site.name, key, PAGE, cursor)
    except BadCursor as exc:
        raise Problem("bad-cursor") from exc
    found = await store.comments.read(site.name, state.pinned)
    pinned = [r for r in found if r is not None and r.status is Status.PUBLISHED]
    rest = [r for r in page.records if r.comment.id not in state.pinned]
    place, said = Place(site, key), request.query.get("said", "")
    now_ms = await store.now_ms()
    context: dict[str, Any] = {
        "user": request[USER],
        "site": site,
        "state": state,
        "place": place,
        "article_url": article_url(place, state.thread),
        "waiting": View(site.name, filter=Filter(thread=key)).path(),
        "pinned": pinned,
        "comments": rest,
        "ages": {r.comment.id: wording.age(now_ms - r.created_ms) for r in (*pinned, *rest)},
        "card_page": card_page,
        "first": thread_page(site.name, key) if cursor else None,
        "next": thread_page(site.name, key, page.next_cursor) if page.next_cursor else None,
        "decides": roles.may_decide(request[CALLER].roles, site.name),
        "most": MOST_PINNED,
        "said": gettext(SAID[said]) if said in SAID else None,
    }
    return render(request, "review/thread.html", context)


async def close(request: web.Request) -> web.StreamResponse:
    """Take no more comments, or take them again."""
    fields = await read_fields(request, FORM_LIMIT)
    site = await site_to_decide(request, fields.get("site", ""))
    key = checked_key(fields.get("key", ""))
    wanted = fields.get("closed", "")
    if wanted not in ("0", "1"):
        raise Problem("bad-request", marked("The form does not say what to do."))
    threads, by = request.app[STORE].threads, f"moderator:{request[USER]}"
    if wanted == "1":
        await threads.close(site.name, key, by)
    else:
        await threads.reopen(site.name, key, by)
    return see_other(thread_page(site.name, key, said="closed" if wanted == "1" else "opened"))


async def pin(request: web.Request) -> web.StreamResponse:
    """Show a comment before the others, or where it stands."""
    fields = await read_fields(request, FORM_LIMIT)
    site = await site_to_decide(request, fields.get("site", ""))
    key = checked_key(fields.get("key", ""))
    comment_id, wanted = fields.get("id", ""), fields.get("pinned", "")
    if wanted not in ("0", "1") or not is_id(comment_id):
        raise Problem("bad-request", marked("The form does not say what to do."))
    threads, by = request.app[STORE].threads, f"moderator:{request[USER]}"
    pinned = await threads.pin(site.name, key, comment_id, by, on=wanted == "1")
    if pinned in NOT_PINNED:
        raise Problem("illegal-move", NOT_PINNED[pinned])
    return see_other(thread_page(site.name, key, said="pinned" if wanted == "1" else "unpinned"))
