"""An author appeals against a rejection: the one way for API and status page alike."""

from aiohttp import web

from moderation.store.records import Record
from service.language import marked
from service.problems import Problem
from service.readiness import NotReady
from service.state import READINESS, STORE

NOT_REJECTED = marked("Only what was rejected can be looked at again.")
# What an appeal takes up in the store, about.
SIZE = 500


async def appeal(request: web.Request, record: Record) -> None:
    """On disk when this returns. Who appeals again is told the same. Raises `Problem`."""
    store, comment = request.app[STORE], record.comment
    try:
        await request.app[READINESS].require(SIZE)
    except NotReady as exc:
        raise Problem("service-degraded", marked("The appeal could not be kept.")) from exc
    if await store.appeals.make(comment.site, comment.id) is None:
        raise Problem("illegal-move", NOT_REJECTED)
