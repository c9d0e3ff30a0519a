"""Reading what is published: from the shelf if it was read a moment ago, else from the store.

An answer that a reader has is not sent again (docs/adr/0026-reading-from-a-shelf.md).
"""

from collections.abc import Awaitable, Callable

from aiohttp import web

from moderation.store.reading import View
from moderation.store.threads import BadCursor
from service.etags import has
from service.problems import Problem
from service.shelf import Answer, Name
from service.state import SHELF, STORE


async def read(
    request: web.Request, name: Name, make: Callable[[View], Answer | Awaitable[Answer]]
) -> Answer:
    """What `make` makes of the thread that is named. Raises `Problem` for a bad cursor."""
    store = request.app[STORE]

    async def look(before: Answer | None) -> Answer:
        if before is not None and before.state == await store.threads.state(name.site, name.key):
            return before
        cursor = name.cursor or None
        made = make(await store.reading.view(name.site, name.key, name.limit, cursor))
        return made if isinstance(made, Answer) else await made

    try:
        return await request.app[SHELF].get(name, look)
    except BadCursor as exc:
        raise Problem("bad-cursor") from exc


def respond(request: web.Request, answer: Answer) -> web.Response:
    """The answer, or that it is what the reader has."""
    if has(request, answer.etag):
        response = web.Response(status=304, headers=answer.headers)
        del response.headers["Content-Type"]
        return response
    return web.Response(body=answer.body, headers=answer.headers)
