"""Looking for broken invariants in the whole store, in small steps, while everything runs.

A comment and all that is said of it are read at one instant, so a decision that races the scan is
never taken for damage. Judging is `judge`'s; repair is one script that looks again.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import redis.asyncio

from moderation.comment import Status
from moderation.lesson import Label
from moderation.store import keys
from moderation.store.audit import Audit, Entry
from moderation.store.comments import LEASE_MS
from moderation.store.connection import Call, Scripts
from moderation.store.desk import Aside
from moderation.store.findings import Finding, Kind
from moderation.store.judge import Snapshot, bears_out, in_care, judge

# Comments in one round trip: about a millisecond of the store's time.
BATCH = 50
SCAN = 500
# So many entries of a log are looked at.
LOGGED = 500
# A site that is just being made is listed a moment after it is there.
LISTED_SECONDS = 0.5

FIELDS = ("doc", "thread", "status", "version", "created", "history", "verdict", "before", "care")
DECIDED = tuple(status for status in Status if status is not Status.PENDING)

Ref = tuple[str, str, str | None]  # site, id, the thread on whose page it was met


@dataclass(frozen=True, slots=True)
class LastRun:
    """When fsck last ran to its end, and how many findings it left, by site and kind."""

    at_ms: int
    findings: dict[str, dict[str, int]]


class Fsck:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis", scripts: Scripts) -> None:
        self._client = client
        self._scripts = scripts

    async def run(self, *, repair: bool = False, pause: float = 0) -> AsyncIterator[Finding]:
        """Everything that is wrong, each once; with `repair`, what could be mended is `repaired`.

        Rests `pause` seconds after each small step.
        """
        told: set[tuple[str, str, Kind, str]] = set()
        async for refs, lost in self._suspects(repair=repair):
            for finding in [*lost, *await self._examine(refs, repair=repair)]:
                name = (finding.site, finding.id, finding.kind, finding.where)
                if name not in told:
                    told.add(name)
                    yield finding
            await asyncio.sleep(pause)

    async def record(self, findings: Iterable[Finding]) -> None:
        """Keep what a run left unrepaired, for `last` and the metrics."""
        counts: dict[str, dict[str, int]] = {}
        for finding in findings:
            if not finding.repaired:
                kinds = counts.setdefault(finding.site, {})
                kinds[finding.kind] = kinds.get(finding.kind, 0) + 1
        seconds, micros = await self._client.time()
        at = int(seconds) * 1000 + int(micros) // 1000
        await self._client.hset(
            keys.FSCK, mapping={"at": at, "findings": msgspec.json.encode(counts)}
        )

    async def last(self) -> LastRun | None:
        """What the last run left; None if there was none."""
        at, found = await self._client.hmget(keys.FSCK, ["at", "findings"])
        if at is None or found is None:
            return None
        return LastRun(int(at), msgspec.json.decode(found, type=dict[str, dict[str, int]]))

    async def take_turn(self, every_ms: int) -> bool:
        """True for one caller in that time, of all processes."""
        return bool(await self._client.set(keys.FSCK_TURN, 1, nx=True, px=every_ms))

    async def _suspects(self, *, repair: bool) -> AsyncIterator[tuple[list[Ref], list[Finding]]]:
        """Every comment, and whatever an index or an idempotency key says of one that is not so."""
        cursor: Any = None
        raw: Any
        while cursor != 0:
            cursor, raw = await self._client.scan(cursor or 0, match=keys.ALL, count=SCAN)
            parsed = [(keys.parse(key.decode(errors="replace")), key) for key in raw]
            comments: list[Ref] = [
                (s, rest, None) for (s, what, rest), _ in parsed if what == "comment"
            ]
            for start in range(0, len(comments), BATCH):
                yield comments[start : start + BATCH], []
            for site in [s for (s, what, _), _ in parsed if what == "site"]:
                yield [], await self._listing(site, repair=repair)
            for site in {s for (s, what, _), _ in parsed if what in ("learned", "taught")}:
                yield [], await self._lessons(site)
            for site in [s for (s, what, _), _ in parsed if what == "audit"]:
                async for findings in self._log(site):
                    yield [], findings
            named = [(s, key) for (s, what, _), key in parsed if what == "idem"]
            for start in range(0, len(named), BATCH):
                yield [], await self._idempotency(named[start : start + BATCH])
            for (site, what, rest), key in parsed:
                if what in ("inbox", "is", "published") or (what, rest) == ("aside", Aside.URGENT):
                    page = rest if what == "published" else None
                    async for refs in self._entries(site, key, page):
                        yield refs, []

    async def _entries(self, site: str, key: bytes, page: str | None) -> AsyncIterator[list[Ref]]:
        """Entries of an index that a look at the comment by itself would not meet."""
        cursor: Any = None
        rows: Any
        while cursor != 0:
            cursor, rows = await self._client.zscan(key, cursor or 0, count=BATCH)
            ids = [row[0].decode() for row in rows]
            pipe = self._client.pipeline(transaction=False)
            for comment_id in ids:
                pipe.hget(keys.comment(site, comment_id), "thread")
            threads = await pipe.execute(raise_on_error=False)
            wanted = None if page is None else page.encode()
            odd = [
                comment_id
                for comment_id, thread in zip(ids, threads, strict=True)
                if thread is None or (wanted is not None and thread != wanted)
            ]
            for start in range(0, len(odd), BATCH):
                yield [(site, comment_id, page) for comment_id in odd[start : start + BATCH]]

    async def _listing(self, site: str, *, repair: bool) -> list[Finding]:
        """Is the site in the list by which inboxes are swept?"""
        if await self._client.sismember(keys.SITES, site):
            return []
        await asyncio.sleep(LISTED_SECONDS)
        if await self._client.sismember(keys.SITES, site):
            return []
        if repair:
            await self._client.sadd(keys.SITES, site)
        return [Finding(site, "", Kind.SITE_UNLISTED, repairable=True, repaired=repair)]

    async def _lessons(self, site: str) -> list[Finding]:
        """Does the filter count as many lessons as it remembers? One script changes all of it."""
        pipe = self._client.pipeline(transaction=True)
        pipe.hmget(keys.learned(site), [f"lessons {label}" for label in Label])
        pipe.hlen(keys.taught(site))
        pipe.zcard(keys.order(site))
        totals, lessons, ordered = await pipe.execute()
        counted = sum(int(total or 0) for total in totals)
        if counted == lessons == ordered:
            return []
        where = f"{counted} counted, {lessons} kept, {ordered} in order"
        return [Finding(site, "", Kind.LESSONS_MISCOUNTED, where)]

    async def _log(self, site: str) -> AsyncIterator[list[Finding]]:
        """Do the comments' histories have what the log of people's decisions has last? All of it
        would take longer than all the rest, and what went wrong does not stop to."""
        try:
            page = await Audit(self._client).page(site, LOGGED)
        except (KeyError, ValueError):
            yield [Finding(site, "", Kind.LOG_UNSUPPORTED, "an entry cannot be read")]
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

    async def _idempotency(self, named: Sequence[tuple[str, bytes]]) -> list[Finding]:
        """Keys that name a comment there is not. A comment is written with its key, never after."""
        values: Any = await self._client.mget([key for _, key in named])
        pointed = [
            (site, value.split(b" ")[0].decode())
            for (site, _), value in zip(named, values, strict=True)
            if value is not None
        ]
        pipe = self._client.pipeline(transaction=False)
        for site, comment_id in pointed:
            pipe.exists(keys.comment(site, comment_id))
        there = await pipe.execute()
        return [
            Finding(site, comment_id, Kind.KEY_WITHOUT_COMMENT)
            for (site, comment_id), exists in zip(pointed, there, strict=True)
            if not exists
        ]

    async def _examine(self, refs: Sequence[Ref], *, repair: bool) -> list[Finding]:
        """Findings of some comments. With `repair`, a mended one is looked at again."""
        found: list[Finding] = []
        for ref, (seen, findings) in zip(refs, await self._look(refs), strict=True):
            if repair and seen is not None and any(f.repairable for f in findings):
                await self._scripts.run(*_mend_call(seen))
                ((_, left),) = await self._look([ref])
                still = {(f.kind, f.where) for f in left}
                findings = [replace(f, repaired=(f.kind, f.where) not in still) for f in findings]
            found += findings
        return found

    async def _look(self, refs: Sequence[Ref]) -> list[tuple[Snapshot | None, list[Finding]]]:
        replies = await self._scripts.run_many([_snapshot_call(ref) for ref in refs])
        looked: list[tuple[Snapshot | None, list[Finding]]] = []
        for ref, reply in zip(refs, replies, strict=True):
            if isinstance(reply, Exception):
                if "WRONGTYPE" not in str(reply):
                    raise reply
                damaged = Finding(ref[0], ref[1], Kind.FIELDS_DAMAGED, "a key of another type")
                looked.append((None, [damaged]))
                continue
            seen = _snapshot(ref, reply)
            looked.append((seen, judge(seen, LEASE_MS)))
        return looked


def _snapshot_call(ref: Ref) -> Call:
    site, comment_id, page = ref
    indexes = [keys.index(site, status) for status in DECIDED]
    own = [keys.comment(site, comment_id), keys.inbox(site)]
    places = [*own, *indexes, keys.aside(site, Aside.URGENT)]
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
