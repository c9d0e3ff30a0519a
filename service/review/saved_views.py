"""`/review/views`: the lists that somebody named to find them again. Each has their own."""

from urllib.parse import parse_qsl, urlsplit

from aiohttp import web

from moderation.store.accounts import MOST_VIEWS
from service.forms import read_fields
from service.language import gettext, marked
from service.pages import see_other
from service.problems import Problem
from service.review.guard import NO_SITE, USER, by_readers, reads
from service.review.view import View, read_view
from service.state import STORE

FORM_LIMIT = 8 * 1024
NAME_LIMIT = 40

NO_NAME = marked("Give it a name of 1 to 40 characters, on one line.")
FULL = marked("There are %(count)d already. Remove one first.")


@by_readers
async def keep(request: web.Request) -> web.StreamResponse:
    """The list whose address the form has, from its beginning, under a name."""
    fields = await read_fields(request, FORM_LIMIT)
    view, name = await _view(request, fields.get("address", "")), fields.get("name", "").strip()
    if not 1 <= len(name) <= NAME_LIMIT or not name.isprintable():
        raise Problem("validation", NO_NAME)
    if not await request.app[STORE].accounts.keep_view(request[USER], name, view.start):
        raise Problem("validation", gettext(FULL) % {"count": MOST_VIEWS})
    return see_other(view.start)


@by_readers
async def remove(request: web.Request) -> web.StreamResponse:
    fields = await read_fields(request, FORM_LIMIT)
    view, name = await _view(request, fields.get("address", "")), fields.get("name", "")
    await request.app[STORE].accounts.keep_view(request[USER], name, None)
    return see_other(view.start)


async def _view(request: web.Request, address: str) -> View:
    """As its address says, if they may read it. Raises `Problem`."""
    query = dict(parse_qsl(urlsplit(address).query))
    site = query.get("site", "")
    if not reads(request, site) or site not in await request.app[STORE].sites.names():
        raise Problem("not-found", NO_SITE)
    return read_view(query, {site: 0})
