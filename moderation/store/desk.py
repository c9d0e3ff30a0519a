"""The moderators' desk: comments they set aside, and notes they leave each other.

Beside the comments, never instead: what lies here moves no comment, and losing it loses none.
A comment is set aside until somebody decides it; `decide.lua` takes it away then, and puts what the
checks hold in care among the urgent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec
import redis.asyncio

from moderation.comment import Status
from moderation.store import keys
from moderation.store.connection import Scripts

# A comment has so many notes at most; the oldest give way.
MOST_NOTES = 50


class Aside(StrEnum):
    """Why a comment was set aside. `urgent`: somebody may be at risk. Readers' reports set aside
    what is published: `reported`, and `at_risk` if one says so. Their authors' appeals what is
    rejected: `appealed`."""

    SECOND_OPINION = "second_opinion"
    URGENT = "urgent"
    REPORTED = "reported"
    AT_RISK = "at_risk"
    APPEALED = "appealed"


# What moderators may set aside themselves.
BY_MODERATORS = (Aside.SECOND_OPINION, Aside.URGENT)


# What is set aside for another reason than that somebody may be at risk.
OTHERS = tuple(aside for aside in Aside if aside is not Aside.URGENT)


class Note(msgspec.Struct, frozen=True):
    """For moderators only. `at` is in ms of the store's clock; with `aside`, it was set aside, or
    with `ended` taken back from there; with `too_late`, it says what they decided when the comment
    had been changed already."""

    at: int
    by: str
    text: str = ""
    aside: Aside | None = None
    too_late: Status | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Lying:
    """What lies on the desk of one comment."""

    notes: tuple[Note, ...]
    aside: frozenset[Aside]


class Desk:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis", scripts: Scripts) -> None:
        self._client = client
        self._scripts = scripts

    async def set_aside(self, site: str, aside: Aside, comment_id: str) -> bool | None:
        """True, or False if it lay there already; None if it is not held any more."""
        own = [keys.comment(site, comment_id), keys.aside(site, aside)]
        reply = await self._scripts.run("aside", own, [comment_id, Status.HELD])
        return None if reply < 0 else bool(reply)

    async def take_back(self, site: str, aside: Aside, comment_id: str) -> bool:
        """It is not set aside any more. False if it was not."""
        return bool(await self._client.zrem(keys.aside(site, aside), comment_id))

    async def aside(self, site: str, aside: Aside, limit: int) -> list[str]:
        """The oldest that were set aside."""
        ids: Any = await self._client.zrange(keys.aside(site, aside), 0, limit - 1)
        return [each.decode() for each in ids]

    async def sizes(self, site: str) -> dict[Aside, int]:
        """How many lie there, and no decision on them waits."""
        pipe = self._client.pipeline(transaction=False)
        ask_sizes(pipe, site)
        return read_sizes(await pipe.execute())

    async def note(
        self,
        site: str,
        comment_id: str,
        by: str,
        text: str = "",
        aside: Aside | None = None,
        too_late: Status | None = None,
        *,
        ended: bool = False,
    ) -> None:
        """Leave a note."""
        note = {"by": by, "text": text, "aside": aside, "too_late": too_late, "ended": ended}
        words = msgspec.json.encode(note).removeprefix(b"{")
        await self._scripts.run("note", [keys.notes(site, comment_id)], [words, MOST_NOTES])

    async def of(self, site: str, comment_id: str) -> Lying:
        """Of one comment, its notes oldest first."""
        pipe = self._client.pipeline(transaction=False)
        pipe.lrange(keys.notes(site, comment_id), 0, -1)
        for aside in Aside:
            pipe.zscore(keys.aside(site, aside), comment_id)
        lines, *scores = await pipe.execute()
        return Lying(
            tuple(msgspec.json.decode(line, type=Note) for line in lines),
            frozenset(a for a, score in zip(Aside, scores, strict=True) if score is not None),
        )


def ask_sizes(pipe: Any, site: str) -> None:
    """Put into a pipeline what `read_sizes` makes sense of."""
    for aside in Aside:
        pipe.zcard(keys.aside(site, aside))
        stands = Status.REJECTED if aside is Aside.APPEALED else Status.HELD
        pipe.zintercard(2, [keys.aside(site, aside), keys.settling(site, stands)])


def read_sizes(replies: Sequence[int]) -> dict[Aside, int]:
    """How many lie where, less those whose decision waits to be carried out."""
    return {
        aside: lying - leaving
        for aside, lying, leaving in zip(Aside, replies[::2], replies[1::2], strict=True)
    }
