"""`POST /review/looking`: a moderator looks at a comment, and learns what the others do.

One answer for all that changes by itself: how many comments stand where, and who looks at which.
"""

from collections import defaultdict

from aiohttp import web

from moderation.identity import is_id
from service.api import views
from service.forms import read_fields
from service.problems import Problem
from service.review.guard import NO_SITE, USER, by_readers, reads
from service.review.lists import stand
from service.state import STORE

FORM_LIMIT = 1024


@by_readers
async def look(request: web.Request) -> web.Response:
    """`looking` has the names of the others, by the comment they look at."""
    fields = await read_fields(request, FORM_LIMIT)
    site, comment_id = fields.get("site", ""), fields.get("id", "")
    if comment_id and not is_id(comment_id):
        raise Problem("not-found", "There is no such comment.")
    if not reads(request, site):
        raise Problem("not-found", NO_SITE)
    standing = await stand(request, site)
    others = await request.app[STORE].presence.look(site, request[USER], comment_id or None)
    looking = defaultdict(list)
    for name, at in sorted(others.items()):
        looking[at].append(name)
    return views.json_response({**standing, "looking": looking})
