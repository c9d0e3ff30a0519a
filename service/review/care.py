"""`/review/care`: an admin writes what the moderators of a site do about what is urgent.

Everybody who reads the site is shown it, beside the comment (`review/playbook.html`).
"""

from dataclasses import dataclass

from aiohttp import web

from moderation.playbook import (
    CONTACTS_LIMIT,
    LINE_LIMIT,
    TEXT_LIMIT,
    BadPlaybook,
    Contact,
    Playbook,
    checked,
    contacts,
)
from service.forms import read_fields
from service.language import gettext, marked
from service.pages import render, see_other
from service.problems import Problem
from service.review import roles
from service.review.guard import CALLER, USER, by_admins
from service.state import STORE

FORM_LIMIT = 256 * 1024
TEXTS = ("steps", "contacts", "message", "note")
TOO_MUCH = marked(
    "Nothing was kept. A text has at most %(text)s characters, and there are at most %(count)s "
    "contacts of %(line)s characters."
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A site's playbook as it is shown. `writes`: the moderator may change it."""

    site: str
    book: Playbook
    contacts: list[Contact]
    writes: bool


async def prepared(request: web.Request, site: str) -> Prepared:
    book = await request.app[STORE].playbooks.of(site)
    writes = roles.administers(request[CALLER].roles, site)
    return Prepared(site, book, contacts(book), writes)


@by_admins
async def show(request: web.Request) -> web.Response:
    site = await _site(request, request.query.get("site", ""))
    return await _page(request, site, await request.app[STORE].playbooks.of(site))


@by_admins
async def write(request: web.Request) -> web.StreamResponse:
    fields = await read_fields(request, FORM_LIMIT)
    site = await _site(request, fields.get("site", ""))
    said = [fields.get(name, "") for name in TEXTS]
    try:
        book = checked(*said)
    except BadPlaybook:
        limits = {"text": TEXT_LIMIT, "count": CONTACTS_LIMIT, "line": LINE_LIMIT}
        return await _page(request, site, Playbook(*said), gettext(TOO_MUCH) % limits)
    await request.app[STORE].playbooks.write(site, book)
    return see_other(f"/review/care?site={site}&done=1")


async def _sites(request: web.Request) -> list[str]:
    mine = request[CALLER].roles
    return [s for s in await request.app[STORE].sites.names() if roles.administers(mine, s)]


async def _site(request: web.Request, name: str) -> str:
    """One that the admin administers; the first if none is named. Raises `Problem`."""
    sites = await _sites(request)
    if not name and sites:
        return sites[0]
    if name not in sites:
        raise Problem("not-found", "No such site.")
    return name


async def _page(request: web.Request, site: str, book: Playbook, fault: str = "") -> web.Response:
    context = {
        "user": request[USER],
        "site": site,
        "sites": await _sites(request),
        "book": book,
        "contacts": contacts(book),
        "limit": TEXT_LIMIT,
        "fault": fault,
        "done": "done" in request.query,
    }
    return render(request, "review/care.html", context, status=422 if fault else 200)
