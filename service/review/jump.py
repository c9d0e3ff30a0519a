"""What is searched for and has a place of its own: a comment by its id, a thread by its address."""

from aiohttp import web

from moderation.identity import is_id
from moderation.thread_key import ForeignUrl, hosts_of, thread_key
from service.filters import Filter
from service.review.view import LISTS, View
from service.state import SITES, STORE


async def target(request: web.Request, view: View) -> str | None:
    """Where a search leads at once; None if it is one for words."""
    asked = (view.filter.q or "").strip()
    if is_id(asked):
        (record,) = await request.app[STORE].comments.read(view.site, [asked])
        if record is None:
            return None
        status = record.status if record.status in LISTS else view.status
        return View(view.site, status, comment=asked).path()
    if asked.startswith(("http://", "https://")):
        site = await request.app[SITES].get(view.site)
        try:
            key = thread_key(asked, hosts_of(site.url, *site.origins) if site else ())
        except ForeignUrl:
            return None  # a link that somebody may have written
        return View(view.site, view.status, Filter(thread=key)).path()
    return None
