"""What fsck holds a site's own keys against: the list of sites, the lessons its filter counts, the
log of people's decisions, and idempotency keys."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import redis.asyncio
from redis.exceptions import ResponseError

from moderation.lesson import Label
from moderation.store import damage, keys
from moderation.store.audit import Audit, Entry
from moderation.store.damage import Key
from moderation.store.findings import Finding, Kind
from moderation.store.judge import bears_out
from moderation.store.logged import LOGGED

# Entries in one round trip.
BATCH = 50
# A site that is just being made is listed a moment after it is there.
LISTED_SECONDS = 0.5


class Books:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis") -> None:
        self._client = client

    async def listing(self, site: str, *, repair: bool) -> list[Finding]:
        """Is the site in the list by which inboxes are swept?"""
        try:
            if await self._listed(site):
                return []
            await asyncio.sleep(LISTED_SECONDS)
            if await self._listed(site):
                return []
        except ResponseError as exc:
            return [_damaged(exc, keys.SITES)]
        if repair:
            await self._client.sadd(keys.SITES, site)
        return [Finding(site, "", Kind.SITE_UNLISTED, repairable=True, repaired=repair)]

    async def names(self) -> list[Finding]:
        """Can the list of sites be read? Everything that is done for all sites begins there."""
        try:
            members: Any = await self._client.smembers(keys.SITES)
        except ResponseError as exc:
            return [_damaged(exc, keys.SITES)]
        key = Key.met(keys.SITES.encode())
        return [key.damaged(damage.NO_TEXT) for each in members if damage.text(each) is None]

    async def _listed(self, site: str) -> bool:
        return bool(await self._client.sismember(keys.SITES, site))

    async def lessons(self, site: str) -> list[Finding]:
        """Does the filter count as many lessons as it remembers? One script changes all of it."""
        places = (keys.learned(site), keys.taught(site), keys.order(site))
        pipe = self._client.pipeline(transaction=True)
        pipe.hmget(places[0], [f"lessons {label}" for label in Label])
        pipe.hlen(places[1])
        pipe.zcard(places[2])
        replies: Any = await pipe.execute(raise_on_error=False)
        failed = [(r, p) for r, p in zip(replies, places, strict=True) if isinstance(r, Exception)]
        if failed:
            return [_damaged(reply, place) for reply, place in failed]
        totals, lessons, ordered = replies
        try:
            counted = sum(int(total or 0) for total in totals)
        except ValueError:
            return [Finding(site, "", Kind.LESSONS_MISCOUNTED, "a count is no number")]
        if counted == lessons == ordered:
            return []
        where = f"{counted} counted, {lessons} kept, {ordered} in order"
        return [Finding(site, "", Kind.LESSONS_MISCOUNTED, where)]

    async def log(self, site: str) -> AsyncIterator[list[Finding]]:
        """Do the comments' histories have what the log of people's decisions has last? All of it
        would take longer than all the rest, and what went wrong does not stop to."""
        try:
            page = await Audit(self._client).page(site, LOGGED)
        except (KeyError, ValueError):
            yield [Finding(site, "", Kind.LOG_UNSUPPORTED, "an entry cannot be read")]
            return
        except ResponseError as exc:
            yield [_damaged(exc, keys.audit(site))]
            return
        for start in range(0, len(page.entries), BATCH):
            yield await self._moves(site, page.entries[start : start + BATCH])

    async def _moves(self, site: str, entries: Sequence[Entry]) -> list[Finding]:
        pipe = self._client.pipeline(transaction=False)
        for entry in entries:
            pipe.hget(keys.comment(site, entry.comment), "history")
        histories = await pipe.execute(raise_on_error=False)
        return [
            Finding(site, entry.comment, Kind.LOG_UNSUPPORTED, f"version {entry.version}")
            for entry, history in zip(entries, histories, strict=True)
            if not isinstance(history, Exception) and not bears_out(history, entry)
        ]

    async def idempotency(self, named: Sequence[Key]) -> list[Finding]:
        """Keys that name a comment there is not. A comment is written with its key, never after."""
        values: Any = await self._client.mget([key.raw for key in named])
        read = zip(named, values, strict=True)
        pointed = [(key, damage.text(value.split(b" ")[0])) for key, value in read if value]
        pipe = self._client.pipeline(transaction=False)
        for key, comment_id in pointed:
            pipe.exists(keys.comment(key.site, comment_id or ""))
        there = await pipe.execute()
        found = [
            Finding(key.site, comment_id, Kind.KEY_WITHOUT_COMMENT)
            if comment_id
            else key.damaged("names no comment")
            for (key, comment_id), exists in zip(pointed, there, strict=True)
            if not exists or not comment_id
        ]
        silent = [key for key, value in zip(named, values, strict=True) if not value]
        return found + await self._silent(silent)

    async def _silent(self, named: Sequence[Key]) -> list[Finding]:
        """Of keys without a value: those that did not merely end meanwhile."""
        pipe = self._client.pipeline(transaction=False)
        for key in named:
            pipe.type(key.raw)
        kinds = zip(named, await pipe.execute(), strict=True)
        return [
            key.damaged("names no comment" if kind == b"string" else damage.ANOTHER_TYPE)
            for key, kind in kinds
            if kind != b"none"
        ]


def _damaged(exc: Exception, place: str) -> Finding:
    """Raises what does not speak of damage."""
    if not damage.is_damage(exc):
        raise exc
    return Key.met(place.encode()).damaged()
