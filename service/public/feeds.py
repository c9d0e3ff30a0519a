"""Atom feeds (RFC 4287, replies by RFC 4685): what was published last in a thread, and on a site.

Ids are UUIDs under the site's own secret: they stay when the service moves to another address or
a comment is edited, and no two installations share one.
"""

import hashlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from functools import partial
from html import escape
from uuid import UUID, uuid5

from aiohttp import web

from moderation.comment import Status
from moderation.masking import shown
from moderation.store.records import Record
from moderation.store.sites import Site
from moderation.store.threads import ThreadState
from service.api.views import rfc3339
from service.pages import paragraphs, web_url
from service.public.place import checked_key, find_site, thread_path
from service.reading import respond
from service.shelf import Answer, Name
from service.state import SETTINGS, SHELF, STORE

MOST = 50
ATOM = "http://www.w3.org/2005/Atom"
REPLIES = "http://purl.org/syndication/thread/1.0"
HEADERS = {"Content-Type": "application/atom+xml; charset=utf-8"}
# XML 1.0, 2.2: what is no Char cannot stand in a document, not even escaped.
_NO_CHAR = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ET.register_namespace("", ATOM)
ET.register_namespace("thr", REPLIES)


async def of_thread(request: web.Request) -> web.Response:
    """The newest comments of one thread."""
    site, key = await find_site(request), checked_key(request.match_info["key"])
    look = partial(_look_at_thread, request, site, key)
    return respond(request, await request.app[SHELF].get(Name(site.name, "feed", key), look))


async def of_site(request: web.Request) -> web.Response:
    """The newest comments of all threads."""
    site = await find_site(request)
    look = partial(_look_at_site, request, site)
    return respond(request, await request.app[SHELF].get(Name(site.name, "site-feed"), look))


async def _look_at_thread(
    request: web.Request, site: Site, key: str, before: Answer | None
) -> Answer:
    store = request.app[STORE]
    state = await store.threads.state(site.name, key)
    if before is not None and before.state == state:
        return before
    key = state.thread.key
    records = await store.reading.newest(site.name, key, MOST)
    path = thread_path(site.name, key)
    title = f"{_title(state)} · {site.title}"
    feed = Feed(request.app[SETTINGS].public_url, site, title, f"{path}/feed.atom", path)
    return Answer(feed.write(records, {key: state}), HEADERS, state)


async def _look_at_site(request: web.Request, site: Site, before: Answer | None) -> Answer:
    """Without a change number of its own, a site's feed is read each time it is looked at."""
    store = request.app[STORE]
    found = await store.threads.window(
        site.name, Status.PUBLISHED, MOST, lambda _: True, newest=True
    )
    keys = sorted({record.comment.thread.key for record in found.records})
    states = dict(zip(keys, await store.reading.states(site.name, keys), strict=True))
    feed = Feed(request.app[SETTINGS].public_url, site, site.title, f"/t/{site.name}/feed.atom")
    return Answer(feed.write(found.records, states), HEADERS)


class Feed:
    """One feed. `path` is its own, `page` that of the page it is about, if there is one."""

    def __init__(self, base: str, site: Site, title: str, path: str, page: str = "") -> None:
        digest = hashlib.blake2b(b"feeds", key=site.secret, digest_size=16).digest()
        self._names = UUID(bytes=digest)
        self._base = base
        self._site = site
        self._title = title
        self._path = path
        self._page = page

    def write(self, records: Sequence[Record], states: dict[str, ThreadState]) -> bytes:
        """The document. `states` are the threads that the records stand in, by key."""
        root = ET.Element(f"{{{ATOM}}}feed")
        _add(root, "id", self._id(f"feed {self._path}"))
        _add(root, "title", self._title)
        # RFC 4287 wants a time even where nothing was ever changed.
        _add(root, "updated", rfc3339(max((_updated(r) for r in records), default=0)))
        _add(root, "link", rel="self", type="application/atom+xml", href=self._base + self._path)
        if self._page:
            _add(root, "link", rel="alternate", type="text/html", href=self._base + self._page)
        elif self._site.url:
            _add(root, "link", rel="alternate", type="text/html", href=self._site.url)
        for record in records:
            self._entry(root, record, states[record.comment.thread.key])
        document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
        return document

    def _entry(self, root: ET.Element, record: Record, state: ThreadState) -> None:
        comment = record.comment
        entry = _add(root, "entry")
        _add(entry, "id", self._id(f"comment {comment.id}"))
        _add(entry, "title", f"{comment.author.name or 'Anonymous'} on {_title(state)}")
        _add(entry, "published", rfc3339(record.created_ms))
        _add(entry, "updated", rfc3339(_updated(record)))
        author = _add(entry, "author")
        _add(author, "name", comment.author.name or "Anonymous")
        if web_url(comment.author.url):
            _add(author, "uri", comment.author.url or "")
        page = self._base + thread_path(self._site.name, comment.thread.key)
        _add(entry, "link", rel="alternate", type="text/html", href=f"{page}#c-{comment.id}")
        if comment.parent_id:
            ref = {"ref": self._id(f"comment {comment.parent_id}")}
            ET.SubElement(entry, f"{{{REPLIES}}}in-reply-to", ref)
        _add(entry, "content", _html(shown(comment.body, record.verdict)), type="html")

    def _id(self, name: str) -> str:
        return uuid5(self._names, name).urn


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    clean = {key: _NO_CHAR.sub("\ufffd", value) for key, value in attributes.items()}
    made = ET.SubElement(parent, f"{{{ATOM}}}{name}", clean)
    if text:
        made.text = _NO_CHAR.sub("\ufffd", text)
    return made


def _html(text: str) -> str:
    """Paragraphs and line breaks, and no markup of its writer's."""
    lines = (map(escape, paragraph) for paragraph in paragraphs(text))
    return "".join(f"<p>{'<br>'.join(each)}</p>" for each in lines)


def _title(state: ThreadState) -> str:
    return state.thread.title or state.thread.key


def _updated(record: Record) -> int:
    """When it became what it is, ms."""
    return record.history[-1].at
