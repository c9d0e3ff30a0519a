"""The one auditor: accounts for every promise, and for everything else that the store holds.

Reads the store's keys itself, not through the code under test. Names every broken invariant:

I1 a promised comment is there, with the same bytes.  I2 it is in the inbox if and only if pending,
and in the index of its status and in no other.  I3 it is on its thread's page if and only if
published.  I4 each of its moves has one history entry, and nothing is published without one; each
of a person's moves is in the log of decisions once, and nothing else is.
I5 one idempotency key made one comment, also where the first answer was lost.  I6 nothing decided
was decided again.  I7 when all is healed, nothing is pending.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import redis

from moderation.comment import Status
from moderation.lesson import MACHINES
from moderation.store import keys
from tests.faults.ledger import Promise, digest
from tests.faults.stack import SITE


@dataclass
class Account:
    """`faults` is empty if every promise was kept. `unclaimed`: kept, but never acknowledged."""

    faults: list[str] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    unclaimed: int = 0


def audit(url: str, promises: Sequence[Promise], *, by_people: bool = False) -> Account:
    """Account for a store that has come to rest. `by_people`: decisions after the first may be."""
    with redis.Redis.from_url(url) as client:
        return _Audit(client, by_people).run(promises)


def pending(url: str) -> int:
    with redis.Redis.from_url(url) as client:
        return int(client.zcard(keys.inbox(SITE)))


class _Audit:
    def __init__(self, client: Any, by_people: bool) -> None:
        self._client = client
        self._by_people = by_people
        self._account = Account()
        self._rows = self._read()

    def run(self, promises: Sequence[Promise]) -> Account:
        self._promises(promises)
        self._bodies(promises)
        self._histories()
        self._log()
        self._indexes()
        self._account.statuses.update(row["status"] for row in self._rows.values())
        self._account.unclaimed = len(self._rows.keys() - {p.id for p in promises})
        return self._account

    def _fault(self, text: str) -> None:
        self._account.faults.append(text)

    def _read(self) -> dict[str, dict[str, str]]:
        start = keys.comment(SITE, "")
        names = [n.decode() for n in self._client.scan_iter(f"{start}*", count=1000)]
        rows = {}
        for begin in range(0, len(names), 500):
            batch = names[begin : begin + 500]
            pipe = self._client.pipeline(transaction=False)
            for name in batch:
                pipe.hgetall(name)
            for name, raw in zip(batch, pipe.execute(), strict=True):
                rows[name.removeprefix(start)] = {k.decode(): v.decode() for k, v in raw.items()}
        return rows

    def _promises(self, promises: Sequence[Promise]) -> None:
        ids: dict[str, str] = {}
        for promise in promises:
            if ids.setdefault(promise.key, promise.id) != promise.id:
                self._fault(f"I5 key {promise.key} made {ids[promise.key]} and {promise.id}")
            row = self._rows.get(promise.id)
            if row is None:
                self._fault(f"I1 {promise.id} ({promise.key}) was promised and is lost")
            elif digest(_body(row)) != promise.digest:
                self._fault(f"I1 {promise.id} has other bytes than were promised")

    def _bodies(self, promises: Sequence[Promise]) -> None:
        """Every request has a body of its own, so two comments with one body had one key."""
        found = Counter(digest(_body(row)) for row in self._rows.values())
        for body, count in found.items():
            if count > 1:
                self._fault(f"I5 one request was kept {count} times (body {body})")

    def _histories(self) -> None:
        for comment_id, row in self._rows.items():
            status, entries = row["status"], _entries(row)
            moves = [(entry.get("from"), entry["to"]) for entry in entries]
            versions = [entry["version"] for entry in entries]
            if versions != list(range(1, len(entries) + 1)) or versions[-1] != int(row["version"]):
                self._fault(f"I4 {comment_id} has versions {versions}, is at {row['version']}")
            before = [None, *(to for _, to in moves[:-1])]
            if [from_ for from_, _ in moves] != before or moves[-1][1] != status:
                self._fault(f"I4 {comment_id} is {status}, its history {moves}")
            if status == Status.PUBLISHED and moves[-1] == (None, status):
                self._fault(f"I4 {comment_id} was published without a decision")
            if not self._by_people and len(moves) > 2:
                self._fault(f"I6 {comment_id} was decided {len(moves) - 1} times: {moves}")
            if status == Status.PENDING:
                self._fault(f"I7 {comment_id} is still pending")

    def _log(self) -> None:
        made = Counter(
            (comment_id, entry["version"], entry["by"])
            for comment_id, row in self._rows.items()
            for entry in _entries(row)
            if entry["by"] not in MACHINES
        )
        rows = [fields for _, fields in self._client.xrange(keys.audit(SITE))]
        logged = Counter(
            (row[b"comment"].decode(), int(row[b"version"]), row[b"by"].decode()) for row in rows
        )
        for move in (made - logged) + (logged - made):
            self._fault(f"I4 {move} was made {made[move]} times, and logged {logged[move]} times")

    def _indexes(self) -> None:
        for status in Status:
            listed = self._members(keys.index(SITE, status))
            there = {i for i, row in self._rows.items() if row["status"] == status}
            if listed != there:
                self._fault(f"I2 {status}: {_difference(listed, there)}")
        pages: dict[str, set[str]] = defaultdict(set)
        for comment_id, row in self._rows.items():
            if row["status"] == Status.PUBLISHED:
                pages[row["thread"]].add(comment_id)
        start = keys.published(SITE, "")
        for name in self._client.scan_iter(f"{start}*"):
            pages.setdefault(name.decode().removeprefix(start), set())
        for thread, there in pages.items():
            listed = self._members(keys.published(SITE, thread))
            if listed != there:
                self._fault(f"I3 thread {thread}: {_difference(listed, there)}")

    def _members(self, key: str) -> set[str]:
        return {member.decode() for member in self._client.zrange(key, 0, -1)}


def _body(row: dict[str, str]) -> str:
    return str(msgspec.json.decode(row["doc"])["body"])


def _entries(row: dict[str, str]) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in row["history"].split("\n")]


def _difference(listed: set[str], there: set[str]) -> str:
    return f"listed only {sorted(listed - there)[:5]}, missing {sorted(there - listed)[:5]}"
