"""Decisions that wait where nobody carries them out, and places that are no decision's, for fsck.

A decision and its place come and go in one script, so one without the other is damage at any
instant. One that cannot be read stays as it is: its comment stands where it stood, and a person can
decide it again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import redis.asyncio

from moderation.store import damage, keys
from moderation.store.connection import Call, Scripts
from moderation.store.damage import Key
from moderation.store.findings import REPAIRS, Finding, Kind
from moderation.store.settling import FROM, Unsettled, read


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits beside a comment, and the statuses that it is said to be about to leave."""

    site: str
    id: bytes
    raw: bytes | None
    statuses: tuple[str, ...]
    places: frozenset[str]

    @property
    def decision(self) -> Unsettled | None:
        return read(self.raw) if damage.text(self.id) is not None else None


class Stranded:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis", scripts: Scripts) -> None:
        self._client = client
        self._scripts = scripts

    async def look(self, key: Key, ids: Sequence[bytes], *, repair: bool) -> list[Finding]:
        """What is wrong with decisions that were met in one of their keys."""
        found: list[Finding] = []
        for waits in await self._see(key, ids):
            findings = list(judge(waits))
            if repair and any(f.repairable for f in findings):
                await self._scripts.run(*_rejoin_call(waits))
                left = [f for again in await self._see(key, [waits.id]) for f in judge(again)]
                findings = [replace(f, repaired=f not in left) for f in findings]
            found += findings
        return found

    async def _see(self, key: Key, ids: Sequence[bytes]) -> list[Waits]:
        """Nothing while one of the keys is of another type: that is found where it is met."""
        if not ids:
            return []
        statuses = tuple(dict.fromkeys([*FROM, *([key.rest] if key.rest else [])]))
        (rows,) = await self._scripts.run_many([("waits", _places(key.site, statuses), ids)])
        if damage.is_damage(rows):
            return []
        if isinstance(rows, Exception):
            raise rows
        found = []
        for each, (raw, *scores) in zip(ids, rows, strict=True):
            placed = zip(statuses, scores, strict=True)
            places = frozenset(status for status, score in placed if score is not None)
            found.append(Waits(key.site, each, raw, statuses, places))
        return found


def judge(waits: Waits) -> Iterator[Finding]:
    """Everything that is wrong with what waits beside one comment. Pure."""
    decision = waits.decision
    if waits.raw is not None and decision is None:
        yield _finding(waits, Kind.DECISION_UNREADABLE)
        return
    own: set[str] = {decision.from_} if decision is not None else set()
    for status in sorted(own - waits.places):
        yield _finding(waits, Kind.DECISION_WITHOUT_PLACE, status)
    for status in sorted(waits.places - own):
        yield _finding(waits, Kind.PLACE_WITHOUT_DECISION, status)


def _finding(waits: Waits, kind: Kind, where: str = "") -> Finding:
    name = damage.shown(waits.id)
    return Finding(waits.site, name, kind, str(where), repairable=kind in REPAIRS)


def _places(site: str, statuses: Sequence[str]) -> list[str]:
    return [keys.unsettled(site), *(keys.settling(site, status) for status in statuses)]


def _rejoin_call(waits: Waits) -> Call:
    """Only for one that can be read, or is none."""
    decision = waits.decision
    place = 1 + waits.statuses.index(decision.from_) if decision else ""
    due = decision.due if decision else ""
    return ("rejoin", _places(waits.site, waits.statuses), [waits.id, waits.raw or b"", place, due])
