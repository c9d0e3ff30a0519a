"""`POST /review/looking`: a moderator looks at a comment, and learns what the others do.

One answer for all that changes by itself, as of `at`. The same is told unasked to those who listen
(`service.review.events`).
"""

from aiohttp import web

from moderation.identity import is_id
from service.api import views
from service.forms import read_fields
from service.problems import Problem
from service.review.guard import NO_SITE, USER, by_readers, reads
from service.review.news import news
from service.state import READINESS, STORE

FORM_LIMIT = 1024


@by_readers
async def look(request: web.Request) -> web.Response:
    fields = await read_fields(request, FORM_LIMIT)
    site, comment_id = fields.get("site", ""), fields.get("id", "")
    if comment_id and not is_id(comment_id):
        raise Problem("not-found", "There is no such comment.")
    if not reads(request, site):
        raise Problem("not-found", NO_SITE)
    store, user = request.app[STORE], request[USER]
    if site not in await store.sites.names():
        raise Problem("not-found", NO_SITE)
    await store.presence.look(site, user, comment_id or None)
    standing = await store.standing(site)
    told = news(standing, user, writable=request.app[READINESS].writable)
    return views.json_response({"at": standing.at, **told})
