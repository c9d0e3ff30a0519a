"""A site's filter as one drain sees it: what was learned, asked for as comments come.

The answers are kept for as long as the drain lasts, some seconds: most words of a comment were in
one before it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from moderation.lesson import Counts
from moderation.policy import Policy
from moderation.store import Store
from workers.features import Features, features
from workers.odds import Learned
from workers.subject import Subject

NOTHING = Features([], {})
# Features that are remembered, before all are asked for again.
MOST = 100_000


class Filter:
    """`lessons` are the totals when the drain began; a filter without any is asked nothing."""

    def __init__(self, store: Store, lessons: Counts, policy: Policy) -> None:
        self._store = store
        self._lessons = lessons
        self._least = policy.checks.learned.least
        self._asked: set[int] = set()
        self._of: dict[int, int] = {}

    async def learned(self, site: str, subjects: Sequence[Subject]) -> list[Learned | None]:
        """What it knows of each comment's features; None if it knows nothing at all.

        While there are too few lessons, how many is all that is told.
        """
        if not self._lessons.spam and not self._lessons.genuine:
            return [None] * len(subjects)
        if min(self._lessons.spam, self._lessons.genuine) < self._least:
            return [Learned(NOTHING, self._lessons)] * len(subjects)
        met = [features(each.folded.text, each.comment.author) for each in subjects]
        counts = await self._recall(site, met)
        return [Learned(each, counts) for each in met]

    async def _recall(self, site: str, met: Iterable[Features]) -> Counts:
        """In one round trip; in none, if all of it was asked before."""
        if len(self._asked) > MOST:
            self._asked, self._of = set(), {}
        new = set().union(*(each.all for each in met)) - self._asked
        if new:
            recalled = await self._store.learning.recall(site, new)
            self._of |= recalled.of
            self._asked |= new
        return replace(self._lessons, of=self._of)
