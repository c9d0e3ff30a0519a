"""Decisions of people that can still be taken back, each beside a comment that is as it was.

Until one settles it has no effect: no history entry, no place in a thread, no lesson. It is on disk
all the same when `put` returns. Nothing here moves a comment; who carries out what is due does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import redis.asyncio

from moderation.comment import HistoryEntry, Status
from moderation.store import keys
from moderation.store.connection import Call, Scripts
from moderation.store.records import Decision

# From these a decision leads to readers, or to what the filter learns; others take effect at once.
FROM = (Status.HELD, Status.REJECTED)
# A decision waits for so long at most, whatever is set.
MOST_MS = 60_000


class Unsettled(msgspec.Struct, frozen=True):
    """A decision that waits. `at` and `due` are in ms of the store's clock."""

    at: int
    due: int
    by: str
    thread_key: str
    from_: Status = msgspec.field(name="from")
    to: Status
    version: int
    reason: str | None = None
    note: str | None = None

    def decision(self, site: str, comment_id: str) -> Decision:
        """What is to be carried out."""
        return Decision(
            id=comment_id,
            site=site,
            thread_key=self.thread_key,
            status=self.from_,
            version=self.version,
            to=self.to,
            by=self.by,
            reason=self.reason,
            note=self.note,
        )

    def entry(self) -> HistoryEntry:
        """The move it is going to make, told as one that was made."""
        return HistoryEntry(
            self.at, self.by, self.to, self.version + 1, self.from_, self.reason, self.note
        )


@dataclass(frozen=True, slots=True)
class Put:
    """What became of a decision. `made`: it waits now. Else `waits` is the one that did already, or
    there is none and the comment is not what was seen; `status` is then its present one, None if
    there is no such comment."""

    made: bool
    waits: Unsettled | None = None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A decision that is to be carried out, or taken back; `raw` is how it is kept. With none, only
    its place is left."""

    site: str
    id: str
    from_: Status
    raw: bytes
    decision: Decision | None


_decode = read = msgspec.json.Decoder(Unsettled).decode


class Settling:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis", scripts: Scripts) -> None:
        self._client = client
        self._scripts = scripts

    async def put(self, decisions: Sequence[Decision], ms: int) -> list[Put]:
        """Let decisions wait for `ms`, in one round trip, each only if its comment still is what
        was seen and no other decision on it waits."""
        replies = await self._scripts.run_many([_put_call(d, min(ms, MOST_MS)) for d in decisions])
        return [_put(reply) for reply in replies]

    async def of(self, site: str, ids: Sequence[str]) -> list[Unsettled | None]:
        """The decisions that wait beside these comments."""
        if not ids:
            return []
        rows: Any = await self._client.hmget(keys.unsettled(site), list(ids))
        return [_decode(row) if row else None for row in rows]

    async def leaving(self, site: str, status: Status) -> set[str]:
        """The comments that are about to leave a status."""
        if status not in FROM:
            return set()
        ids: Any = await self._client.zrange(keys.settling(site, status), 0, -1)
        return {each.decode() for each in ids}

    async def sizes(self, site: str) -> dict[Status, int]:
        """How many comments are about to leave a status. One that has just left it does not count,
        though its place here may be cleared a moment later."""
        pipe = self._client.pipeline(transaction=False)
        for status in FROM:
            pipe.zintercard(2, [keys.index(site, status), keys.settling(site, status)])
        return dict(zip(FROM, await pipe.execute(), strict=True))

    async def find(self, site: str, ids: Sequence[str]) -> list[Due | None]:
        """The decisions that wait beside these comments, due or not."""
        if not ids:
            return []
        rows: Any = await self._client.hmget(keys.unsettled(site), list(ids))
        return [_found(site, i, raw) if raw else None for i, raw in zip(ids, rows, strict=True)]

    async def take_back(self, found: Sequence[Due]) -> list[bool]:
        """As if they had never been. False for one that waits no more, or is due already."""
        return [bool(reply) for reply in await self._unsettle(found, MOST_MS)]

    async def due(self, sites: Sequence[str], limit: int) -> list[Due]:
        """What is to be carried out, up to `limit` a status of a site, in one round trip."""
        asked = [(site, status) for site in sites for status in FROM]
        replies = await self._scripts.run_many(
            [
                ("settled", [keys.settling(site, status), keys.unsettled(site)], [limit, MOST_MS])
                for site, status in asked
            ]
        )
        found = []
        for (site, status), reply in zip(asked, replies, strict=True):
            if isinstance(reply, Exception):
                raise reply
            for comment_id, raw in zip(reply[::2], reply[1::2], strict=True):
                each = comment_id.decode()
                lost = Due(site, each, status, raw, None)
                found.append(_found(site, each, raw) if raw else lost)
        return found

    async def settled(self, those: Sequence[Due]) -> None:
        """They were carried out, or cannot be any more. Another decision that waits stays."""
        await self._unsettle(those, None)

    async def _unsettle(self, those: Sequence[Due], most_ms: int | None) -> list[Any]:
        most = "" if most_ms is None else most_ms
        replies = await self._scripts.run_many(
            [
                (
                    "unsettle",
                    [keys.unsettled(each.site), keys.settling(each.site, each.from_)],
                    [each.id, each.raw, most],
                )
                for each in those
            ]
        )
        for reply in replies:
            if isinstance(reply, Exception):
                raise reply
        return replies


def _found(site: str, comment_id: str, raw: bytes) -> Due:
    waits = _decode(raw)
    return Due(site, comment_id, waits.from_, raw, waits.decision(site, comment_id))


def _put_call(decision: Decision, ms: int) -> Call:
    site = decision.site
    rest = {
        "by": decision.by,
        "thread_key": decision.thread_key,
        "from": decision.status,
        "to": decision.to,
        "version": decision.version,
        "reason": decision.reason,
        "note": decision.note,
    }
    return (
        "settle",
        [
            keys.comment(site, decision.id),
            keys.unsettled(site),
            keys.settling(site, decision.status),
        ],
        [
            decision.id,
            decision.status,
            decision.version,
            msgspec.json.encode(rest).removeprefix(b"{"),
            ms,
        ],
    )


def _put(reply: Any) -> Put:
    if isinstance(reply, Exception):
        raise reply
    word = reply[0]
    if word in (1, 2):
        return Put(word == 1, _decode(reply[1]))
    return Put(False, None, Status(reply[1].decode()) if word == 0 else None)
