"""Words written so that they would not be found, and what they are meant to be read as.

Pure. `watched` are the words that people hide. One of them is also known with an inner letter left
out, with two exchanged, with figures for letters, with letters stretched, and joined to a word of
`glue` or to another one that is long enough. `ordinary` words are none of this, whatever they look
like ("therapist" is no "the rapist"). A token costs a few look-ups.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from string import ascii_lowercase

SHORTEST = 4  # letters of a word that may be misspelt
PAIRED = 5  # letters of each of two watched words that may be joined
LONGEST = 30  # letters of a token that is looked at
FIGURES = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g"}
FIGURES |= {"@": "a", "$": "s"}
AS_LETTERS = [str.maketrans(FIGURES), str.maketrans(FIGURES | {"1": "l"})]
STRETCHED = re.compile(r"(.)\1{2,}")
STRETCHES = frozenset(letter * 3 for letter in ascii_lowercase)


class Spelling:
    """Built once from a policy. `known` are all the words that mean something, watched or not."""

    def __init__(
        self,
        watched: Iterable[str],
        known: Collection[str],
        glue: Iterable[str] = (),
        ordinary: Iterable[str] = (),
    ) -> None:
        every = frozenset(watched)
        self._watched = frozenset(word for word in every if len(word) >= SHORTEST)
        self._short = every - self._watched
        self._glue, self._ordinary = frozenset(glue), frozenset(ordinary)
        self._known = frozenset(known)
        self.typos = {
            typo: word
            for word in sorted(self._watched)
            for typo in _typos(word)
            if typo not in self._known and typo not in self._ordinary
        }
        self._by_beginning: defaultdict[str, list[str]] = defaultdict(list)
        self._by_end: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(self._watched):
            self._by_beginning[word[:SHORTEST]].append(word)
            self._by_end[word[-SHORTEST:]].append(word)

    def any_meant(self, tokens: Iterable[str]) -> bool:
        """Does one of these unknown tokens stand for known words? Of most a glance will do."""
        beginnings, ends = self._by_beginning, self._by_end
        return any(
            self.meant(token)
            for token in [
                token
                for token in tokens
                if token[-SHORTEST:] in ends
                or token[:SHORTEST] in beginnings
                or token[-3:] in STRETCHES
                or not token.isalpha()
            ]
        )

    def meant(self, token: str) -> tuple[str, ...]:
        """The words that an unknown token stands for, or none."""
        if len(token) > LONGEST or token in self._ordinary:
            return ()
        if not token.isalpha():
            return next((words for plain in _plain(token) if (words := self._of(plain))), ())
        if len(token) < SHORTEST:
            return ()
        if token[-3:] in STRETCHES:
            return self._of(STRETCHED.sub(r"\1", token))
        return self._parted(token)

    def _of(self, token: str) -> tuple[str, ...]:
        if token in self._short or (len(token) >= SHORTEST and token in self._known):
            return (token,)
        return (token,) if token in self.typos else self._parted(token)

    def _parted(self, token: str) -> tuple[str, ...]:
        """The two words that the token is, if there is nothing more to it."""
        for word in self._by_beginning.get(token[:SHORTEST], ()):
            rest = token[len(word) :]
            if token.startswith(word) and (rest in self._glue or self._paired(word, rest)):
                return word, rest
        for word in self._by_end.get(token[-SHORTEST:], ()):
            if token.endswith(word) and (rest := token[: -len(word)]) in self._glue:
                return rest, word
        return ()

    def _paired(self, first: str, second: str) -> bool:
        return min(len(first), len(second)) >= PAIRED and second in self._watched


def _plain(token: str) -> Iterator[str]:
    """With letters for figures: "1" is an "i" or an "l". None of a number."""
    if any(map(str.isalpha, token)):
        yield from dict.fromkeys(token.translate(table) for table in AS_LETTERS)


def _typos(word: str) -> Iterator[str]:
    for at in range(1, len(word) - 1):
        if len(word) > SHORTEST:
            yield word[:at] + word[at + 1 :]
        if word[at] != word[at + 1]:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
