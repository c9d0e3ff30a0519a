"""What an address or a form of the console names: a site, a comment; and how a thread is named."""

from urllib.parse import urlencode

from aiohttp import web

from moderation.comment import Status
from moderation.identity import is_id
from moderation.store.records import Record
from moderation.store.sites import SITE_NAME, Site
from service.problems import Problem
from service.review.decide import GONE
from service.review.guard import NO_SITE, decides, reads
from service.review.view import LISTS, View
from service.state import SITES, STORE


async def site_to_read(request: web.Request, name: str) -> Site:
    """A site that the caller may see. Raises `Problem`."""
    known = SITE_NAME.fullmatch(name) and reads(request, name)
    site = await request.app[SITES].get(name) if known else None
    if site is None:
        raise Problem("not-found", NO_SITE)
    return site


async def site_to_decide(request: web.Request, name: str) -> Site:
    """A site on which the caller may decide. Raises `Problem`."""
    decides(request, name)
    return await site_to_read(request, name)


async def comment(request: web.Request, site: Site, comment_id: str) -> Record:
    """A comment of the site. Raises `Problem`."""
    known = is_id(comment_id)
    found = await request.app[STORE].comments.read(site.name, [comment_id]) if known else [None]
    if found[0] is None:
        raise Problem("not-found", GONE)
    return found[0]


def card_page(record: Record) -> str:
    """Where a comment is open, in the list of those that stand as it does."""
    status = record.status if record.status in LISTS else Status.HELD
    return View(record.comment.site, status, comment=record.comment.id).path()


def thread_page(site: str, key: str, cursor: str | None = None, *, said: str = "") -> str:
    query = {"site": site, "key": key, "cursor": cursor, "said": said}
    given = {name: value for name, value in query.items() if value}
    return f"/review/thread?{urlencode(given)}"
