"""Looking at comments for fsck: each and all that is said of it at one instant, and its repair.

A decision that races the look is never taken for damage. Judging is `judge`'s; repair is one script
that looks again.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import redis.asyncio
from redis.exceptions import ResponseError

from moderation.comment import Status
from moderation.store import damage, keys
from moderation.store.comments import LEASE_MS
from moderation.store.connection import Call, Scripts
from moderation.store.desk import Aside
from moderation.store.findings import Finding, Kind
from moderation.store.judge import Snapshot, in_care, judge
from moderation.store.logged import Logged

FIELDS = ("doc", "thread", "status", "version", "created", "history", "verdict", "before", "care")
DECIDED = tuple(status for status in Status if status is not Status.PENDING)

Ref = tuple[str, str, str | None]  # site, id, the thread on whose page it was met


class Examiner:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis", scripts: Scripts, logged: Logged) -> None:
        self._client = client
        self._scripts = scripts
        self._logged = logged

    async def examine(self, refs: Sequence[Ref], *, repair: bool) -> list[Finding]:
        """Findings of some comments. With `repair`, a mended one is looked at again."""
        looked = await self._look(refs)
        found: list[Finding] = []
        for ref, (seen, findings) in zip(refs, looked, strict=True):
            if repair and seen is not None and any(f.repairable for f in findings):
                await self._mend(seen)
                ((_, left),) = await self._look([ref])
                still = {(f.kind, f.where) for f in left}
                findings = [replace(f, repaired=(f.kind, f.where) not in still) for f in findings]
            found += findings
        return found + await self._logged.missing([seen for seen, _ in looked if seen is not None])

    async def _mend(self, seen: Snapshot) -> None:
        try:
            await self._scripts.run(*_mend_call(seen))
        except ResponseError as exc:  # what a damaged key kept from being mended is found again
            if not damage.is_damage(exc):
                raise

    async def _look(self, refs: Sequence[Ref]) -> list[tuple[Snapshot | None, list[Finding]]]:
        replies = await self._scripts.run_many([_snapshot_call(ref) for ref in refs])
        looked: list[tuple[Snapshot | None, list[Finding]]] = []
        for ref, reply in zip(refs, replies, strict=True):
            if isinstance(reply, Exception):
                if not damage.is_damage(reply):
                    raise reply
                looked.append((None, await self._of_another_type(ref)))
                continue
            seen = _snapshot(ref, reply)
            looked.append((seen, judge(seen, LEASE_MS)))
        return looked

    async def _of_another_type(self, ref: Ref) -> list[Finding]:
        """Which of the keys that a look at a comment needs is not what it should be."""
        site, comment_id, page = ref
        own = [Finding(site, comment_id, Kind.FIELDS_DAMAGED, "a key of another type")]
        if await self._client.type(keys.comment(site, comment_id)) not in (b"hash", b"none"):
            return own
        thread: Any = await self._client.hget(keys.comment(site, comment_id), "thread")
        wanted = dict.fromkeys(_indexes(site), b"zset")
        for each in {damage.shown(thread or b""), page or ""} - {""}:
            wanted |= {keys.published(site, each): b"zset", keys.thread(site, each): b"hash"}
        pipe = self._client.pipeline(transaction=False)
        for place in wanted:
            pipe.type(place)
        types = zip(wanted.items(), await pipe.execute(), strict=True)
        wrong = [place for (place, shape), kind in types if kind not in (shape, b"none")]
        return [damage.Key.met(place.encode()).damaged() for place in wrong] or own


def _indexes(site: str) -> list[str]:
    indexes = [keys.index(site, status) for status in DECIDED]
    return [keys.inbox(site), *indexes, keys.aside(site, Aside.URGENT)]


def _snapshot_call(ref: Ref) -> Call:
    site, comment_id, page = ref
    places = [keys.comment(site, comment_id), *_indexes(site)]
    return ("snapshot", places, [comment_id, keys.prefix(site), page or ""])


def _snapshot(ref: Ref, reply: Any) -> Snapshot:
    site, comment_id, page = ref
    now_ms, values, due, own_page, named, there, *scores, urgent = reply
    fields = dict(zip(FIELDS, values, strict=True))
    return Snapshot(
        site=site,
        id=comment_id,
        now_ms=now_ms,
        fields=fields,
        due=_score(due),
        indexes=dict(zip(DECIDED, map(_score, scores), strict=True)),
        page=_score(own_page),
        thread_named=bool(named) and named == fields["thread"],
        found_on=page if there else None,
        urgent=_score(urgent),
    )


def _mend_call(seen: Snapshot) -> Call:
    """Only for a comment that was judged sound: its fields can be read."""
    raw = {name: value or b"" for name, value in seen.fields.items()}
    thread = raw["thread"].decode()
    other = thread if seen.found_on is None else seen.found_on
    places = [
        keys.comment(seen.site, seen.id),
        keys.inbox(seen.site),
        *(keys.published(seen.site, thread), keys.thread(seen.site, thread)),
        *(keys.published(seen.site, other), keys.thread(seen.site, other)),
        *(keys.index(seen.site, status) for status in DECIDED),
        keys.aside(seen.site, Aside.URGENT),
    ]
    judged = [raw[name] for name in ("status", "version", "created", "thread")]
    return ("mend", places, [seen.id, *judged, 2 * LEASE_MS, *DECIDED, int(in_care(seen))])


def _score(value: bytes) -> float | None:
    return float(value) if value else None
