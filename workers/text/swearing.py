"""Where in a text the listed words are, by better-profanity's rules.

Pure. The library only censors, and needs seconds for a hostile text. `SwearFinder` gives spans, in
time linear in the text, such that replacing each by `****` is what the library would have written
(a test holds this against the library itself). Its rules: a word is a run of allowed characters; a
word with up to the next five, with what stands between them or without, may spell a listed word,
and is tried, shortest first, before the word alone. Its oddities are kept and noted where they are.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from better_profanity import Profanity

from workers.text.wordset import WordSet

# What stands for any vowel, or for several letters.
STARS = "*@"


class Hit(NamedTuple):
    """`words` are the listed words that the span may spell, an exact one first."""

    start: int
    end: int
    words: tuple[str, ...]
    joined: bool = False


class SwearFinder:
    """Built once from a `Profanity` of our own: the library's module-level one is shared.

    Characters that may stand for many letters make many words alike. Few texts have any, and are
    spared what comes of it.
    """

    def __init__(self, profanity: Profanity) -> None:
        mapping = profanity.CHARS_MAPPING
        starless = {letter: set(stand_ins) - set(STARS) for letter, stand_ins in mapping.items()}
        self._any = _Finder(profanity, mapping)
        self._starless = _Finder(profanity, starless)
        self.words = self._any.words

    def find(self, text: str, lower: str) -> list[Hit]:
        """The hits in order, none overlapping. `lower` is `text` in lower case, equally long."""
        finder = self._any if any(star in text for star in STARS) else self._starless
        return finder.find(text, lower)

    def parts(self, written: str) -> list[str]:
        """The words that a joined hit was put together from."""
        return self._any.run.findall(written)


class _Finder:
    """What finds the words that `mapping` lets one spell."""

    def __init__(self, profanity: Profanity, mapping: Mapping[str, Iterable[str]]) -> None:
        self.words = WordSet(sorted(map(str, profanity.CENSOR_WORDSET)), mapping)
        self._reach: int = profanity.MAX_NUMBER_COMBINATIONS
        allowed: Collection[str] = profanity.ALLOWED_CHARACTERS
        self.run = re.compile(_character_class(allowed) + "+")
        # The same for plain text, where it takes a third of the time.
        self._ascii_run = re.compile(_character_class([c for c in allowed if c.isascii()]) + "+")
        # What the words of several runs begin with: their first two.
        listed = [self.run.findall(self.words.key(word)) for word in self.words]
        self._firsts = {runs[0] for runs in listed if len(runs) > 1}
        self._seconds = {" ".join(runs[:2]) for runs in listed if len(runs) > 1}

    def find(self, text: str, lower: str) -> list[Hit]:
        keys = self.words.key(lower)
        if text.isascii():
            # Neither letter case nor keys change what is a run of plain text.
            promising = self._promising(self._ascii_run.findall(keys))
            pattern = self._ascii_run
        else:
            pattern = self.run
            promising = self._promising(
                [keys[slice(*run.span())] for run in pattern.finditer(text)]
            )
        if not promising:
            return []
        runs = [run.span() for run in pattern.finditer(text)]
        last = len(text) - 1
        if runs[0][0] >= last:  # the library looks at no text so short
            return []
        # The library overlooks a word of one letter at the very end when it joins words.
        joinable = len(runs) - 1 if runs[-1][0] == last else len(runs)
        hits: list[Hit] = []
        resume = 0
        for at in promising:
            if at < resume:
                continue
            start, end = runs[at]
            upto = max(at + 1, min(at + self._reach + 1, joinable))
            words, count = self._joined(runs[at:upto], keys, lower)
            if not words:
                words, count = self.words.matching(keys[start:end], lower[start:end]), 1
            if words:
                hits.append(Hit(start, runs[at + count - 1][1], words, joined=count > 1))
                resume = at + count
        return hits

    def _promising(self, keys: list[str]) -> list[int]:
        """Which runs are listed, begin a listed word of several, or go on with the next one.

        Hardly any does; these two lines are all that most words cost.
        """
        beginnings, firsts, seconds = self.words.beginnings, self._firsts, self._seconds
        maybe = [at for at, key in enumerate(keys) if key in beginnings]
        keys.append("")
        return [
            at
            for at in maybe
            if keys[at] + keys[at + 1] in beginnings
            or self.words.has_key(keys[at])
            or (keys[at] in firsts and f"{keys[at]} {keys[at + 1]}" in seconds)
        ]

    def _joined(
        self, runs: list[tuple[int, int]], keys: str, lower: str
    ) -> tuple[tuple[str, ...], int]:
        """The words that the first run spells together with those after it, and of how many."""
        beginnings, longest = self.words.beginnings, self.words.longest
        start, end = runs[0]
        bare = keys[start:end]
        for count, (next_start, next_end) in enumerate(runs[1:], start=2):
            bare += keys[next_start:next_end]
            # With its separators it may be too long for any word; then only the bare one counts.
            whole = keys[start:next_end] if next_end - start <= longest else ""
            if bare not in beginnings and (not whole or whole not in beginnings):
                break
            words = self._spelt(runs[:count], bare, whole, lower)
            if words:
                return words, count
        return (), 0

    def _spelt(
        self, runs: list[tuple[int, int]], bare: str, whole: str, lower: str
    ) -> tuple[str, ...]:
        """The words that the runs spell with what stands between them (first), or without."""
        found: dict[str, None] = {}
        if whole and self.words.has_key(whole):
            found |= dict.fromkeys(self.words.matching(whole, lower[runs[0][0] : runs[-1][1]]))
        if self.words.has_key(bare):
            letters = "".join(lower[start:end] for start, end in runs)
            found |= dict.fromkeys(self.words.matching(bare, letters))
        return tuple(found)


def _character_class(characters: Collection[str]) -> str:
    """A regular expression's class of these characters, as ranges."""
    points = sorted(ord(char) for char in characters)
    ranges: list[list[int]] = []
    for point in points:
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "[" + "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges) + "]"
