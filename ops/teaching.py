"""Decisions made elsewhere, as lines of a file, made into lessons."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from moderation.comment import HistoryEntry, Status
from moderation.lesson import Counts, label_of
from moderation.policy import Policy
from moderation.store.records import Learnt, Teaching
from moderation.store.sites import Site
from moderation.verdict import is_care
from ops import rows
from workers.engine import Engine
from workers.features import features
from workers.lessons import lesson
from workers.odds import Learned
from workers.subject import Subject

MOST_FAULTS = 20
# What was decided, as a move and its reason.
DECISIONS = {"spam": (Status.REJECTED, "spam"), "genuine": (Status.PUBLISHED, None)}


class Classroom:
    """Reads lines and counts what becomes of them. `teacher` stands in each lesson."""

    def __init__(self, site: Site, policy: Policy, teacher: str) -> None:
        self._site = site
        self._policy = policy
        self._teacher = teacher
        self._engine = Engine(policy)
        self._found: Counter[str] = Counter()
        self._bad: list[str] = []

    def teaching(self, number: int, line: bytes) -> Teaching | None:
        """What a line teaches; None for an empty one, a bad one, and one in care."""
        if not line.strip():
            return None
        try:
            return self._read(line)
        except rows.BadLine as exc:
            self._bad.append(f"line {number}: {exc}")
            return None

    def settled(self, learnt: Sequence[Learnt]) -> None:
        self._found.update(learnt)

    @property
    def faults(self) -> list[str]:
        """The first bad lines, and how many more there are."""
        more = len(self._bad) - MOST_FAULTS
        return [*self._bad[:MOST_FAULTS], *([f"{more} more bad lines"] if more > 0 else [])]

    @property
    def summary(self) -> str:
        words = {
            Learnt.CHANGED: "learned",
            Learnt.AS_BEFORE: "known already",
            "care": "may be cries for help, not learned",
            Learnt.NOT_NOW: "not learned, the store is full",
        }
        told = [f"{self._found[key]} {word}" for key, word in words.items() if self._found[key]]
        return f"Of the file's decisions: {', '.join(told) or 'none'}."

    def _read(self, line: bytes) -> Teaching | None:
        row = rows.decode(line)
        decision = row.pop("decision", None)
        if not isinstance(decision, str) or decision not in DECISIONS:
            raise rows.BadLine('no "decision", which is "spam" or "genuine"')
        subject = Subject(rows.comment_of(row))
        (verdict,) = self._engine.examine([subject])
        if is_care(verdict, self._policy):
            self._found["care"] += 1
            return None
        status, reason = DECISIONS[decision]
        last = HistoryEntry(at=0, by=self._teacher, to=status, version=0, reason=reason)
        label = label_of(status, last, verdict, self._policy)
        assert label is not None
        known = Learned(features(subject.folded.text, subject.comment.author), Counts())
        found = lesson(self._site, subject.comment, label, self._teacher, 0, known, self._policy)
        return Teaching(f"import-{_name(row)}", found, "")


def _name(row: dict[str, Any]) -> str:
    """The same comment decided otherwise is a correction, not another comment."""
    known = row["id"] if rows.id_of(row) is not None else row
    return hashlib.blake2b(msgspec.json.encode(known, order="sorted"), digest_size=12).hexdigest()
