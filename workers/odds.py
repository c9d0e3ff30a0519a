"""What a comment's features say of it, by the lessons in which they were met.

Pure. A naive Bayes filter over the presence of features, shrunk: a feature's log odds come from
counts to which one imaginary lesson with it and one without are added on either side, so what was
met once says little. Those that say next to nothing are left out, as in Robinson's filter, and the
rest of each view is added up and divided by the root of their number (Stouffer's rule for adding up
evidence), since words of one comment are far from independent.

G. Robinson, "A Statistical Approach to the Spam Problem", Linux Journal 107 (2003);
S. A. Stouffer et al., "The American Soldier" 1 (1949), footnote 15 on page 45.
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
    """How much speaks for spam, below 0 for genuine: of the words, and of everything else."""

    text: float
    identity: float

    @property
    def spam(self) -> float:
        return self.text + self.identity


def odds(learned: Learned) -> Odds:
    """In units near one deviation of unrelated evidence: 0 says nothing, 3 is next to sure."""
    features, counts = learned
    return Odds(_view(features.text, counts), _view(features.identity, counts))


def leaning(odds: Odds, options: Options) -> float:
    """From 1, certainly spam, to -1, certainly genuine; 0 says nothing.

    Only what its words alone and everything together call genuine is: where a comment leads and who
    wrote it look innocent in every kind of spam that the site has not met yet.
    """
    spam = _share(odds.spam, *options.spam)
    return spam or -_share(-max(odds.text, odds.spam), *options.genuine)


def _share(value: float, first: float, last: float) -> float:
    return min(1.0, max(0.0, (value - first) / (last - first)))


def moving(learned: Learned, most: int) -> list[tuple[int, float]]:
    """The features that say most, strongest first, each with its log odds; pairs of words only say
    again what their words say."""
    features, counts = learned
    table = _table(counts.spam, counts.genuine)
    known = filter(counts.of.__contains__, features.single)
    told = {feature: table[counts.of[feature]] for feature in known}
    strongest = nlargest(most, told, key=lambda feature: abs(told[feature]))
    return [(feature, told[feature]) for feature in strongest if told[feature]]


def _view(features: Iterable[int], counts: Counts) -> float:
    """No loop of our own: a comment has some hundred features."""
    table = _table(counts.spam, counts.genuine)
    known = filter(None, map(counts.of.get, features))
    told = list(filter(None, map(table.__getitem__, known)))
    return sum(told) / math.sqrt(len(told)) if told else 0.0


class _Table(dict[int, float]):
    """Log odds by (spam << 16 | genuine), 0 if they are noise. Filled as they are asked for."""

    def __init__(self, spam: int, genuine: int) -> None:
        self._lessons = spam, genuine

    def __missing__(self, counts: int) -> float:
        spam, genuine = self._lessons
        for_spam = ((counts >> 16) + ADDED) / (spam + 2 * ADDED)
        for_genuine = ((counts & _GENUINE) + ADDED) / (genuine + 2 * ADDED)
        found = max(-MOST, min(MOST, math.log(for_spam / for_genuine)))
        self[counts] = found if abs(found) >= LEAST else 0.0
        return self[counts]


@lru_cache(maxsize=8)
def _table(spam: int, genuine: int) -> _Table:
    return _Table(spam, genuine)
