"""Pins and lists that name comments which stand elsewhere by now, for fsck.

Every script that moves a comment takes both away with the move. One that was decided as of its old
thread, while it was moved, may keep its pin for a moment: pins are looked at twice.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import redis.asyncio

from moderation.comment import Status
from moderation.store import damage, keys
from moderation.store.connection import Scripts
from moderation.store.damage import Key
from moderation.store.desk import Aside
from moderation.store.findings import Finding, Kind

# Where what is set aside may stand. What its author changed is held, and stays on its list.
STANDS = {
    Aside.SECOND_OPINION: frozenset({Status.HELD}),
    Aside.REPORTED: frozenset({Status.PUBLISHED, Status.HELD}),
    Aside.AT_RISK: frozenset({Status.PUBLISHED, Status.HELD}),
    Aside.APPEALED: frozenset({Status.REJECTED, Status.HELD}),
}
# Whoever moves a comment to another thread puts what was decided meanwhile right after it.
AGAIN_SECONDS = 0.5


class Leftovers:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis", scripts: Scripts) -> None:
        self._client = client
        self._scripts = scripts

    async def pins(self, threads: Sequence[Key], *, repair: bool) -> list[Finding]:
        """Pins of threads whose comments are not published there."""
        pipe = self._client.pipeline(transaction=False)
        for key in threads:
            pipe.hget(key.raw, "pinned")
        pinned: list[Any] = await pipe.execute(raise_on_error=False)
        found, wrong = [], []
        for key, pins in zip(threads, pinned, strict=True):
            if isinstance(pins, Exception):
                if not damage.is_damage(pins):
                    raise pins
                found.append(key.damaged())
            elif pins and (ids := await self._wrong_pins(key)):
                wrong.append((key, ids))
        if wrong:
            await asyncio.sleep(AGAIN_SECONDS)
        for key, ids in wrong:
            found += await self._still_wrong(key, ids, repair=repair)
        return found

    async def _still_wrong(
        self, key: Key, before: Sequence[bytes], *, repair: bool
    ) -> list[Finding]:
        left = await self._wrong_pins(key)
        wrong = [each for each in before if each in left]
        if wrong and repair:
            await self._scripts.run("unpin", *_of_thread(key, wrong))
            left = await self._wrong_pins(key)
        return [_finding(key, each, Kind.PINNED_NOT_PUBLISHED, each not in left) for each in wrong]

    async def _wrong_pins(self, key: Key) -> list[bytes]:
        found: list[bytes] = await self._scripts.run("pins", *_of_thread(key))
        return found

    async def set_aside(self, key: Key, ids: Sequence[bytes], *, repair: bool) -> list[Finding]:
        """What was met in a list of what is set aside, and stands elsewhere."""
        stands = STANDS[Aside(key.rest)]
        place = damage.text(key.raw) or ""
        (rows,) = await self._scripts.run_many([("ghosts", [place], [keys.prefix(key.site), *ids])])
        if damage.is_damage(rows):
            return []  # found where it is met
        if isinstance(rows, Exception):
            raise rows
        found = []
        for each, status in zip(ids, rows, strict=True):
            if status is not None and damage.shown(status) not in stands:
                gone = repair and await self._banish(key, place, each, status)
                found.append(_finding(key, each, Kind.LEFT_ASIDE, gone))
        return found

    async def _banish(self, key: Key, place: str, each: bytes, status: bytes) -> bool:
        """An id that is no text is that of no comment."""
        own = keys.comment(key.site, damage.shown(each))
        return bool(await self._scripts.run("banish", [own, place], [each, status]))


def _finding(key: Key, each: bytes, kind: Kind, repaired: bool) -> Finding:
    name = damage.shown(each)
    return Finding(key.site, name, kind, key.rest, repairable=True, repaired=repaired)


def _of_thread(key: Key, ids: Sequence[bytes] = ()) -> tuple[list[str], list[str | int | bytes]]:
    return [keys.thread(key.site, key.rest)], [key.rest, keys.prefix(key.site), *ids]
