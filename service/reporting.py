"""A reader reports a comment: the one way for API and hosted page alike."""

from aiohttp import web

from moderation.report import Why
from moderation.store.sites import Site
from service.address import counted_as
from service.language import marked
from service.problems import Problem
from service.readiness import NotReady
from service.state import READINESS, STORE

NOT_FOUND = marked("No such comment.")
# What a report takes up in the store, about.
SIZE = 1_000


async def report(
    request: web.Request, site: Site, comment_id: str, reporter: str, reason: Why, text: str
) -> None:
    """Keep it. Whoever reports twice is told the same, and so is who reports what is not there,
    whyever. Raises `Problem`."""
    store, readiness = request.app[STORE], request.app[READINESS]
    try:
        await readiness.require(SIZE)
    except NotReady as exc:
        raise Problem("service-degraded", marked("The report could not be kept.")) from exc
    digest = site.digest_of("reporter", reporter)
    if await store.reports.make(site.name, comment_id, digest, reason, text) is None:
        raise Problem("not-found", NOT_FOUND)


def whence(address: str) -> str:
    """One client, whatever it calls itself within its own network."""
    return counted_as(address) or address
