"""`/review/rulings`: what moderators of a site have ruled, and ending it."""

from urllib.parse import urlencode

from aiohttp import web

from moderation.ruling import Word
from service import wording
from service.forms import read_fields
from service.language import marked
from service.pages import render, see_other
from service.problems import Problem
from service.review import roles
from service.review.guard import CALLER, NO_SITE, USER, decides, reads
from service.review.ruled import WORDS, Line, lines
from service.state import STORE

FORM_LIMIT = 4 * 1024
PAGE = 50
NONE = marked("There is no such ruling any more.")


async def show(request: web.Request) -> web.StreamResponse:
    query, site = request.query, request.query.get("site", "")
    if not reads(request, site):
        raise Problem("not-found", NO_SITE)
    store = request.app[STORE]
    if site not in await store.sites.names():
        raise Problem("not-found", NO_SITE)
    may = roles.may_decide(request[CALLER].roles, site)
    word, text = query.get("word", ""), query.get("text", "").strip()
    found = [
        each
        for each in lines(await store.rulings.all(site), decides=may)
        if word in ("", each.ruling.word) and _has(each, text)
    ]
    start = int(query["from"]) if query.get("from", "").isdecimal() else 0
    more = {"site": site, "word": word, "text": text, "from": start + PAGE}
    context = {
        "user": request[USER],
        "site": site,
        "decides": may,
        "words": WORDS,
        "word": word if word in tuple(Word) else "",
        "text": text,
        "lines": found[start : start + PAGE],
        "count": len(found),
        "next": f"/review/rulings?{urlencode(more)}" if len(found) > start + PAGE else None,
        "ended": query.get("done") == "ended",
    }
    return render(request, "review/rulings.html", context)


async def end(request: web.Request) -> web.StreamResponse:
    fields = await read_fields(request, FORM_LIMIT)
    site = fields.get("site", "")
    decides(request, site)
    by = f"moderator:{request[USER]}"
    if not await request.app[STORE].rulings.end(site, fields.get("name", ""), by):
        raise Problem("not-found", NONE)
    return see_other(f"/review/rulings?{urlencode({'site': site, 'done': 'ended'})}")


def _has(each: Line, text: str) -> bool:
    """In what is shown of it: nobody finds out by looking for it what they are not shown."""
    shown = (each.whom, wording.who(each.ruling.by), each.ruling.why)
    return any(text.casefold() in one.casefold() for one in shown)
