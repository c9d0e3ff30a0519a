"""Looking for broken invariants in the whole store, in small steps, while everything runs.

What to look at, and when; looking itself is `examiner`'s at a comment, `stranded`'s at what waits
to be carried out, `leftovers`' at pins and what is set aside, and `books`' at what else a site
keeps. What cannot be read is a finding too: a run goes on behind it.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import msgspec
import redis.asyncio
from redis.exceptions import ResponseError

from moderation.store import damage, keys
from moderation.store.books import Books
from moderation.store.connection import Scripts
from moderation.store.damage import Key
from moderation.store.desk import Aside
from moderation.store.examiner import Examiner, Ref
from moderation.store.findings import Finding, Kind
from moderation.store.leftovers import STANDS, Leftovers
from moderation.store.logged import Logged
from moderation.store.stranded import Stranded

# Comments in one round trip: about a millisecond of the store's time.
BATCH = 50
SCAN = 500

T = TypeVar("T")


class Look(Protocol):
    """What is wrong with some comments that were met in a key."""

    async def __call__(
        self, key: Key, ids: Sequence[bytes], /, *, repair: bool
    ) -> list[Finding]: ...


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
        self._logged = Logged(client)
        self._examiner = Examiner(client, scripts, self._logged)
        self._books = Books(client)
        self._stranded = Stranded(client, scripts)
        self._leftovers = Leftovers(client, scripts)

    async def run(self, *, repair: bool = False, pause: float = 0) -> AsyncIterator[Finding]:
        """Everything that is wrong, each once; with `repair`, what could be mended is `repaired`.

        Rests `pause` seconds after each small step.
        """
        self._logged.begin()
        told: set[tuple[str, str, Kind, str]] = set()
        async for findings in self._steps(repair=repair):
            for finding in findings:
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
        return bool(await self._scripts.run("turn", [keys.FSCK_TURN], [every_ms]))

    async def give_back(self) -> None:
        """The turn was taken and came to nothing: anybody may take it."""
        await self._client.delete(keys.FSCK_TURN)

    async def _steps(self, *, repair: bool) -> AsyncIterator[list[Finding]]:
        """Every comment, and whatever else says anything of one, or of a site."""
        cursor: Any = None
        raw: Any
        while cursor != 0:
            cursor, raw = await self._client.scan(cursor or 0, match=keys.ALL, count=SCAN)
            met = [key for key in map(Key.met, raw) if key.site]
            yield [key.damaged(damage.NO_TEXT) for key in met if damage.text(key.raw) is None]
            named = [key for key in met if damage.text(key.raw) is not None]
            for batch in _batches([key for key in named if key.what == "comment"]):
                refs: list[Ref] = [(key.site, key.rest, None) for key in batch]
                yield await self._examiner.examine(refs, repair=repair)
            async for findings in self._beside(named, repair=repair):
                yield findings
            for key in named:
                async for findings in self._members(key, repair=repair):
                    yield findings

    async def _beside(self, named: Sequence[Key], *, repair: bool) -> AsyncIterator[list[Finding]]:
        """What sites keep beside their comments."""
        for site in [key.site for key in named if key.what == "site"]:
            yield await self._books.listing(site, repair=repair)
        if any(key.raw == keys.SITES.encode() for key in named):
            yield await self._books.names()
        for site in {key.site for key in named if key.what in ("learned", "taught")}:
            yield await self._books.lessons(site)
        for site in [key.site for key in named if key.what == "audit"]:
            async for findings in self._books.log(site):
                yield findings
        for batch in _batches([key for key in named if key.what == "idem"]):
            yield await self._books.idempotency(batch)
        for batch in _batches([key for key in named if key.what == "thread"]):
            yield await self._leftovers.pins(batch, repair=repair)

    async def _members(self, key: Key, *, repair: bool) -> AsyncIterator[list[Finding]]:
        """Of a key that names comments: what a look at these by themselves would not meet."""
        look = self._look(key)
        if look is None:
            return
        scan = self._client.hscan if key.what == "unsettled" else self._client.zscan
        cursor: Any = None
        rows: Any
        while cursor != 0:
            try:
                cursor, rows = await scan(key.raw, cursor or 0, count=BATCH)
            except ResponseError as exc:
                if not damage.is_damage(exc):
                    raise
                yield [key.damaged()]
                return
            names = list(rows) if isinstance(rows, dict) else [row[0] for row in rows]
            for batch in _batches(names):
                yield await look(key, batch, repair=repair)

    def _look(self, key: Key) -> Look | None:
        """How what a key names is to be looked at; None if it is not."""
        if key.what in ("unsettled", "settling"):
            return self._stranded.look
        if key.what == "aside" and key.rest in STANDS:
            return self._leftovers.set_aside
        urgent = (key.what, key.rest) == ("aside", Aside.URGENT)
        return self._entries if urgent or key.what in ("inbox", "is", "published") else None

    async def _entries(self, key: Key, members: Sequence[bytes], *, repair: bool) -> list[Finding]:
        lost = [_no_comment(key, each) for each in members if damage.text(each) is None]
        ids = [each for each in map(damage.text, members) if each is not None]
        odd = await self._odd(key, ids)
        return lost + await self._examiner.examine(odd, repair=repair)

    async def _odd(self, key: Key, ids: Sequence[str]) -> list[Ref]:
        """Those that are not there, or not in the thread on whose page they were met."""
        page = key.rest if key.what == "published" else None
        pipe = self._client.pipeline(transaction=False)
        for comment_id in ids:
            pipe.hget(keys.comment(key.site, comment_id), "thread")
        threads = await pipe.execute(raise_on_error=False)
        wanted = None if page is None else page.encode()
        return [
            (key.site, comment_id, page)
            for comment_id, thread in zip(ids, threads, strict=True)
            if thread is None or (wanted is not None and thread != wanted)
        ]


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def _no_comment(key: Key, member: bytes) -> Finding:
    """Of an entry that cannot be a comment's id: no id is anything but text."""
    where = {"is": key.rest, "aside": key.rest, "published": f"page of {key.rest}"}
    place = where.get(key.what, key.what)
    return Finding(key.site, damage.shown(member), Kind.ENTRY_WITHOUT_COMMENT, place)
