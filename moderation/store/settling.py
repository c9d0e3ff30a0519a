"""Decisions of people that can still be taken back, each beside a comment that is as it was.

Until one settles it has no effect: no history entry, no place in a thread, no lesson. It is on disk
all the same when `put` returns. Nothing here moves a comment; who carries out what is due does.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import redis.asyncio

from moderation.comment import HistoryEntry, IllegalMove, Status, check_move
from moderation.store import damage, keys
from moderation.store.connection import Call, Scripts
from moderation.store.records import Decision

log = logging.getLogger(__name__)

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


_decode = msgspec.json.Decoder(Unsettled).decode


def read(raw: bytes | None) -> Unsettled | None:
    """A decision as it is kept; None if there is none, or it cannot be read (fsck tells)."""
    try:
        waits = _decode(raw) if raw else None
        if waits is not None:
            check_move(waits.from_, waits.to)
    except (msgspec.MsgspecError, UnicodeDecodeError, IllegalMove):
        return None
    return waits


class Settling:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis", scripts: Scripts) -> None:
        self._client = client
        self._scripts = scripts
        # What could not be read when it was looked at last, so that it is told once.
        self._unread: dict[tuple[str, Status], set[str]] = {}

    async def put(self, decisions: Sequence[Decision], ms: int) -> list[Put]:
        """Let decisions wait for `ms`, in one round trip, each only if its comment still is what
        was seen and no other decision on it waits. One that cannot be read gives way."""
        replies = await self._put([(decision, b"") for decision in decisions], ms)
        blocked = [n for n, r in enumerate(replies) if r[0] in (1, 2) and read(r[1]) is None]
        again = await self._put([(decisions[n], replies[n][1]) for n in blocked], ms)
        for n, reply in zip(blocked, again, strict=True):
            replies[n] = reply
        return [_put(reply) for reply in replies]

    async def _put(self, those: Sequence[tuple[Decision, bytes]], ms: int) -> list[Any]:
        calls = [_put_call(decision, min(ms, MOST_MS), instead) for decision, instead in those]
        replies = await self._scripts.run_many(calls)
        for reply in replies:
            if isinstance(reply, Exception):
                raise reply
        return replies

    async def of(self, site: str, ids: Sequence[str]) -> list[Unsettled | None]:
        """The decisions that wait beside these comments."""
        if not ids:
            return []
        rows: Any = await self._client.hmget(keys.unsettled(site), list(ids))
        return [read(row) for row in rows]

    async def leaving(self, site: str, status: Status) -> set[str]:
        """The comments that are about to leave a status."""
        if status not in FROM:
            return set()
        ids: Any = await self._client.zrange(keys.settling(site, status), 0, -1)
        return {damage.shown(each) for each in ids}

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
        return [_found(site, i, raw) for i, raw in zip(ids, rows, strict=True)]

    async def take_back(self, found: Sequence[Due]) -> list[bool]:
        """As if they had never been. False for one that waits no more, or is due already."""
        return [bool(reply) for reply in await self._unsettle(found, MOST_MS)]

    async def due(self, sites: Sequence[str], limit: int) -> list[Due]:
        """What is to be carried out, up to `limit` a status of a site, in one round trip. What
        cannot be read is left where it is, told once, and keeps nobody else waiting."""
        asked = [(site, status) for site in sites for status in FROM]
        replies = await self._scripts.run_many([self._due_call(*each, limit) for each in asked])
        found = []
        for (site, status), reply in zip(asked, replies, strict=True):
            unread = set()
            if damage.is_damage(reply):
                unread.add("of another type")
            elif isinstance(reply, Exception):
                raise reply
            else:
                for raw_id, raw in zip(reply[::2], reply[1::2], strict=True):
                    each = _due(site, status, raw_id, raw)
                    if each is None:
                        unread.add(damage.shown(raw_id))
                    else:
                        found.append(each)
            self._tell(site, status, unread)
        return found

    def _due_call(self, site: str, status: Status, limit: int) -> Call:
        more = limit + len(self._unread.get((site, status), ()))
        return ("settled", [keys.settling(site, status), keys.unsettled(site)], [more, MOST_MS])

    def _tell(self, site: str, status: Status, unread: set[str]) -> None:
        for each in unread - self._unread.get((site, status), set()):
            log.warning("a decision that waits cannot be read: %s", each, extra={"site": site})
        self._unread[site, status] = unread

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


def _found(site: str, comment_id: str, raw: bytes | None) -> Due | None:
    waits = read(raw)
    if raw is None or waits is None:
        return None
    return Due(site, comment_id, waits.from_, raw, waits.decision(site, comment_id))


def _due(site: str, status: Status, raw_id: bytes, raw: bytes) -> Due | None:
    """None for what cannot be read."""
    comment_id = damage.text(raw_id)
    if comment_id is None:
        return None
    return _found(site, comment_id, raw) if raw else Due(site, comment_id, status, raw, None)


def _put_call(decision: Decision, ms: int, instead: bytes) -> Call:
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
            instead,
        ],
    )


def _put(reply: Any) -> Put:
    word = reply[0]
    if word in (1, 2):
        return Put(word == 1, read(reply[1]))
    return Put(False, None, Status(reply[1].decode()) if word == 0 else None)
