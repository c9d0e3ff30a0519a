"""A thread gets another key, or becomes part of another thread. The old key leads to the new one.

First the old thread is sealed: from then on it leads to the other, for readers and writers, and
takes no more comments, so there is an end to those it has. Then each comment is moved by itself,
all of it at once. Whatever is killed in between, doing it again goes on.
"""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import redis.asyncio

from moderation.store import damage, keys
from moderation.store.connection import Call, Scripts
from moderation.store.threads import MOST_PINNED

BY = "operator"
BATCH = 200

# Id, status and thread of a comment.
Row = tuple[str, str, str]


class How(StrEnum):
    """Into a thread that there is already, or to a key that is nobody's."""

    MERGE = "merge"
    REMAP = "remap"


class Sealed(StrEnum):
    """What became of the wish. All but the first two change nothing."""

    SEALED = "sealed"
    AGAIN = "again"
    UNKNOWN = "unknown"
    ELSEWHERE = "elsewhere"
    ONWARD = "onward"
    MISSING = "missing"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Move:
    """On a site, all comments of the thread `key` to the thread `into`."""

    site: str
    key: str
    into: str
    how: How


@dataclass(slots=True)
class Sweep:
    """One look at every comment: how many were moved, by status; `righted`, having been decided
    meanwhile as of the old thread; `busy`, left since somebody is about to decide on them."""

    moved: Counter[str] = field(default_factory=Counter)
    righted: int = 0
    busy: int = 0

    @property
    def clean(self) -> bool:
        """Nothing was to be done."""
        return not (self.moved or self.righted or self.busy)


class Moving:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis", scripts: Scripts) -> None:
        self._client = client
        self._scripts = scripts

    async def seal(self, move: Move, *, look: bool = False) -> tuple[Sealed, str]:
        """Let the one key lead to the other; with `look`, only say what would become of it. The
        text is the key that one of them leads to, where that is why not. Done `AGAIN`, it lets
        readers' copies of the other thread end."""
        word, key = await self._scripts.run(
            "seal",
            [keys.thread(move.site, move.key), keys.thread(move.site, move.into)],
            [move.key, move.into, move.how, BY, "1" if look else ""],
        )
        return Sealed(word.decode()), key.decode()

    async def count(self, move: Move) -> Counter[str]:
        """How many comments there are to move, by status."""
        found: Counter[str] = Counter()
        async for rows in self._comments(move):
            found.update(status for _, status, thread in rows if thread == move.key)
        return found

    async def sweep(self, move: Move) -> Sweep:
        """Move what can be moved now, first what is pinned, in the order it is pinned in. A comment
        that is accepted is never deleted, so one look at every key meets all that there were when
        the thread was sealed."""
        sweep = Sweep()
        raw: Any = await self._client.hget(keys.thread(move.site, move.key), "pinned")
        pinned = [keys.comment(move.site, each) for each in damage.shown(raw or b"").split()]
        await self._move(move, await self._told(move, pinned), sweep)
        async for rows in self._comments(move):
            await self._move(move, rows, sweep)
        return sweep

    async def _move(self, move: Move, rows: Sequence[Row], sweep: Sweep) -> None:
        replies = await self._scripts.run_many([_call(move, row[0]) for row in rows])
        for (_, status, _), reply in zip(rows, replies, strict=True):
            if isinstance(reply, Exception):
                raise reply
            if reply == b"moved":
                sweep.moved[status] += 1
            sweep.righted += reply == b"righted"
            sweep.busy += reply == b"busy"

    async def _comments(self, move: Move) -> AsyncIterator[Sequence[Row]]:
        """Every comment of either thread, some at a time."""
        cursor: Any = None
        raw: Any
        while cursor != 0:
            cursor, raw = await self._client.scan(
                cursor or 0, match=keys.comment(move.site, "*"), count=BATCH
            )
            yield await self._told(move, [key for key in map(damage.text, raw) if key])

    async def _told(self, move: Move, names: Sequence[str]) -> Sequence[Row]:
        """Those of them that are comments of either thread; of what is damaged fsck tells."""
        wanted = {key.encode(): key for key in (move.key, move.into)}
        pipe = self._client.pipeline(transaction=False)
        for name in names:
            pipe.hmget(name, ["status", "thread"])
        return [
            (keys.parse(name)[2], damage.shown(told[0]), wanted[told[1]])
            for name, told in zip(names, await damage.replies(pipe), strict=True)
            if told is not None and told[0] and told[1] in wanted
        ]


def _call(move: Move, comment_id: str) -> Call:
    site = move.site
    return (
        "move",
        [
            keys.comment(site, comment_id),
            *(keys.thread(site, move.key), keys.published(site, move.key)),
            *(keys.thread(site, move.into), keys.published(site, move.into)),
            *(keys.inbox(site), keys.unsettled(site)),
        ],
        [comment_id, move.key, move.into, MOST_PINNED],
    )
