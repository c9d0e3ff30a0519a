"""Is an author's name a name, or what somebody would type into a search box?

Pure. The words are the policy's. Nobody is refused for a name: what it says is one sign of several.
"""

import re
from collections.abc import Iterable

from workers.text import hosts
from workers.text.folding import fold

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
LONGEST = 200
MOST = 1.5


class Names:
    """`trade`: words of trades and wares; `first`: people's first names; `small`: words that join
    others in a search query, and never in a name."""

    def __init__(self, trade: Iterable[str], first: Iterable[str], small: Iterable[str]) -> None:
        self.trade = frozenset(map(_folded, trade))
        self.first = frozenset(map(_folded, first))
        self.small = frozenset(map(_folded, small))

    def words(self, name: str) -> list[str]:
        return WORD.findall(fold(name[:LONGEST]).text)

    def doubt(self, name: str) -> float:
        """From 0 (may well be a name) to `MOST` (what one searches for)."""
        words = self.words(name)
        if not words or is_host(name):
            return 0.0
        known = any(word in self.first for word in words)
        trades = sum(word in self.trade for word in words)
        doubt = 0.0
        if trades:
            doubt += min(0.75 + trades / 4, 1.25)
        if len(words) > 2 and any(word in self.small for word in words):
            doubt += 0.5
        if not known:
            doubt += 0.5 if len(words) > 3 else 0.25 if len(words) == 3 else 0.0
        if len(words) > 1 and name == name.lower() != name.upper():
            doubt += 0.5
        if known:
            doubt -= 0.5 if trades else 1.0
        return min(max(doubt, 0.0), MOST)

    def subject_words(self, name: str) -> list[str]:
        """The words that say what a query is about: not the small ones, nor first names."""
        return [
            word
            for word in self.words(name)
            if len(word) > 2 and word not in self.small and word not in self.first
        ]


def is_host(name: str) -> bool:
    """Is the name a web address, or part of one?"""
    name = name.strip().lower()
    if name.startswith(("http:", "https:", "www.", "<a ")):
        return True
    return " " not in name and "." in name and hosts.has_known_ending(hosts.address(name).host)


def _folded(word: str) -> str:
    return fold(word).text.strip()
