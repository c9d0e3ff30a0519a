"""A thread's published comments in HTML, for pages that are built elsewhere: static sites include
them when they are built. In the language that their request asks for, English if for none."""

from functools import partial
from urllib.parse import quote, urlencode

from aiohttp import web

from moderation.store.reading import View
from service.api.threads import asked_limit, asked_site
from service.language import current
from service.pages import fragment
from service.public.listing import read_parents
from service.public.place import checked_key, thread_path
from service.reading import read, respond
from service.shelf import Answer, Name
from service.state import SETTINGS, SHELF

# Whoever opens it as a page by itself runs and loads nothing.
ALONE = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


async def show(request: web.Request) -> web.Response:
    """As the list for programs: for whom, in what order, page by page."""
    site, key = await asked_site(request), checked_key(request.match_info["key"])
    limit, cursor = asked_limit(request), request.query.get("cursor", "")
    name = Name(site, "fragment", key, limit, cursor, current().tag)
    make = partial(_fragment, request, name)
    answer = request.app[SHELF].fresh(name) or await read(request, name, make)
    return respond(request, answer)


async def _fragment(request: web.Request, name: Name, view: View) -> Answer:
    page, key = view.page, view.state.thread.key
    context = {
        "comments": page.records,
        "pinned": view.state.pinned,
        "parents": await read_parents(request, name.site, page.records),
        "closed": view.state.closed is not None,
        "page_url": request.app[SETTINGS].public_url + thread_path(name.site, key),
    }
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": ALONE}
    if page.next_cursor:
        path = f"/v1/sites/{name.site}/threads/{quote(key, safe='')}/comments.html"
        query = urlencode({"limit": name.limit, "cursor": page.next_cursor})
        headers["Link"] = f'<{path}?{query}>; rel="next"'
    body = fragment(request, "public/fragment.html", context).encode()
    return Answer(body, headers, view.state)
