"""Reading threads and queues: pages of comments in order of creation.

A cursor is opaque to clients: the creation time and id of the last comment they saw. A comment that
is published late (held, then approved) takes its place by creation time.
"""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
import redis.asyncio

from moderation.comment import Status, Thread
from moderation.store import keys
from moderation.store.comments import Comments
from moderation.store.connection import Scripts
from moderation.store.records import Record

# How many rows one filtered read may look at: a rare filter gives short pages, not slow ones.
SCAN_LIMIT = 500


class BadCursor(ValueError):
    """The cursor was not made by this store."""


@dataclass(frozen=True, slots=True)
class Page:
    """`next_cursor` is None at the end."""

    records: tuple[Record, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class ThreadState:
    """A thread with the mark that changes whenever what is published in it changes."""

    thread: Thread
    mark: str
    published: int


class Threads:
    """See the module."""

    def __init__(self, client: "redis.asyncio.Redis", scripts: Scripts, comments: Comments) -> None:
        self._client = client
        self._scripts = scripts
        self._comments = comments

    async def state(self, site: str, key: str) -> ThreadState:
        """What is known of a thread. One that nobody has written in is empty, not an error."""
        pipe = self._client.pipeline(transaction=False)
        pipe.hmget(keys.thread(site, key), ["url", "title", "topics", "born", "revision"])
        pipe.zcard(keys.published(site, key))
        (url, title, topics, born, revision), published = await pipe.execute()
        thread = Thread(
            key=key,
            url=url.decode() if url else None,
            title=title.decode() if title else None,
            topics=msgspec.json.decode(topics, type=tuple[str, ...]) if topics else (),
        )
        mark = f"{int(born or 0):x}-{int(revision or 0):x}"
        return ThreadState(thread, mark, published)

    async def published(self, site: str, key: str, limit: int, cursor: str | None) -> Page:
        """Published comments of a thread. Raises `BadCursor`."""
        return await self._page(site, keys.published(site, key), limit, cursor)

    async def queue(
        self,
        site: str,
        status: Status,
        limit: int,
        cursor: str | None,
        wanted: Callable[[Record], bool] | None = None,
    ) -> Page:
        """Comments of one status that `wanted` says yes to. Raises `BadCursor`.

        With `wanted`, a page may be short, even empty, and still have a `next_cursor`: at most
        `SCAN_LIMIT` comments are looked at in one call.
        """
        index = keys.index(site, status)
        if wanted is None:
            return await self._page(site, index, limit, cursor)
        found: list[Record] = []
        for _ in range(SCAN_LIMIT // 100):
            page = await self._page(site, index, 100, cursor)
            for record in page.records:
                cursor = _cursor(record.created_us, record.comment.id)
                if wanted(record):
                    found.append(record)
                if len(found) == limit:
                    last = record is page.records[-1] and page.next_cursor is None
                    return Page(tuple(found), None if last else cursor)
            cursor = page.next_cursor
            if cursor is None:
                break
        return Page(tuple(found), cursor)

    async def sizes(self, site: str) -> dict[Status, int]:
        """How many comments stand where."""
        pipe = self._client.pipeline(transaction=False)
        for status in Status:
            pipe.zcard(keys.index(site, status))
        return dict(zip(Status, await pipe.execute(), strict=True))

    async def first_due_ms(self, site: str) -> int | None:
        """When the first comment in the inbox is due; None if nothing is pending."""
        rows: Any = await self._client.zrange(keys.inbox(site), 0, 0, withscores=True)
        return int(rows[0][1]) if rows else None

    async def _page(self, site: str, index: str, limit: int, cursor: str | None) -> Page:
        score, after = _position(cursor)
        rows = await self._scripts.run("page", [index], [score, after, limit])
        ids = [row.decode() for row in rows[::2]]
        more = len(ids) > limit
        records = await self._comments.read(site, ids[:limit])
        next_cursor = None
        if more:
            next_cursor = _cursor(int(float(rows[2 * limit - 1])), ids[limit - 1])
        return Page(tuple(r for r in records if r is not None), next_cursor)


def cursor_at(record: Record) -> str:
    """Where a page begins that has this comment first."""
    return _cursor(record.created_us, "")


def _cursor(created_us: int, comment_id: str) -> str:
    return base64.urlsafe_b64encode(f"{created_us} {comment_id}".encode()).decode().rstrip("=")


def _position(cursor: str | None) -> tuple[str, str]:
    if not cursor:
        return "-inf", ""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        score, comment_id = (
            base64.b64decode(padded, altchars=b"-_", validate=True).decode().split(" ")
        )
        return str(int(score)), comment_id
    except (binascii.Error, UnicodeError, ValueError) as exc:
        raise BadCursor(cursor) from exc
