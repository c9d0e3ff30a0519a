"""Phrases spelt with families of words, and where they stand in a text.

Pure. Words that all wordings treat alike share a letter, so that a text becomes a short string of
letters, one a word, and a wording a regular expression over such strings. A wording is tried only
if a word it is known by is there; texts are read up to a length and every gap is bounded, so time
is linear in the text.

In a wording
    a|b    either word; `<name>` any word of that family; `a|<name>` both
    a|b?   the word may be missing
    !a|b   none of these words follows here
    ..     up to five small words (of the family `soft`: "just", "really", "to")
    ...    up to three words of any kind, none of which undoes what is said (the family `undo`)
    ....   up to twelve words of any kind
    ^ $    a clause begins, or ends, here (a mark, or a word of the family `and`); `i|^`: either
A comma, a quotation mark or one line's end may stand between two words; a sentence's end never.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product, repeat
from typing import NamedTuple

from moderation.verdict import Span
from workers.text.folding import fold
from workers.text.steps import COSTS

# An exclamation mark ends a sentence, but in "k!ll", "su!cide" and "d!e".
TOKEN = re.compile(
    r"(?:k|d|su|suic)!\w+(?:!\w+)*|\w+(?:['*@$]\w+)*|\.{2,3}|[.!?;,:()…\"«»\n😂🤣😹]|(?<=\s)--?(?=\s)"
)
# A text of 5,000 characters has about 1,000 words and marks.
LONGEST = 1_200
SOFT_GAP, ANY_GAP, WIDE_GAP = 5, 3, 12
SENTENCE = 40  # words; longer ones are cut

GAPS = ("..", "...", "....")

# Letters of what is no word. Those of words lie in the private use area.
STOP, PAUSE, QUOTE, LINE, OTHER = ".", ",", '"', "/", "_"
PAUSES = PAUSE + QUOTE + LINE
MARKS = {
    **dict.fromkeys(".!?;", STOP),
    **dict.fromkeys([*",:()…", "..", "...", "-", "--"], PAUSE),
    **dict.fromkeys('"«»', QUOTE),
    "\n": LINE,
}
FIRST_LETTER = 0xE000

# What stands for a letter where somebody does not want a word to be found.
MASKS = {"a": "a4@*", "e": "e3*", "i": "i1*!", "o": "o0*", "u": "u*v"}
STRETCHED = 5


class Match(NamedTuple):
    """A place in the string of letters, `[start, end)`, and the wording's number."""

    start: int
    end: int
    number: int


def trimmed(letters: str, match: Match) -> tuple[int, int]:
    """The match without marks at either end, as numbers of tokens `[first, last]`."""
    start, end = match.start, match.end - 1
    while start < end and letters[start] in PAUSES + STOP:
        start += 1
    while start < end and letters[end] in PAUSES + STOP:
        end -= 1
    return start - 1, end - 1


class Lexicon:
    """The letters of the words that `wordings` speak of. An unknown family has no words."""

    def __init__(self, families: Mapping[str, Iterable[str]], wordings: Iterable[str]) -> None:
        self._families = {name: _folded(words) for name, words in families.items()}
        choices = {choice: self._words(choice) for choice in _choices(wordings)}
        told_apart: defaultdict[str, set[str]] = defaultdict(set)
        for choice, words in choices.items():
            for word in words:
                told_apart[word].add(choice)
        alike = sorted({tuple(sorted(spoken)) for spoken in told_apart.values()})
        letter_of = {spoken: chr(FIRST_LETTER + n) for n, spoken in enumerate(alike)}
        self._letters = MARKS | {
            word: letter_of[tuple(sorted(spoken))] for word, spoken in told_apart.items()
        }
        self._of = {
            choice: "".join(sorted({self._letters[word] for word in words}))
            for choice, words in choices.items()
        }

    def of(self, choice: str) -> str:
        """The letters of "a|<name>", for a set of characters in a regular expression."""
        return self._of.get(choice, "")

    def rarest(self, wording: str) -> list[str]:
        """The choices of a wording that it cannot do without, in the fewest texts first."""
        choices = [part for part in wording.split() if part[0] not in "!." and part[-1] != "?"]
        choices = [part for part in choices if not {"^", "$"} & set(part.split("|"))]
        return sorted(choices, key=self._cost) or [""]

    def disguise(self, words: Iterable[str]) -> None:
        """Know words also with masks in them and with their end stretched, if they are known."""
        for word in _folded(words):
            letter = self._letters.get(word, OTHER)
            for masked in product(*(MASKS.get(char, char) for char in word)):
                self._letters.setdefault("".join(masked), letter)
            for more in range(1, STRETCHED):
                self._letters.setdefault(word + word[-1] * more, letter)

    def read(self, folded: str) -> str:
        """A text (`text/folding.py`) in letters, with a stop before and after it."""
        get = self._letters.get
        letters = map(get, TOKEN.findall(folded)[:LONGEST], repeat(OTHER))
        return f".{''.join(letters)}.".replace("//", "..")

    def places(self, folded: str) -> list[Span]:
        """Where each letter but the first and the last stands in the text."""
        return [token.span() for token in islice(TOKEN.finditer(folded), LONGEST)]

    def _cost(self, choice: str) -> int:
        return sum(COSTS.get(word, 1) for word in self._words(choice))

    def _words(self, choice: str) -> tuple[str, ...]:
        words: list[str] = []
        for part in choice.split("|"):
            named = part.startswith("<") and part.endswith(">")
            words += self._families.get(part[1:-1], ()) if named else _folded([part])
        return tuple(word for word in words if word not in MARKS and word not in "^$")


