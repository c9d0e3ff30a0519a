"""Forgetting the machines that comments came from: addresses and browsers, after some days.

While a comment is young its address serves the checks, and the rulings of moderators about
addresses and their ranges. After that nothing asks for it. A comment keeps status and version: what
anybody sees of it does not change.
"""

from typing import Any

import msgspec
import redis.asyncio

from moderation.comment import Client, Status
from moderation.store import codec, damage, keys
from moderation.store.connection import Call, Scripts

BATCH = 100
# What is changed while a run looks at it is met by the next one, which begins so much earlier.
AGAIN_US = 3600 * 1_000_000
DECIDED = tuple(status for status in Status if status is not Status.PENDING)


class Forgetting:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis", scripts: Scripts) -> None:
        self._client = client
        self._scripts = scripts

    async def run(self, site: str, before_ms: int) -> int:
        """Forget the machines of all comments written before a moment. Returns of how many.

        Any number may run at once, and again after any interruption. What is pending for so long
        is forgotten when it is decided: a run goes no further than the oldest of these.
        """
        rows: Any = await self._client.zrange(keys.inbox(site), 0, BATCH)
        end = await self._oldest_of(site, rows, before_ms * 1000)
        reached = await self._reached(site, before_ms * 1000)
        begin = max(0, reached - AGAIN_US)
        forgotten = 0
        for status in DECIDED:
            forgotten += await self._walk(site, keys.index(site, status), begin, end)
        # Behind a backlog there may be older ones yet: the next run begins where this one did.
        if len(rows) <= BATCH:
            await self._client.set(keys.forgotten(site), max(end, reached))
        return forgotten

    async def _reached(self, site: str, horizon: int) -> int:
        """How far runs have come, us. A moment well beyond the horizon is of before the clock was
        set back, or of a shorter time to forget after: what is there is looked at anew."""
        raw: Any = await self._client.get(keys.forgotten(site))
        reached = _number(raw) or 0
        return reached if reached <= horizon + AGAIN_US else 0

    async def _oldest_of(self, site: str, rows: list[bytes], end: int) -> int:
        """The moment up to which none of these pending comments was written, us; `end` at most."""
        pipe = self._client.pipeline(transaction=False)
        for row in rows:
            pipe.hget(keys.comment(site, damage.shown(row)), "created")
        created = map(_number, await damage.replies(pipe) if rows else [])
        return min([end, *(each - 1 for each in created if each is not None)])

    async def _walk(self, site: str, index: str, begin: int, end: int) -> int:
        forgotten = 0
        while True:
            rows: Any = await self._client.zrange(
                index, begin, end, byscore=True, offset=0, num=BATCH, withscores=True
            )
            forgotten += await self._forget(site, [damage.shown(row[0]) for row in rows])
            if len(rows) < BATCH:
                return forgotten
            begin = int(rows[-1][1])  # again: another may be of that very microsecond

    async def _forget(self, site: str, ids: list[str]) -> int:
        pipe = self._client.pipeline(transaction=False)
        for comment_id in ids:
            pipe.hget(keys.comment(site, comment_id), "doc")
        docs = await damage.replies(pipe) if ids else []
        calls: list[Call] = [
            ("forget", [keys.comment(site, comment_id)], [doc, without])
            for comment_id, doc in zip(ids, docs, strict=True)
            if doc is not None and (without := without_machine(doc)) is not None
        ]
        replies = await self._scripts.run_many(calls)
        for reply in replies:
            if isinstance(reply, Exception):
                raise reply
        return sum(replies)


def _number(raw: bytes | None) -> int | None:
    """None also for what is none (fsck tells)."""
    return int(raw) if raw is not None and raw.isdigit() else None


def without_machine(doc: bytes) -> bytes | None:
    """A comment's document without its client; None if it has none, or is damaged (fsck tells)."""
    try:
        body = msgspec.json.decode(doc, type=codec.Body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    if body.client == Client():
        return None
    return msgspec.json.encode(msgspec.structs.replace(body, client=Client()))
