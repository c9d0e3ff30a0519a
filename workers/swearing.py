"""Where in a text the listed words are, by better-profanity's rules.

Pure. The library only censors, and needs seconds for a hostile text. `SwearFinder` gives spans, in
time linear in the text, such that replacing each by `****` is what the library would have written
(a test holds this against the library itself). Its rules: a word is a run of allowed characters; a
word with up to the next five, with what stands between them or without, may spell a listed word,
and is tried, shortest first, before the word alone. Its oddities are kept and noted where they are.
"""

import re
from collections.abc import Collection
from typing import NamedTuple

from better_profanity import Profanity

from workers.wordset import WordSet


class Hit(NamedTuple):
    """`words` are the listed words that the span may spell, an exact one first."""

    start: int
    end: int
    words: tuple[str, ...]
    joined: bool = False


class SwearFinder:
    """Built once from a `Profanity` of our own: the library's module-level one is shared."""

    def __init__(self, profanity: Profanity) -> None:
        self.words = WordSet(sorted(map(str, profanity.CENSOR_WORDSET)), profanity.CHARS_MAPPING)
        self._reach: int = profanity.MAX_NUMBER_COMBINATIONS
        allowed: Collection[str] = profanity.ALLOWED_CHARACTERS
        self._run = re.compile(_character_class(allowed) + "+")
        # The same for plain text, where it takes a third of the time.
        self._ascii_run = re.compile(_character_class([c for c in allowed if c.isascii()]) + "+")

    def find(self, text: str, lower: str) -> list[Hit]:
        """The hits in order, none overlapping. `lower` is `text` in lower case, equally long."""
        runs = [run.span() for run in self._run_of_allowed(text).finditer(text)]
        last = len(text) - 1
        if not runs or runs[0][0] >= last:  # the library looks at no text so short
            return []
        keys = self.words.key(lower)
        # The library overlooks a word of one letter at the very end when it joins words.
        joinable = len(runs) - 1 if runs[-1][0] == last else len(runs)
        beginnings, longest = self.words.beginnings, self.words.longest
        hits: list[Hit] = []
        resume = 0
        for at, (start, end) in enumerate(runs):
            # Hardly any word of a text begins a listed one: this line is all that most cost.
            if end - start > longest or keys[start:end] not in beginnings or at < resume:
                continue
            upto = max(at + 1, min(at + self._reach + 1, joinable))
            words, count = self._joined(runs[at:upto], keys, lower)
            if not words:
                words, count = self.words.matching(keys[start:end], lower[start:end]), 1
            if words:
                hits.append(Hit(start, runs[at + count - 1][1], words, joined=count > 1))
                resume = at + count
        return hits

    def wrapped(self, text: str, lower: str, wrappers: str) -> list[tuple[int, int]]:
        """Listed words that the library overlooks: in quotes or asterisks, or with an 's."""
        found: list[tuple[int, int]] = []
        if not any(wrapper in text for wrapper in wrappers):
            return found
        for run in self._run_of_allowed(text).finditer(text):
            start, end = run.span()
            whole = run[0]
            if whole.isalnum() or end - start > self.words.longest + 8:
                continue
            bare = whole.partition("'")[0] if whole[0] != "'" else whole
            bare_end = start + len(bare.rstrip(wrappers))
            bare_start = start + len(bare) - len(bare.lstrip(wrappers))
            if bare_end - bare_start < 3 or (bare_start, bare_end) == (start, end):
                continue
            if lower[bare_start:bare_end] in self.words and lower[start:end] not in self.words:
                found.append((bare_start, bare_end))
        return found

    def parts(self, written: str) -> list[str]:
        """The words that a joined hit was put together from."""
        return self._run.findall(written)

    def _run_of_allowed(self, text: str) -> re.Pattern[str]:
        return self._ascii_run if text.isascii() else self._run

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
