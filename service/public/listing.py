"""A thread's published comments as its page shows them: the same for every reader of a language, so
kept on the shelf. The form below them is each reader's own."""

from collections.abc import Sequence
from functools import partial
from urllib.parse import urlencode

from aiohttp import web

from moderation.comment import Status
from moderation.store.reading import View
from moderation.store.records import Record
from service.language import current
from service.pages import fragment
from service.public.place import Place, thread_path
from service.reading import read
from service.shelf import Answer, Name
from service.state import SHELF, STORE


async def read_list(request: web.Request, place: Place, limit: int, cursor: str) -> Answer:
    """The comments on one page of the thread's page. Raises `Problem`."""
    name = Name(place.site.name, "page", place.key, limit, cursor, current().tag)
    make = partial(_list, request, name)
    return request.app[SHELF].fresh(name) or await read(request, name, make)


async def read_parents(
    request: web.Request, site: str, records: Sequence[Record]
) -> dict[str, Record]:
    """The published comments that these answer."""
    ids = list({r.comment.parent_id for r in records if r.comment.parent_id})
    return {r.comment.id: r for r in await _published(request, site, ids)}


async def _list(request: web.Request, name: Name, view: View) -> Answer:
    state, records = view.state, view.page.records
    if not name.cursor:  # on later pages, what is pinned stands where it stands
        records = _first(await _published(request, name.site, state.pinned), records)
    path = thread_path(name.site, state.thread.key)
    query = urlencode({"cursor": view.page.next_cursor})
    context = {
        "comments": records,
        "pinned": state.pinned,
        "parents": await read_parents(request, name.site, records),
        "published": state.published,
        "thread_path": path,
        "next": f"{path}?{query}" if view.page.next_cursor else None,
    }
    return Answer(fragment(request, "public/list.html", context).encode(), state=state)


def _first(pinned: Sequence[Record], records: Sequence[Record]) -> tuple[Record, ...]:
    known = {record.comment.id for record in pinned}
    return (*pinned, *(record for record in records if record.comment.id not in known))


async def _published(request: web.Request, site: str, ids: Sequence[str]) -> list[Record]:
    found = await request.app[STORE].comments.read(site, ids)
    return [r for r in found if r is not None and r.status is Status.PUBLISHED]
