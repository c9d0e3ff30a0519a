"""A site's filter in memory: what `learn.lua` does to the store, for thousands of runs of it.

A test teaches both the same and compares them (tests/bench/learning/test_memory.py).
"""

from collections import Counter

from moderation.lesson import Counts, Label, Lesson
from moderation.store import learning

ONE = {Label.SPAM: 1 << 16, Label.GENUINE: 1}


class Memory:
    """`lessons` are those remembered, oldest first."""

    def __init__(self) -> None:
        self.lessons: dict[str, Lesson] = {}
        self._totals: Counter[Label] = Counter()
        self._words: Counter[Label] = Counter()
        self._of: dict[int, int] = {}
        self._sources: dict[tuple[Label, str], list[str]] = {}

    @property
    def counts(self) -> Counts:
        spam, genuine = (self._totals[label] for label in Label)
        spam_words, genuine_words = (self._words[label] for label in Label)
        return Counts(spam, genuine, self._of, spam_words, genuine_words)

    def learn(self, comment_id: str, lesson: Lesson | None) -> bool:
        """True if anything was changed."""
        before = self.lessons.get(comment_id)
        if lesson is None:
            return self._forget(comment_id)
        if before == lesson or (before and 0 < before.version == lesson.version):
            return False
        self._forget(comment_id)
        self.lessons[comment_id] = lesson
        self._count(lesson, 1)
        for source in lesson.sources:
            ids = self._sources.setdefault((lesson.label, source), [])
            ids.append(comment_id)
            if len(ids) > learning.MOST_OF_A_SOURCE:
                self._forget(ids[0])
        if len(self.lessons) > learning.MOST_LESSONS:
            self._forget(next(iter(self.lessons)))
        return True

    def _forget(self, comment_id: str) -> bool:
        lesson = self.lessons.pop(comment_id, None)
        if lesson is None:
            return False
        self._count(lesson, -1)
        for source in lesson.sources:
            self._sources[lesson.label, source].remove(comment_id)
        return True

    def _count(self, lesson: Lesson, by: int) -> None:
        self._totals[lesson.label] += by
        self._words[lesson.label] += by * lesson.words
        for feature in lesson.features:
            counts = self._of.get(feature, 0) + by * ONE[lesson.label]
            if counts:
                self._of[feature] = counts
            else:
                del self._of[feature]
