"""What people did on a site besides deciding on comments: they closed a thread, pinned, ruled.

The scripts that do it write the entry with it; nothing else does, and nothing changes one. Whom a
ruling is about is not in it, but what kind of whom: an address that is let go leaves no trace.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import redis.asyncio

from moderation.store import keys
from moderation.store.audit import ENTRY_ID
from moderation.store.threads import BadCursor


class Did(StrEnum):
    CLOSED = "closed"
    OPENED = "opened"
    PINNED = "pinned"
    UNPINNED = "unpinned"
    RULED = "ruled"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Act:
    """`at` is in ms of the store's clock. `what` is a thread's key, or the word and kind of a
    ruling: "ban email"; `comment` is the one that was pinned, or not any more."""

    id: str
    at: int
    by: str
    did: Did
    what: str
    comment: str | None


@dataclass(frozen=True, slots=True)
class ActPage:
    """`next_cursor` is None at the end."""

    acts: tuple[Act, ...]
    next_cursor: str | None


class Acts:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis") -> None:
        self._client = client

    async def page(self, site: str, limit: int, cursor: str | None = None) -> ActPage:
        """Up to `limit` acts after the cursor, which is the id of one, the newest first. Raises
        `BadCursor`."""
        if cursor is not None and not ENTRY_ID.fullmatch(cursor):
            raise BadCursor(cursor)
        latest = f"({cursor}" if cursor else "+"
        rows: Any = await self._client.xrevrange(keys.acts(site), latest, "-", count=limit + 1)
        acts = tuple(_act(row) for row in rows[:limit])
        return ActPage(acts, acts[-1].id if len(rows) > limit else None)


def _act(row: Any) -> Act:
    act_id, raw = row
    said = {name.decode(): value.decode() for name, value in raw.items()}
    return Act(
        id=act_id.decode(),
        at=int(act_id.partition(b"-")[0]),
        by=said["by"],
        did=Did(said["did"]),
        what=said["what"],
        comment=said["comment"] or None,
    )
