"""Every key of the store held against the model, behind the store's back: invariants I1 to I10.

I1 a comment's bytes stay as they were taken in, or are kept beside what was put in their place, or
are gone because its author took it back; I2 it is in the inbox if and only if it is pending; I3 on
the page if and only if published; I4 its history leads, move by lawful move, to where it stands; I5
an idempotency key has one comment; I6 nothing about it changes without a new line of history; I7
whatever is pending is due within a lease; I8 a party's record counts its comments as they stand,
and what was rejected before it was taken back; I9 the log has an entry for each move of a person
and no other; I10 who follows the site is told of each move and change, and of no other. And there
is no key that nobody knows of.
"""

import json
from typing import Any

from moderation.comment import MOVES, Status
from moderation.store import keys
from moderation.store.comments import LEASE_MS
from tests.state.model import Entry, Model, Span

# What comes and goes by itself. Lessons have a model of their own (tests/moderation/store/).
FLEETING = (keys.bell, keys.rush, keys.lessons)


class Auditor:
    """Remembers how each comment was when it last looked."""

    def __init__(self, raw: Any, sites: tuple[str, ...], threads: tuple[str, ...]) -> None:
        self._raw = raw
        self._sites = sites
        self._threads = threads
        self._before: dict[str, dict[str, str]] = {}

    def look(self, model: Model) -> None:
        """Fail on the first thing that is not as the model has it."""
        self._keys(model)
        for site in self._sites:
            entries = model.of(site)
            hashes = self._hashes(site, list(entries))
            for comment_id, entry in entries.items():
                self._comment(comment_id, entry, hashes[comment_id])
            self._inbox(site, model)
            self._indexes(site, model, hashes)
            self._records(site, model)
            self._log(site, model)

    def _keys(self, model: Model) -> None:
        wanted = {keys.comment(e.comment.site, i) for i, e in model.entries.items()}
        wanted |= {keys.index(e.comment.site, e.status) for e in model.entries.values()}
        wanted |= {keys.thread(*place) for place in model.known}
        wanted |= {keys.published(s, t) for s, t in model.known if model.published(s, t)}
        wanted |= {keys.idempotency(*place) for place in model.keys}
        wanted |= {keys.record(s, party)[0] for s in self._sites for party, _ in model.records(s)}
        wanted |= {keys.audit(s) for s in self._sites if model.by_people(s)}
        wanted |= {keys.events(s) for s in self._sites if model.events(s)}
        wanted |= {keys.acts(s) for s, count in model.acts.items() if count}
        found = {key.decode() for key in self._raw.scan_iter(count=1000)}
        fleeting = {name(s) for s in self._sites for name in FLEETING}
        assert found - fleeting == wanted
        for place, (comment_id, fingerprint) in model.keys.items():
            kept = self._raw.get(keys.idempotency(*place))
            assert kept.decode() == f"{comment_id} {fingerprint}"  # I5

    def _hashes(self, site: str, ids: list[str]) -> dict[str, dict[str, str]]:
        pipe = self._raw.pipeline(transaction=False)
        for comment_id in ids:
            pipe.hgetall(keys.comment(site, comment_id))
        return {
            i: {k.decode(): v.decode() for k, v in row.items()}
            for i, row in zip(ids, pipe.execute(), strict=True)
        }

    def _comment(self, comment_id: str, entry: Entry, found: dict[str, str]) -> None:
        assert json.loads(found["doc"])["body"] == entry.comment.body  # I1
        lines = found.get("before", "").split("\n") if entry.replaced else []
        assert ("before" in found) == bool(lines)
        assert [json.loads(line)["body"] for line in lines] == entry.replaced
        assert found["thread"] == entry.comment.thread.key
        assert found["status"] == entry.status
        assert found["version"] == str(entry.version)
        pending = entry.status is Status.PENDING
        assert found.get("attempts", "0") == str(entry.attempts if pending else 0)
        assert ("watched" in found) == (pending and entry.watched)
        history = [json.loads(line) for line in found["history"].split("\n")]
        moves = [
            (line.get("from"), line["to"], line["by"], line.get("edited"), line.get("erased"))
            for line in history
        ]
        assert moves == [
            (m.source, m.to, m.by, m.edited or None, m.erased or None) for m in entry.moves
        ]  # I4
        assert [line["version"] for line in history] == list(range(1, entry.version + 1))
        assert all(lawful(*move) for move in moves[1:])
        assert ("verdict" in found) == entry.judged
        assert ("parties" in found) == bool(entry.parties)
        before = self._before.get(comment_id)
        self._before[comment_id] = found
        if before is None:
            return
        assert found["history"].startswith(before["history"])  # I6
        assert found["created"] == before["created"]
        replaced = found.get("before") != before.get("before")
        assert found["doc"] == before["doc"] or replaced or entry.erased
        if found["history"] == before["history"]:
            moved = {k for k in found.keys() | before.keys() if found.get(k) != before.get(k)}
            assert moved <= {"attempts", "watched"}

    def _inbox(self, site: str, model: Model) -> None:
        pending = model.of(site, Status.PENDING)
        rows = self._raw.zrange(keys.inbox(site), 0, -1, withscores=True)
        inbox = {row.decode(): int(score) for row, score in rows}
        assert inbox.keys() == pending.keys()  # I2
        seconds, micros = self._raw.time()
        latest = seconds * 1000 + micros // 1000 + LEASE_MS
        for comment_id, entry in pending.items():
            assert inbox[comment_id] in entry.due
            assert inbox[comment_id] <= latest  # I7
            entry.due = Span(inbox[comment_id], inbox[comment_id])

    def _indexes(self, site: str, model: Model, hashes: dict[str, dict[str, str]]) -> None:
        created = {i: float(found["created"]) for i, found in hashes.items()}
        for status in set(Status) - {Status.PENDING}:
            rows = self._raw.zrange(keys.index(site, status), 0, -1, withscores=True)
            found = [(row.decode(), score) for row, score in rows]
            assert found == [(i, created[i]) for i in model.of(site, status)]
        for key in self._threads:
            rows = self._raw.zrange(keys.published(site, key), 0, -1, withscores=True)
            shown = [(row.decode(), score) for row, score in rows]
            assert shown == [(i, created[i]) for i in model.published(site, key)]  # I3

    def _records(self, site: str, model: Model) -> None:
        found: dict[str, dict[str, int]] = {}
        for key in self._raw.scan_iter(f"{keys.prefix(site)}record:*", count=1000):
            fields = self._raw.hgetall(key).items()
            found[key.decode()] = {field.decode(): int(value) for field, value in fields}
        wanted: dict[str, dict[str, int]] = {}
        for (party, status), count in model.records(site).items():
            key, field = keys.record(site, party)
            wanted.setdefault(key, {})[field + status[0]] = count
        assert found == wanted  # I8

    def _log(self, site: str, model: Model) -> None:
        rows = [fields for _, fields in self._raw.xrange(keys.audit(site))]
        found = [
            (row[b"comment"].decode(), int(row[b"version"]), row[b"by"].decode()) for row in rows
        ]
        assert sorted(found) == sorted(model.by_people(site))  # I9
        assert self._raw.xlen(keys.acts(site)) == model.acts[site]
        rows = [fields for _, fields in self._raw.xrange(keys.events(site))]
        told = [
            (
                row[b"comment"].decode(),
                int(row[b"version"]),
                row[b"to"].decode(),
                row[b"by"].decode(),
            )
            for row in rows
        ]
        assert sorted(told) == sorted(model.events(site))  # I10


def lawful(source: str, to: str, by: str, edited: bool | None, erased: bool | None) -> bool:
    """A person edits where it stands, an author so that it waits; only an author erases."""
    if erased:
        return (to, by) == ("removed", "author")
    if edited and by == "author":
        return source in ("pending", "held", "published") and to in ("pending", "held")
    return source == to if edited else to in MOVES[Status(source)]
