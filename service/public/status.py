"""Where one comment stands, for its author alone: whoever has the address with the token in it."""

import hmac

from aiohttp import web

from moderation.comment import Status
from moderation.identity import is_id
from moderation.store.appeals import Appeal
from moderation.store.records import Record
from moderation.store.sites import Site, site_of
from moderation.store.threads import cursor_at
from service import appealing
from service.api.views import in_care, reason, support
from service.language import marked
from service.pages import render, see_other
from service.problems import Problem
from service.public.place import Place, article_url
from service.public.threads import PAGE
from service.state import POLICY, SITES, STORE, USUAL

LOOK_SECONDS = 5
LOOKS = 12  # a minute, then the reader asks for themselves

NOT_FOUND = marked("There is no comment at this address. Check that you have all of it.")


async def show(request: web.Request) -> web.Response:
    """The comment's status, kept from caches, search engines and referrers."""
    site, record = await _find(request)
    place = Place(site, record.comment.thread.key)
    state = await request.app[STORE].threads.state(site.name, place.key)
    policy = request.app[POLICY].current()
    looks = _looks(request)
    context = {
        "site": site,
        "thread": state.thread,
        "thread_path": place.path,
        "article_url": article_url(place, state.thread),
        "record": record,
        "comment": record.comment,
        "published_at": _published_at(place, record, state.published),
        "reason": reason(record, policy),
        "support": support(record, site, policy),
        "care": in_care(record, policy),
        "spam": record.verdict is not None and record.verdict.category == "spam",
        "by_hand": record.last_move.by.startswith("moderator:"),
        "appeal": await _appeal(request, record),
        "usual": await _usual(request, record),
        "here": request.rel_url.raw_path,
        "looks": looks + 1 if record.status is Status.PENDING and looks < LOOKS else None,
        "seconds": LOOK_SECONDS,
    }
    headers = {"X-Robots-Tag": "noindex, nofollow"}
    return render(request, "public/status.html", context, headers=headers)


async def appeal(request: web.Request) -> web.Response:
    """Its author asks a person to look again."""
    _, record = await _find(request)
    await appealing.appeal(request, record)
    return see_other(request.rel_url.raw_path.removesuffix("/appeal"))


async def _find(request: web.Request) -> tuple[Site, Record]:
    """The comment, if the token is its own. All ways to be wrong look the same."""
    comment_id, _, token = request.match_info["ref"].partition(".")
    name = site_of(token)
    if not is_id(comment_id) or name is None or not token.isascii():
        raise Problem("not-found", NOT_FOUND)
    site = await request.app[SITES].get(name)
    if site is None or not hmac.compare_digest(token, site.comment_token(comment_id)):
        raise Problem("not-found", NOT_FOUND)
    (record,) = await request.app[STORE].comments.read(name, [comment_id])
    if record is None:
        raise Problem("not-found", NOT_FOUND)
    return site, record


async def _appeal(request: web.Request, record: Record) -> Appeal | None:
    """Of what was rejected; the page asks again and again for what is pending."""
    if record.status is not Status.REJECTED:
        return None
    return await request.app[STORE].appeals.of(record.comment.site, record.comment.id)


async def _usual(request: web.Request, record: Record) -> int | None:
    if record.status is not Status.HELD:
        return None
    return await request.app[USUAL].wait(record.comment.site)


def _published_at(place: Place, record: Record, published: int) -> str:
    """The comment's own place on the thread's page, on whichever page of it that is."""
    query = f"?cursor={cursor_at(record)}" if published > PAGE else ""
    return f"{place.path}{query}#c-{record.comment.id}"


def _looks(request: web.Request) -> int:
    """How often the page has looked by itself."""
    try:
        return min(max(int(request.query.get("look", "0")), 0), LOOKS)
    except ValueError:
        return LOOKS