class Wordings:
    """Built once from a policy's lists. A match's number is the place of its wording in `texts`."""

    def __init__(self, lexicon: Lexicon, texts: Iterable[str]) -> None:
        self._regexes: list[re.Pattern[str]] = []
        self._known_by: defaultdict[str, list[int]] = defaultdict(list)
        self._needs: list[frozenset[str]] = []
        for number, text in enumerate(texts):
            self._regexes.append(re.compile(_regex(lexicon, text.split())))
            known_by, *needs = [lexicon.of(choice) for choice in lexicon.rarest(text)]
            self._needs.append(frozenset(needs[0] if needs else known_by))
            for letter in known_by:
                self._known_by[letter].append(number)

    def find(self, letters: str) -> list[Match]:
        """Each wording at each place, in the order of the text."""
        return sorted(self._matches(letters))

    def any(self, letters: str) -> bool:
        return next(self._matches(letters), None) is not None

    def _matches(self, letters: str) -> Iterator[Match]:
        present = set(letters)
        due: set[int] = set()
        for letter in self._known_by.keys() & present:
            due.update(self._known_by[letter])
        for number in due:
            if not self._needs[number].isdisjoint(present):
                for match in self._regexes[number].finditer(letters):
                    yield Match(match.start(), match.end(), number)


class Together:
    """Words that stand in one sentence in any order: "a|b c <d>". Built once, as `Wordings` are."""

    def __init__(self, lexicon: Lexicon, texts: Iterable[str]) -> None:
        self._wanted = [[frozenset(lexicon.of(each)) for each in text.split()] for text in texts]
        self._rare: defaultdict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            for letter in lexicon.of(lexicon.rarest(text)[0]):
                self._rare[letter].append(number)

    def find(self, letters: str) -> list[Match]:
        """Each in each sentence, from the first of its words to the last."""
        return sorted(self._matches(letters))

    def _matches(self, letters: str) -> Iterator[Match]:
        if self._rare.keys().isdisjoint(letters):
            return
        start = 0
        while start < len(letters):
            stop = letters.find(STOP, start, start + SENTENCE)
            end = stop + 1 if stop >= 0 else min(start + SENTENCE, len(letters))
            present = set(letters[start:end])
            for number in {n for letter in self._rare.keys() & present for n in self._rare[letter]}:
                if not any(wanted.isdisjoint(present) for wanted in self._wanted[number]):
                    words = frozenset.union(*self._wanted[number])
                    at = [place for place in range(start, end) if letters[place] in words]
                    yield Match(at[0], at[-1] + 1, number)
            start = end


def _regex(lexicon: Lexicon, parts: list[str]) -> str:
    ends = STOP + PAUSES + lexicon.of("<and>")
    regex, joint = "", ""
    for part in parts:
        if part == "..":
            regex += f"[{PAUSES}{_ranges(lexicon.of('<soft>'))}]{{0,{SOFT_GAP}}}"
        elif part == "...":
            regex += f"[^{STOP}{_ranges(lexicon.of('<undo>'))}]{{0,{ANY_GAP}}}?"
        elif part == "....":
            regex += f"[^{STOP}]{{0,{WIDE_GAP}}}?"
        elif part.startswith("!"):
            regex += f"(?![{PAUSES}]?{_one(lexicon.of(part[1:]))})"
            continue
        else:
            choice = part.rstrip("?")
            begins = ends if "^" in choice.split("|") else ""
            one = joint + _one(begins + lexicon.of(choice))
            if "$" in choice.split("|"):
                regex += f"(?:{one}|(?=[{ends}]))"
            else:
                regex += f"(?:{one})?" if part.endswith("?") else one
        joint = "" if part in GAPS else f"[{PAUSES}]?"
    return regex


def _one(letters: str) -> str:
    """One of these; of none, nothing matches."""
    return f"[{_ranges(letters)}]" if letters else "(?!)"


def _ranges(letters: str) -> str:
    """As it may stand in a class: neighbours as ranges, which are faster to compile."""
    points = sorted(set(map(ord, letters)))
    result, start = "", 0
    for at, point in enumerate(points):
        if at + 1 < len(points) and points[at + 1] == point + 1:
            continue
        first = chr(points[start])
        result += first if start == at else f"{first}-{chr(point)}"
        start = at + 1
    return result


def _choices(wordings: Iterable[str]) -> Iterator[str]:
    """What is to be told apart: the words of each wording, place by place."""
    yield from ("<and>", "<soft>", "<undo>")
    for text in wordings:
        for part in text.split():
            if part not in GAPS:
                yield part.removeprefix("!").rstrip("?")


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    """As they stand in the texts that are read."""
    return tuple(fold(word).text for word in words)
