"""A text as marks: one character a word, which stands for all the sets that the word is of.

Pure. Words that are of the same sets share a mark, so that a regular expression over marks speaks
of words by their meaning. Each set has a bit; a text's bits say which sets it has words of. Words
that are hidden by their spelling get the mark of what they are meant to be read as.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from moderation.verdict import Span
from workers.text.spelling import Spelling

TOKEN = re.compile(
    r"[^\W_]+(?:'t(?![^\W_])|(?:[@$*][^\W_]+)+)?|'(?:s|re|m|ll|d|ve|all|em)(?![^\W_])"
    r"|[.!?;\n,:()\"'“”«»„]"
)
END, PART, QUOTE, OTHER = ".", ",", '"', "_"
# The same for plain text, where it takes a fifth less time.
ASCII_TOKEN = re.compile(TOKEN.pattern.replace(r"[^\W_]", "[a-zA-Z0-9]"))
SIGNS = dict.fromkeys(".!?;\n", END) | dict.fromkeys(",:()", PART)
SIGNS |= dict.fromkeys("\"'“”«»„", QUOTE)
FIRST_MARK = 0x100
SPELT = 3  # single letters in a row that may spell a word

Words = frozenset[str]
Piece = tuple[str, Span]


class Reading(NamedTuple):
    """A text's marks, and the bits of the sets that it has words of.

    The first mark and the last are those of a sentence's end. `respelt` are where the marks' words
    stand, if some were read as others than they are written.
    """

    text: str
    marks: str
    bits: int
    respelt: tuple[Span, ...] = ()

    def spans(self) -> tuple[Span, ...]:
        """Where the word of each mark stands in the text."""
        return self.respelt or _framed(match.span() for match in TOKEN.finditer(self.text))


class Marks:
    """Built once. `counted` sets have bits; words are told apart by these and by `others`.

    Signs (`.`, `,`, `"`) may be of a set. `plain` words are none of them, nor misspelt.
    """

    def __init__(
        self,
        counted: Iterable[Words],
        others: Iterable[Words],
        spelling: Spelling,
        plain: Iterable[str] = (),
    ) -> None:
        self._bits: dict[Words, int] = {}
        for words in counted:
            self._bits.setdefault(words, 1 << len(self._bits))
        counting = (1 << len(self._bits)) - 1
        for words in others:
            self._bits.setdefault(words, 1 << len(self._bits))
        of_word: defaultdict[str, int] = defaultdict(int)
        for words, bit in self._bits.items():
            for word in words:
                of_word[word] |= bit
        marks: dict[int, str] = {}
        for bits in of_word.values():
            marks.setdefault(bits, chr(FIRST_MARK + len(marks)))
        self._of_mark = {mark: bits for bits, mark in marks.items()}
        for sign in (END, PART, QUOTE):
            self._of_mark[sign] = of_word.pop(sign, 0)
        self._counted = {mark: bits & counting for mark, bits in self._of_mark.items()}
        self._marks = dict.fromkeys(plain, OTHER) | SIGNS
        self._marks |= {word: marks[bits] for word, bits in of_word.items()}
        for typo, word in spelling.typos.items():
            self._marks.setdefault(typo, self._marks.get(word, OTHER))
        self._spelling = spelling
        self._of: dict[Words, str] = {}

    def of(self, words: Words) -> str:
        """The marks of a set's words, for a set of characters in a regular expression."""
        if words not in self._of:
            bit = self._bits.get(words, 0)
            self._of[words] = "".join(m for m, bits in self._of_mark.items() if bits & bit)
        return self._of[words]

    def bit(self, words: Words) -> int:
        return self._bits[words]

    def of_word(self, word: str) -> str:
        return self._marks.get(word, OTHER)

    def read(self, text: str) -> tuple[str, tuple[Span, ...]]:
        """The marks of a folded text with plain apostrophes, and where they stand if respelt."""
        known = self._marks
        tokens = (ASCII_TOKEN if text.isascii() else TOKEN).findall(text)
        marks = "".join([known.get(token, OTHER) for token in tokens])
        odd = [token for token in tokens if token not in known]
        if self._spelling.any_meant(odd) or _spelt_out(tokens, odd):
            return self._respelt(text)
        return END + marks + END, ()

    def reading(self, text: str, marks: str, respelt: tuple[Span, ...] = ()) -> Reading:
        bits = 0
        for mark in set(marks):
            bits |= self._counted.get(mark, 0)
        return Reading(text, marks, bits, respelt)

    def _respelt(self, text: str) -> tuple[str, tuple[Span, ...]]:
        """As `read`, for a text with words that are not written as they are meant."""
        meant = [
            (self.of_word(word), span)
            for token, span in self._joined(text)
            for word in self._words(token)
        ]
        marks = "".join(mark for mark, _ in meant)
        return END + marks + END, _framed(span for _, span in meant)

    def _words(self, token: str) -> tuple[str, ...]:
        return (token,) if token in self._marks else self._spelling.meant(token) or (token,)

    def _joined(self, text: str) -> Iterator[Piece]:
        """The tokens, those that stand in a row and spell a word made one."""
        row: list[Piece] = []
        for match in chain(TOKEN.finditer(text), (None,)):
            if match and len(match[0]) == 1 and match[0].isalnum():
                row.append((match[0], match.span()))
                continue
            yield from self._of_row(row)
            row = []
            if match:
                yield match[0], match.span()

    def _of_row(self, row: list[Piece]) -> list[Piece]:
        """ "a c a t" is "a cat", and "c a t I" is "cat I", if "cat" is known."""
        for start, end in ((0, 0), (1, 0), (0, 1), (1, 1)):
            inner = row[start : len(row) - end]
            word = "".join(letter for letter, _ in inner)
            if len(inner) >= SPELT and (word in self._marks or self._spelling.meant(word)):
                joined = (word, (inner[0][1][0], inner[-1][1][1]))
                return [*row[:start], joined, *row[len(row) - end :]]
        return row


def _framed(spans: Iterable[Span]) -> tuple[Span, ...]:
    """With empty ones before and after, for the marks that stand for no word."""
    inner = tuple(spans)
    end = inner[-1][1] if inner else 0
    return (0, 0), *inner, (end, end)


def _spelt_out(tokens: list[str], odd: list[str]) -> bool:
    """Do single letters stand in a row? Few texts have one that is no word."""
    if not any(len(token) == 1 for token in odd):
        return False
    kinds = "".join("l" if len(token) == 1 and token.isalnum() else "_" for token in tokens)
    return "l" * SPELT in kinds
