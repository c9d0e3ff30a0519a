"""`GET /review/acts`: what people did on a site besides deciding. Changes nothing."""

from aiohttp import web

from moderation.ruling import Kind, Word
from moderation.store.acts import Act, Did
from moderation.store.threads import BadCursor
from service.language import gettext, marked
from service.pages import render
from service.problems import Problem
from service.review.guard import USER
from service.review.named import site_to_read, thread_page
from service.state import STORE

PAGE = 50

THREADS = {
    Did.CLOSED: marked("closed the thread"),
    Did.OPENED: marked("opened the thread again"),
    Did.PINNED: marked("pinned a comment of the thread"),
    Did.UNPINNED: marked("took a pin off in the thread"),
}
RULINGS = {
    (Did.RULED, Word.TRUST): marked("ruled to trust %(whom)s"),
    (Did.RULED, Word.HOLD): marked("ruled to always hold %(whom)s"),
    (Did.RULED, Word.BAN): marked("banned %(whom)s"),
    (Did.ENDED, Word.TRUST): marked("ended the trust in %(whom)s"),
    (Did.ENDED, Word.HOLD): marked("ended that %(whom)s is always held"),
    (Did.ENDED, Word.BAN): marked("ended the ban of %(whom)s"),
}
WHOM = {
    Kind.EMAIL: marked("an e-mail address"),
    Kind.NAME: marked("a name"),
    Kind.HOST: marked("a host that is linked to"),
    Kind.DOMAIN: marked("a domain of e-mail addresses"),
    Kind.ADDRESS: marked("a network address or range"),
}


async def show(request: web.Request) -> web.StreamResponse:
    site = await site_to_read(request, request.query.get("site", ""))
    cursor = request.query.get("cursor") or None
    try:
        page = await request.app[STORE].acts.page(site.name, PAGE, cursor)
    except BadCursor as exc:
        raise Problem("bad-cursor") from exc
    context = {
        "user": request[USER],
        "site": site.name,
        "acts": [(act, said(act)) for act in page.acts],
        "threads": THREADS,
        "thread_page": thread_page,
        "cursor": cursor,
        "next": page.next_cursor,
    }
    return render(request, "review/acts.html", context)


def said(act: Act) -> str:
    """What was done, in words; of a thread, without which."""
    if act.did in THREADS:
        return gettext(THREADS[act.did])
    word, _, kind = act.what.partition(" ")
    return gettext(RULINGS[act.did, Word(word)]) % {"whom": gettext(WHOM[Kind(kind)])}
