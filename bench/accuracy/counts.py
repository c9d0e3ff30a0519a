"""Counting verdicts: how many rows were published, held, rejected, and in which category. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.accuracy import wilson
from bench.accuracy.run import Judged

OUTCOMES = ("published", "held", "rejected")
CARE = "self_harm"  # the category whose comments wait in the queue of their own


@dataclass(frozen=True)
class Share:
    """So many rows of so many."""

    count: int
    of: int

    @property
    def share(self) -> float:
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        return wilson.interval(self.count, self.of)


@dataclass
class Counts:
    """What became of a group of rows."""

    of: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)

    def share(self, measure: str) -> Share:
        """Of an outcome, or of a category."""
        counted = self.outcomes if measure in OUTCOMES else self.categories
        return Share(counted[measure], self.of)


def count(judged: Iterable[Judged]) -> Counts:
    counts = Counts()
    for one in judged:
        counts.of += 1
        counts.outcomes[one.outcome] += 1
        counts.categories[one.category] += 1
    return counts
