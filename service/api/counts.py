"""`GET /v1/sites/{site}/counts`: how many comments articles have, for pages that list articles."""

import msgspec
from aiohttp import web

from moderation.thread_key import KEY_LIMIT
from service.api.threads import asked_site
from service.problems import Problem
from service.reading import respond
from service.shelf import Answer, Name
from service.state import SHELF, STORE

MOST = 100
# A number that is a minute old misleads nobody, and a list of articles is asked for often.
CACHING = "public, max-age=60"


async def show(request: web.Request) -> web.Response:
    """Of each thread that is named, how many comments are published; of an unknown one, none."""
    site, names = await asked_site(request), _keys(request)

    async def look(_: Answer | None) -> Answer:
        counts = await request.app[STORE].reading.counts(site, names)
        body = msgspec.json.encode({"data": dict(zip(names, counts, strict=True))})
        return Answer(body, {"Content-Type": "application/json", "Cache-Control": CACHING})

    name = Name(site, "counts", repr(names))  # a key may hold any character
    shelf = request.app[SHELF]
    return respond(request, shelf.fresh(name) or await shelf.get(name, look))


def _keys(request: web.Request) -> list[str]:
    """Each once, in one order whatever they were asked for in. Raises `Problem`."""
    asked = request.query.getall("key", [])
    if not 1 <= len(asked) <= MOST or not all(1 <= len(key) <= KEY_LIMIT for key in asked):
        raise Problem(
            "bad-request", f"Send key=... once a thread, 1 to {MOST} of at most {KEY_LIMIT} each."
        )
    return sorted(set(asked))
