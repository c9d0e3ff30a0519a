"""A blog whose moderators teach its filter: the engine, the default policy, and a memory.

What a decision teaches is decided as a worker does it; only the store is another.
"""

from bench.learning.memory import Memory
from moderation.comment import HistoryEntry, Status
from moderation.lesson import Label, Lesson, label_of
from moderation.store.sites import Site
from moderation.verdict import Verdict
from workers.engine import Engine
from workers.features import Features, features
from workers.lessons import lesson
from workers.odds import Learned
from workers.subject import Facts, Subject

SITE = Site("bench", "", None, (), b"", {})
# What a moderator does with what they take for spam, or for genuine.
MOVES = {Label.SPAM: (Status.REJECTED, "spam"), Label.GENUINE: (Status.PUBLISHED, None)}


class Blog:
    """`steps` are the lessons given, for teaching another filter the same."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.memory = Memory()
        self.steps: list[tuple[str, Lesson]] = []

    def judge(self, subject: Subject) -> Verdict:
        """What the checks say of a comment now."""
        counts = self.memory.counts
        known = Learned(_features(subject), counts) if counts.spam or counts.genuine else None
        subject.facts = Facts(learned=known)
        (verdict,) = self._engine.examine([subject])
        return verdict

    def teach(self, comment_id: str, subject: Subject, label: Label, by: str) -> None:
        """A moderator decides so."""
        policy, (status, reason) = self._engine.policy, MOVES[label]
        last = HistoryEntry(at=0, by=f"moderator:{by}", to=status, version=3, reason=reason)
        told = label_of(status, last, self.judge(subject), policy)
        if told is None:
            return
        known = Learned(_features(subject), self.memory.counts)
        found = lesson(SITE, subject.comment, told, last.by, last.version, known, policy)
        self.memory.learn(comment_id, found)
        self.steps.append((comment_id, found))


def _features(subject: Subject) -> Features:
    return features(subject.folded.text, subject.comment.author)
