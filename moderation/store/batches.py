"""Decisions on many comments at once: what was chosen, and what became of it.

A batch is kept for as long as it can be undone as one; what was decided stands in the comments.
"""

import msgspec
import redis.asyncio

from moderation.comment import Status
from moderation.identity import new_id
from moderation.store import keys

KEPT_MS = 3_600_000


class Pick(msgspec.Struct, frozen=True, array_like=True):
    """A comment as it was when it was chosen."""

    id: str
    version: int


class Skip(msgspec.Struct, frozen=True, array_like=True):
    """A chosen comment that was not decided: `by` had moved it `to` there, or it is gone (None)."""

    id: str
    by: str | None = None
    to: Status | None = None


class Batch(msgspec.Struct, frozen=True):
    """What `by` wants done to those picked. `done`: it has been; then `made` are those that were
    decided so, and `skipped` the others."""

    by: str
    to: Status
    picks: tuple[Pick, ...]
    reason: str | None = None
    done: bool = False
    made: tuple[str, ...] = ()
    skipped: tuple[Skip, ...] = ()


class Batches:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis") -> None:
        self._client = client

    async def keep(self, site: str, batch: Batch, batch_id: str | None = None) -> str:
        """Keep it, as what it has become if it was kept before. Returns its id."""
        batch_id = batch_id or new_id()
        document = msgspec.json.encode(batch)
        await self._client.set(keys.batch(site, batch_id), document, px=KEPT_MS)
        return batch_id

    async def read(self, site: str, batch_id: str) -> Batch | None:
        """None if there is none, or no longer."""
        document = await self._client.get(keys.batch(site, batch_id))
        return msgspec.json.decode(document, type=Batch) if document else None
