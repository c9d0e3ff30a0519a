"""An index of listed words and the ways better-profanity lets each be spelt.

Pure. It answers what that library's own list of `VaryingString` answers, and stands in for it as
`CENSOR_WORDSET`: the list compares a text with every word in turn, the index looks one key up. A
word's key has every character that some spelling exchanges for another replaced by one character
for all of them, so all spellings share the key, and the few words under a key are compared in full.
"""

from collections.abc import Iterable, Iterator, Mapping


class WordSet:
    """`mapping` gives, for a letter of a listed word, the characters that may stand for it."""

    def __init__(self, words: Iterable[object], mapping: Mapping[str, Iterable[str]]) -> None:
        self._variants = {letter: frozenset(stand_ins) for letter, stand_ins in mapping.items()}
        self.table = _one_for_all(self._variants)
        self.longest = 0
        self.beginnings: set[str] = set()
        self._by_key: dict[str, tuple[str, ...]] = {}
        for word in words:
            self.append(word)

    def append(self, word: object) -> None:
        """Add a word; of a `VaryingString`, the word it varies."""
        word = str(word)
        key = self.key(word)
        known = self._by_key.get(key, ())
        if word not in known:
            self._by_key[key] = (*known, word)
        self.longest = max(self.longest, len(word))
        self.beginnings.update(key[:end] for end in range(len(key) + 1))

    def key(self, text: str) -> str:
        """`text` with all characters that may stand for one another made one: as long as before."""
        return text.translate(self.table)

    def matching(self, key: str, candidate: str) -> tuple[str, ...]:
        """The listed words that `candidate` (of this key) spells, itself first if it is one."""
        known = self._by_key.get(key)
        if known is None:
            return ()
        found = [word for word in known if self._spells(candidate, word)]
        return tuple(sorted(found, key=lambda word: word != candidate))

    def has_key(self, key: str) -> bool:
        return key in self._by_key

    def __contains__(self, candidate: object) -> bool:
        return isinstance(candidate, str) and bool(self.matching(self.key(candidate), candidate))

    def __iter__(self) -> Iterator[str]:
        return (word for words in self._by_key.values() for word in words)

    def __len__(self) -> int:
        return sum(len(words) for words in self._by_key.values())

    def _spells(self, candidate: str, word: str) -> bool:
        """Of one key, and so of one length, they are compared character by character."""
        return all(
            written in self._variants.get(listed, listed)
            for written, listed in zip(candidate, word, strict=True)
        )


def _one_for_all(variants: Mapping[str, frozenset[str]]) -> dict[int, str]:
    """Each character that takes part in a spelling, to the letter that stands for its family."""
    families: list[set[str]] = []
    for letter, stand_ins in variants.items():
        family = {letter, *stand_ins}
        apart = [other for other in families if not other & family]
        joined = family.union(*(other for other in families if other & family))
        families = [*apart, joined]
    return {ord(char): min(filter(str.isalpha, family)) for family in families for char in family}
