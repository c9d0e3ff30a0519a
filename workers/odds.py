"""What a comment's features say of it, by the lessons in which they were met.

Pure. A naive Bayes filter over the presence of features, shrunk: a feature's log odds come from
counts to which one imaginary lesson with it and one without are added on either side, so what was
met once says little. Those that say next to nothing are left out, as in Robinson's filter. The rest
of each view, and one that says nothing, are added up and divided by the root of their number
(Stouffer's rule for adding up evidence), since words of one comment are far from independent.

A word's share is taken of a kind's lessons, and once more of all words that they had. By lessons
every common word speaks for the kind whose texts are longer, and a long comment is that; by words a
short one is the other. Only what holds either way is believed (docs/adr/0013).

G. Robinson, "A Statistical Approach to the Spam Problem", Linux Journal 107 (2003); A. McCallum and
K. Nigam, "A Comparison of Event Models for Naive Bayes Text Classification" (1998), for the two
shares; S. A. Stouffer et al., "The American Soldier" 1 (1949), footnote 15 on page 45.
"""

import math
from collections.abc import Iterable
from functools import lru_cache
from heapq import nlargest
from typing import NamedTuple

from moderation.lesson import Counts
from moderation.policy.options import Learned as Options
from workers.features import Features

ADDED = 1.0
# Log odds below this, either way, are noise.
LEAST = 0.5
# And no feature says more than this, about twenty to one: a site where no genuine author has given
# an address yet will meet one who does.
MOST = 3.0

_GENUINE = 0xFFFF


class Learned(NamedTuple):
    """A comment's features, and what the site's filter knows of them."""

    features: Features
    counts: Counts


class Odds(NamedTuple):
    """How much speaks for spam, below 0 for genuine: of the words by either share, and of who wrote
    it and where it leads. In units near one deviation of unrelated evidence."""

    by_lessons: float
    by_words: float
    identity: float

    @property
    def spam(self) -> float:
        return min(self.by_lessons, self.by_words) + self.identity

    @property
    def genuine(self) -> float:
        """Of its words alone, and of everything together: where a comment leads and who wrote it
        look innocent in every kind of spam that the site has not met yet."""
        text = max(self.by_lessons, self.by_words)
        return -max(text, text + self.identity)


def odds(learned: Learned) -> Odds:
    features, counts = learned
    table, even = _tables(counts)
    known = list(filter(None, map(counts.of.get, features.text)))
    others = filter(None, map(counts.of.get, features.identity))
    return Odds(_sum(known, table), _sum(known, even), _sum(others, table))


def leaning(odds: Odds, options: Options) -> float:
    """From 1, certainly spam, to -1, certainly genuine; 0 says nothing."""
    return _share(odds.spam, *options.spam) or -_share(odds.genuine, *options.genuine)


def _share(value: float, first: float, last: float) -> float:
    return min(1.0, max(0.0, (value - first) / (last - first)))


def moving(learned: Learned, most: int) -> list[tuple[int, float]]:
    """The features that say most, strongest first, each with its log odds; pairs of words only say
    again what their words say."""
    features, counts = learned
    table, _ = _tables(counts)
    known = filter(counts.of.__contains__, features.single)
    told = {feature: table[counts.of[feature]] for feature in known}
    strongest = nlargest(most, told, key=lambda feature: abs(told[feature]))
    return [(feature, told[feature]) for feature in strongest if told[feature]]


class _Table(dict[int, float]):
    """Log odds by (spam << 16 | genuine), 0 if they are noise. Filled as they are asked for.

    `longer` is the log of how many times as long the texts of spam were.
    """

    def __init__(self, spam: int, genuine: int, longer: float) -> None:
        self._lessons = spam, genuine
        self._longer = longer

    def __missing__(self, counts: int) -> float:
        spam, genuine = self._lessons
        for_spam = ((counts >> 16) + ADDED) / (spam + 2 * ADDED)
        for_genuine = ((counts & _GENUINE) + ADDED) / (genuine + 2 * ADDED)
        found = max(-MOST, min(MOST, math.log(for_spam / for_genuine) - self._longer))
        self[counts] = found if abs(found) >= LEAST else 0.0
        return self[counts]


def _sum(known: Iterable[int], table: _Table) -> float:
    """No loop of our own: a comment has some hundred features."""
    told = list(filter(None, map(table.__getitem__, known)))
    return sum(told) / math.sqrt(len(told) + ADDED)


def _tables(counts: Counts) -> tuple[_Table, _Table]:
    """By a kind's lessons, and by the words that they had."""
    lessons, words = (counts.spam, counts.genuine), (counts.spam_words, counts.genuine_words)
    longer = 0.0
    if all(lessons) and all(words):
        longer = math.log((words[0] / lessons[0]) / (words[1] / lessons[1]))
    return _table(*lessons, 0.0), _table(*lessons, longer)


@lru_cache(maxsize=16)
def _table(spam: int, genuine: int, longer: float) -> _Table:
    return _Table(spam, genuine, longer)
