"""How a site stands at one moment: how many comments where, who looks at which, what waits.

One look for all who want to know: what it costs does not grow with them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import redis.asyncio

from moderation.comment import Status
from moderation.store import codec, keys
from moderation.store.desk import Aside, ask_sizes, read_sizes
from moderation.store.presence import current
from moderation.store.settling import FROM, read


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a comment stands, and who moved it there, or edited it; as if decisions that wait were
    made."""

    status: Status
    version: int
    by: str
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """`at` is in us and tells which of two is the newer. `sizes` and `asides`: what has been
    decided has left its list, and lies on no desk any more. `looks`: who -> comment; `comments` are
    those looked at. `due_ms`: when the first comment in the inbox is due; None if none waits.
    """

    at: int
    sizes: Mapping[Status, int]
    asides: Mapping[Aside, int]
    looks: Mapping[str, str]
    comments: Mapping[str, Stand]
    due_ms: int | None

    @property
    def at_ms(self) -> int:
        return self.at // 1000


async def stand(client: "redis.asyncio.Redis", site: str) -> Standing:
    """Raises what `StoreErrors` names when the store is away."""
    pipe = client.pipeline(transaction=True)  # so that the time is that of the counts
    pipe.time()
    pipe.hgetall(keys.looks(site))
    pipe.zrange(keys.inbox(site), 0, 0, withscores=True)
    for status in FROM:
        pipe.zintercard(2, [keys.index(site, status), keys.settling(site, status)])
    for status in Status:
        pipe.zcard(keys.index(site, status))
    ask_sizes(pipe, site)
    (seconds, micros), looks, first, *counts = await pipe.execute()
    sizes, asides = counts[: len(FROM) + len(Status)], counts[len(FROM) + len(Status) :]
    leaving = dict(zip(FROM, sizes, strict=False))
    standing = zip(Status, sizes[len(FROM) :], strict=True)
    at = int(seconds) * 1_000_000 + int(micros)
    seen = current(looks, at // 1000)
    return Standing(
        at=at,
        sizes={status: size - leaving.get(status, 0) for status, size in standing},
        asides=read_sizes(asides),
        looks=seen,
        comments=await _comments(client, site, sorted(set(seen.values()))),
        due_ms=int(first[0][1]) if first else None,
    )


async def _comments(client: "redis.asyncio.Redis", site: str, ids: list[str]) -> dict[str, Stand]:
    """Those of them that exist."""
    if not ids:
        return {}
    pipe = client.pipeline(transaction=False)
    pipe.hmget(keys.unsettled(site), ids)
    for each in ids:
        pipe.hmget(keys.comment(site, each), codec.STAND_FIELDS)
    waiting, *rows = await pipe.execute()
    return {
        each: _stand(waits, *row)
        for each, waits, row in zip(ids, waiting, rows, strict=True)
        if None not in row
    }


def _stand(waits: bytes | None, status: bytes, version: bytes, history: bytes) -> Stand:
    unsettled = read(waits)
    if unsettled is not None:
        entry = unsettled.entry()
        return Stand(entry.to, entry.version, entry.by)
    entry = codec.last(history)
    return Stand(Status(status.decode()), int(version), entry.by, entry.edited)
