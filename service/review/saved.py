"""`/review/saved`: the texts that a site's moderators keep for replies."""

from aiohttp import web

from moderation.draft import InvalidDraft, to_body
from moderation.placeholders import unknown
from moderation.store.replies import MOST_REPLIES
from moderation.store.sites import Site
from service.forms import read_fields
from service.language import gettext, marked
from service.pages import render, see_other
from service.review import named
from service.review.guard import USER
from service.state import STORE

FORM_LIMIT = 64 * 1024
NAME_LIMIT, TEXT_LIMIT = 60, 2000

NO_NAME = marked("Give it a name of 1 to 60 characters, on one line.")
NO_TEXT = marked("Give it a text of 1 to 2000 characters.")
UNKNOWN = marked("Nothing will ever fill in %(places)s. Only {name} and {article} are known.")
FULL = marked("There are 50 already. Remove one first.")


async def show(request: web.Request) -> web.Response:
    """All of them, and a form for one more."""
    site = await named.site_to_decide(request, request.query.get("site", ""))
    return await _page(request, site)


async def keep(request: web.Request) -> web.StreamResponse:
    """A new one, or another text for one that there is."""
    fields = await read_fields(request, FORM_LIMIT)
    site = await named.site_to_decide(request, fields.get("site", ""))
    name, text = fields.get("name", "").strip(), fields.get("text", "").strip()
    text = text.replace("\r\n", "\n")
    fault = _fault(name, text)
    if not fault and not await request.app[STORE].replies.keep(site.name, name, text):
        fault = gettext(FULL)
    if fault:
        return await _page(request, site, name=name, text=text, fault=fault)
    return see_other(f"/review/saved?site={site.name}")


async def remove(request: web.Request) -> web.StreamResponse:
    fields = await read_fields(request, FORM_LIMIT)
    site = await named.site_to_decide(request, fields.get("site", ""))
    await request.app[STORE].replies.remove(site.name, fields.get("name", ""))
    return see_other(f"/review/saved?site={site.name}")


def _fault(name: str, text: str) -> str:
    """Why they cannot be kept; empty if they can."""
    if not 1 <= len(name) <= NAME_LIMIT or not name.isprintable():
        return gettext(NO_NAME)
    try:
        to_body(text)
    except InvalidDraft:
        return gettext(NO_TEXT)
    if len(text) > TEXT_LIMIT:
        return gettext(NO_TEXT)
    places = unknown(text)
    return gettext(UNKNOWN) % {"places": " ".join(places)} if places else ""


async def _page(
    request: web.Request, site: Site, *, name: str = "", text: str = "", fault: str = ""
) -> web.Response:
    context = {
        "user": request[USER],
        "site": site,
        "saved": await request.app[STORE].replies.all(site.name),
        "most": MOST_REPLIES,
        "name": name,
        "text": text,
        "fault": fault,
    }
    return render(request, "review/saved.html", context, status=422 if fault else 200)
