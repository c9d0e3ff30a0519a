"""The audit log of a site: what people decided, one entry a move, the newest first.

`decide.lua` writes an entry together with the move, `edit.lua` with a change of a text, and what a
server does in an author's name (`authorship`) is entered so, too; nothing else is, and nothing
changes one.
Nothing that was written by an author is in it: not their text, name or address, nor a note or an
article that could tell of them. What was deleted leaves a move behind, and no more.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import redis.asyncio

from moderation.comment import Status
from moderation.lesson import MACHINES
from moderation.store import keys
from moderation.store.threads import BadCursor

STEP = 500
# How many entries one filtered page may look at: a rare filter gives short pages, not slow ones.
SCAN_LIMIT = 5_000

ENTRY_ID = re.compile(r"[0-9]{1,15}-[0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A move of a person, or of the site's own server. `at` is in ms of the store's clock, and
    never less than that of the entry before. `after` is who made the comment's move before.

    `policy_version` is that of the verdict they were shown; None if there was none.
    """

    id: str
    at: int
    by: str
    comment: str
    version: int
    from_: Status
    to: Status
    after: str
    reason: str | None
    policy_version: int | None

    @property
    def edited(self) -> bool:
        """It is no move: they changed the text, and the comment stands where it stood."""
        return self.from_ is self.to

    @property
    def reverses(self) -> str | None:
        """The person whose decision this took back; None if it took back none."""
        stood = self.from_ in (Status.PUBLISHED, Status.REJECTED) and not self.edited
        return self.after or None if stood and self.after not in MACHINES else None


@dataclass(frozen=True, slots=True)
class Search:
    """Which entries somebody wants; all that is given must hold. `by` may go without its kind:
    "ana" is "moderator:ana". `since` and `until` are in ms, both included."""

    by: str | None = None
    to: Status | None = None
    reason: str | None = None
    comment: str | None = None
    reversals: bool = False
    edits: bool = False
    since: int | None = None
    until: int | None = None

    def wants(self, entry: Entry) -> bool:
        """But for the time, by which the log is read."""
        return (
            (self.by is None or self.by in (entry.by, entry.by.removeprefix("moderator:")))
            and (self.to is None or (entry.to is self.to and not entry.edited))
            and (not self.edits or entry.edited)
            and (self.reason is None or entry.reason == self.reason)
            and (self.comment is None or entry.comment == self.comment)
            and (not self.reversals or entry.reverses is not None)
        )


EVERYTHING = Search()


@dataclass(frozen=True, slots=True)
class AuditPage:
    """`next_cursor` is None at the end."""

    entries: tuple[Entry, ...]
    next_cursor: str | None


class Audit:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis") -> None:
        self._client = client

    async def page(
        self, site: str, limit: int, cursor: str | None = None, search: Search = EVERYTHING
    ) -> AuditPage:
        """Up to `limit` entries after the cursor, which is the id of one. Raises `BadCursor`.

        A page may be short, even empty, and still have a `next_cursor`: at most `SCAN_LIMIT`
        entries are looked at.
        """
        if cursor is not None and not ENTRY_ID.fullmatch(cursor):
            raise BadCursor(cursor)
        found: list[Entry] = []
        for _ in range(SCAN_LIMIT // STEP):
            entries = await self._step(site, cursor, search)
            for entry in entries:
                if search.wants(entry):
                    if len(found) == limit:
                        return AuditPage(tuple(found), cursor)
                    found.append(entry)
                cursor = entry.id
            if len(entries) < STEP:
                return AuditPage(tuple(found), None)
        return AuditPage(tuple(found), cursor)

    async def all(self, site: str, search: Search = EVERYTHING) -> AsyncIterator[list[Entry]]:
        """Every entry that is wanted, some at a time; what is decided meanwhile is not in it."""
        cursor: str | None = None
        while True:
            entries = await self._step(site, cursor, search)
            yield [entry for entry in entries if search.wants(entry)]
            if len(entries) < STEP:
                return
            cursor = entries[-1].id

    async def _step(self, site: str, cursor: str | None, search: Search) -> list[Entry]:
        """The next entries before the cursor, within the time that is wanted."""
        latest = f"({cursor}" if cursor else "+" if search.until is None else search.until
        first = "-" if search.since is None else search.since
        rows: Any = await self._client.xrevrange(keys.audit(site), latest, first, count=STEP)
        return [entry(row) for row in rows]


def entry(row: Any) -> Entry:
    """As the stream has it. Raises `ValueError` or `KeyError` for what the script did not write."""
    entry_id, raw = row
    said = {name.decode(): value.decode() for name, value in raw.items()}
    return Entry(
        id=entry_id.decode(),
        at=int(entry_id.partition(b"-")[0]),
        by=said["by"],
        comment=said["comment"],
        version=int(said["version"]),
        from_=Status(said["from"]),
        to=Status(said["to"]),
        after=said["after"],
        reason=said["reason"] or None,
        policy_version=int(said["policy"]) if said["policy"] else None,
    )
