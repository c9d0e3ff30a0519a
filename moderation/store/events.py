"""What became of a site's comments, one event a move or change of text, for servers that follow it.

The scripts that decide, edit, revise and withdraw write it together with what they do. It is a
courtesy and no record: the newest ten thousand are kept, and histories have them all. Nothing that
anybody wrote is in it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import redis
import redis.asyncio

from moderation.comment import Status
from moderation.store import keys

# Before all events.
START = "0-0"


class Did(StrEnum):
    """What happened to a comment. With `edited` it may wait again: `to` says where it stands."""

    PUBLISHED = "published"
    HELD = "held"
    REJECTED = "rejected"
    REMOVED = "removed"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class Event:
    """`at` is in ms of the store's clock, never less than that of the event before. `thread` is the
    key of the comment's thread, `version` the one that this made."""

    id: str
    at: int
    did: Did
    comment: str
    thread: str
    version: int
    from_: Status
    to: Status
    by: str


@dataclass(frozen=True, slots=True)
class Reach:
    """The ids of the oldest event that is kept and of the newest, and whether older ones were
    dropped."""

    oldest: str = START
    newest: str = START
    dropped: bool = False

    def covers(self, event_id: str) -> bool:
        """Is every event after that one still there? A store that was put back to an earlier day
        has had fewer than somebody saw."""
        if self.dropped and order(event_id) < order(self.oldest):
            return False
        return order(event_id) <= order(self.newest)


class Events:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis") -> None:
        self._client = client

    async def after(self, site: str, event_id: str, limit: int) -> list[Event]:
        """Up to `limit` events after that one, the oldest first."""
        rows: Any = await self._client.xrange(keys.events(site), f"({event_id}", "+", count=limit)
        return [_event(row) for row in rows]

    async def reach(self, site: str) -> Reach:
        try:
            told: Any = await self._client.xinfo_stream(keys.events(site))
        except redis.ResponseError:  # there is none yet
            return Reach()
        oldest, newest = (told[name][0].decode() for name in ("first-entry", "last-entry"))
        return Reach(oldest, newest, dropped=told["entries-added"] > told["length"])


def order(event_id: str) -> tuple[int, int]:
    """By which ids are compared."""
    at, _, number = event_id.partition("-")
    return int(at), int(number)


def _event(row: Any) -> Event:
    event_id, raw = row
    said = {name.decode(): value.decode() for name, value in raw.items()}
    return Event(
        id=event_id.decode(),
        at=int(event_id.partition(b"-")[0]),
        did=Did(said["did"]),
        comment=said["comment"],
        thread=said["thread"],
        version=int(said["version"]),
        from_=Status(said["from"]),
        to=Status(said["to"]),
        by=said["by"],
    )
