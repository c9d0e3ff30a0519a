"""Threads and queues: pages of comments in order of creation, and which threads take more.

A cursor is opaque to clients: the place in the index (the creation time; of pending comments, when
they are due) and the id of the last comment they saw. A comment that is published late (held, then
approved) takes its place by creation time.
"""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec
import redis.asyncio

from moderation.comment import Status, Thread
from moderation.identity import is_id, made_ms
from moderation.store import codec, keys
from moderation.store.comments import Comments
from moderation.store.connection import Scripts
from moderation.store.records import Record

# So many comments of a thread are shown before the others.
MOST_PINNED = 3
BATCH = 100
# How many rows one filtered read may look at: a rare filter gives short pages, not slow ones.
SCAN_LIMIT = 500


THREAD_FIELDS = ["url", "title", "topics", "born", "revision", "closed", "pinned", "into"]


class BadCursor(ValueError):
    """The cursor was not made by this store."""


@dataclass(frozen=True, slots=True)
class Page:
    """`next_cursor` is None at the end."""

    records: tuple[Record, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Closed:
    """When a thread was closed to new comments, in ms, and by whom."""

    at: int
    by: str


@dataclass(frozen=True, slots=True)
class Window:
    """What was found among `looked` comments that follow each other, from the one created at
    `first` to that at `last` (us; None if there was none); `more` lie beyond."""

    records: tuple[Record, ...]
    looked: int
    first: int | None
    last: int | None
    more: bool


@dataclass(frozen=True, slots=True)
class ThreadState:
    """A thread with the mark that changes whenever what readers see of it changes.

    `pinned` are ids in the order they were pinned in, of comments that were published then.
    """

    thread: Thread
    mark: str
    published: int
    closed: Closed | None = None
    pinned: tuple[str, ...] = ()


class Pinned(StrEnum):
    """What became of the wish to pin a comment, or to take its pin off."""

    CHANGED = "changed"
    AS_BEFORE = "as_before"
    NOT_PUBLISHED = "not_published"
    FULL = "full"


class Threads:
    """See the module."""

    def __init__(self, client: "redis.asyncio.Redis", scripts: Scripts, comments: Comments) -> None:
        self._client = client
        self._scripts = scripts
        self._comments = comments

    async def state(self, site: str, key: str) -> ThreadState:
        """What is known of a thread: of the one that the key leads to, if it was moved. One that
        nobody has written in is empty, not an error."""
        pipe = self._client.pipeline(transaction=False)
        pipe.hmget(keys.thread(site, key), THREAD_FIELDS)
        pipe.zcard(keys.published(site, key))
        fields, published = await pipe.execute()
        into = leads_to(fields)
        return await self.state(site, into) if into else thread_state(key, fields, published)

    async def close(self, site: str, key: str, by: str) -> bool:
        """Take no more comments in a thread. False if it was closed already."""
        return await self._close(site, key, by, closed=True)

    async def reopen(self, site: str, key: str, by: str) -> bool:
        """Take comments again. False if the thread was open."""
        return await self._close(site, key, by, closed=False)

    async def _close(self, site: str, key: str, by: str, *, closed: bool) -> bool:
        own = [keys.thread(site, key), keys.acts(site)]
        args = ["1" if closed else "", by, key, codec.ACTS_MOST]
        return bool(await self._scripts.run("close", own, args))

    async def pin(self, site: str, key: str, comment_id: str, by: str, *, on: bool) -> Pinned:
        """Show a published comment before the others, or no longer."""
        reply = await self._scripts.run(
            "pin",
            [keys.thread(site, key), keys.comment(site, comment_id), keys.acts(site)],
            [comment_id, key, "1" if on else "", MOST_PINNED, by, codec.ACTS_MOST],
        )
        return Pinned(reply.decode())

    async def published(self, site: str, key: str, limit: int, cursor: str | None) -> Page:
        """Published comments of a thread. Raises `BadCursor`."""
        return await self._page(site, keys.published(site, key), limit, cursor)

    async def before(self, site: str, key: str, created_us: int, most: int) -> list[Record]:
        """What is published in a thread just before a moment, the oldest first."""
        rows, _ = await self._rows(
            site, keys.published(site, key), most, cursor_after(created_us - 1, ""), newest=True
        )
        return [record for record, _ in reversed(rows) if record is not None]

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
        for _ in range(SCAN_LIMIT // BATCH):
            rows, more = await self._rows(site, index, BATCH, cursor)
            for record, cursor in rows:
                if record is not None and wanted(record):
                    found.append(record)
                if len(found) == limit:
                    last = cursor == rows[-1][1] and not more
                    return Page(tuple(found), None if last else cursor)
            if not more:
                return Page(tuple(found), None)
        return Page(tuple(found), cursor)

    async def window(
        self,
        site: str,
        status: Status,
        most: int,
        wanted: Callable[[Record], bool],
        *,
        start: int | None = None,
        end: int | None = None,
        newest: bool = False,
    ) -> Window:
        """Of up to `most` decided comments those that are wanted: oldest first from the creation
        `start` to `end`, both included, or `newest` first."""
        index, cursor = (
            keys.index(site, status),
            cursor_after(start, "") if start is not None else None,
        )
        found: list[Record] = []
        seen: list[int] = []
        more = True
        while more and len(seen) < most:
            rows, more = await self._rows(site, index, min(BATCH, most - len(seen)), cursor, newest)
            for record, cursor in rows:
                at = int(position(cursor)[0])
                if end is not None and (at < end if newest else at > end):
                    return _window(found, seen, more=True)
                seen.append(at)
                if record is not None and wanted(record):
                    found.append(record)
        return _window(found, seen, more=more)

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

    async def pending_since_ms(self, site: str) -> int | None:
        """When the oldest pending comment was made, by its id. It is among the first in the inbox;
        or, as leases put off when a comment is due, among the last."""
        pipe = self._client.pipeline(transaction=False)
        pipe.zrange(keys.inbox(site), 0, BATCH - 1)
        pipe.zrange(keys.inbox(site), -BATCH, -1)
        first, last = await pipe.execute()
        ids = [row.decode(errors="replace") for row in (*first, *last)]
        return min((made_ms(each) for each in ids if is_id(each)), default=None)

    async def _page(self, site: str, index: str, limit: int, cursor: str | None) -> Page:
        rows, more = await self._rows(site, index, limit, cursor)
        records = tuple(record for record, _ in rows if record is not None)
        return Page(records, rows[-1][1] if more else None)

    async def _rows(
        self, site: str, index: str, limit: int, cursor: str | None, newest: bool = False
    ) -> tuple[list[tuple[Record | None, str]], bool]:
        """Up to `limit` comments, each with the cursor of what follows it, and are there more?

        A cursor is made of the index's own score, which is not everywhere the creation time.
        """
        score, after = position(cursor, newest=newest)
        which = "newest" if newest else ""
        reply = await self._scripts.run("page", [index], [score, after, limit, which])
        ids = [row.decode() for row in reply[: 2 * limit : 2]]
        scores = [int(float(row)) for row in reply[1 : 2 * limit : 2]]
        records = await self._comments.read(site, ids)
        cursors = [cursor_after(us, i) for us, i in zip(scores, ids, strict=True)]
        return list(zip(records, cursors, strict=True)), len(reply) > 2 * limit


def cursor_at(record: Record) -> str:
    """Where a page begins that has this comment first."""
    return cursor_after(record.created_us, "")


def thread_state(key: str, fields: Sequence[bytes | None], published: int) -> ThreadState:
    """From the values of `THREAD_FIELDS`."""
    url, title, topics, born, revision, closed, pins, _ = fields
    thread = Thread(
        key=key,
        url=url.decode() if url else None,
        title=title.decode() if title else None,
        topics=msgspec.json.decode(topics, type=tuple[str, ...]) if topics else (),
    )
    mark = f"{int(born or 0):x}-{int(revision or 0):x}"
    pinned = tuple(pins.decode().split()) if pins else ()
    return ThreadState(thread, mark, published, _closed(closed), pinned)


def leads_to(fields: Sequence[bytes | None]) -> str | None:
    """The key of the thread that this one's comments were moved to. No two lead to each other."""
    into = fields[-1]
    return into.decode() if into else None


def _closed(raw: bytes | None) -> Closed | None:
    if raw is None:
        return None
    at, _, by = raw.decode().partition(" ")
    return Closed(int(at), by)


def cursor_after(created_us: int, comment_id: str) -> str:
    """Where a page begins that follows this comment."""
    return base64.urlsafe_b64encode(f"{created_us} {comment_id}".encode()).decode().rstrip("=")


def _window(found: list[Record], seen: list[int], *, more: bool) -> Window:
    first, last = (seen[0], seen[-1]) if seen else (None, None)
    return Window(tuple(found), len(seen), first, last, more)


def position(cursor: str | None, *, newest: bool = False) -> tuple[str, str]:
    """The score and the id that a page begins after. Raises `BadCursor`."""
    if not cursor:
        return "+inf" if newest else "-inf", ""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        score, comment_id = (
            base64.b64decode(padded, altchars=b"-_", validate=True).decode().split(" ")
        )
        return str(int(score)), comment_id
    except (binascii.Error, UnicodeError, ValueError) as exc:
        raise BadCursor(cursor) from exc
