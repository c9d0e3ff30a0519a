"""Sentences of a kind, as a policy describes them: phrases over classes of words (`classes.py`).

Pure. Phrases become regular expressions over marks (`marks.py`), for RE2, whose time is linear in
the text; and one is tried only if the text has something for each of its places.

Some classes are special. A gap crosses no word of `stops`, nor `.` and `,`. The words of `they`
stand for somebody near a phrase of `mention`. Those of `watched` are known however they are spelt
(`spelling.py`, which says what `glue` and `ordinary` words are). Most texts have words of `common`:
a phrase is looked for by others if it can be.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, NamedTuple

import re2

from moderation.verdict import Span
from workers.text.classes import (
    FOUND,
    GAP,
    RESOLVED,
    TIMES,
    BadPhrase,
    Classes,
    Lists,
    Place,
    Sequel,
    places,
    required,
)
from workers.text.marks import END, PART, Marks, Reading
from workers.text.spelling import Spelling

__all__ = ["BadPhrase", "Grammar"]

SPECIAL = ("mention", "stops", "common", "watched", "glue", "ordinary")
BEFORE, AFTER = 12, 30  # words about a mention in which "they" are those mentioned
BESIDE = 15  # words on either side of a place that tell how it is meant
MOST = 12  # places of a list that are looked at
REGEX_MEMORY = 1 << 19  # bytes for one phrase; with half of it RE2 is five times as slow
NOTHING = r"[^\x{0}-\x{10FFFF}]"


class Phrase(NamedTuple):
    """`needs` are the bits of what its places cannot be filled without; `regex` is RE2's."""

    list: str
    needs: int
    regex: Any


class Index:
    """Phrases by their key, the bit of the rarest of what they need; `keys` are all these bits."""

    def __init__(self) -> None:
        self.of: defaultdict[int, list[Phrase]] = defaultdict(list)
        self.keys = 0

    def add(self, key: int, phrase: Phrase) -> None:
        self.of[key].append(phrase)
        self.keys |= key

    def due(self, bits: int) -> Iterator[Phrase]:
        """The phrases for all of whose places a text with these bits has something."""
        left = bits & self.keys
        while left:
            key = left & -left
            left ^= key
            for phrase in self.of[key]:
                if phrase.needs & bits == phrase.needs:
                    yield phrase


class Grammar:
    """Built once from a policy: lists of phrases by name, and of `asides`, which have a `~`.

    Raises `BadPhrase`.
    """

    def __init__(self, words: Lists, phrases: Lists, asides: Lists | None = None) -> None:
        classes = Classes(words, SPECIAL)
        parsed = [
            (name, classes.sequel(text))
            for name, texts in chain(phrases.items(), (asides or {}).items())
            for text in texts
        ]
        of = {name: classes.place(name).words for name in SPECIAL}
        mention = classes.place("mention")
        made = [*places([(mention, Place(of["stops"]))]), *places(one for _, one in parsed)]
        needs = _Needs(of["common"])
        self._marks = Marks(
            map(needs.of, made),
            [classes.they, *(place.words for place in made)],
            Spelling(
                of["watched"],
                {word for place in made for word in place.words},
                of["glue"],
                of["ordinary"],
            ),
            plain=of["common"] | of["ordinary"],
        )
        regexes = _Regexes(self._marks, of["stops"])
        self._mention = regexes.of((mention,)) if classes.they else None
        self._resolved = {
            ord(self._marks.of_word(word)): self._marks.of_word(word + RESOLVED)
            for word in classes.they
        }
        self._phrases, self._asides = Index(), Index()
        for name, sequel in parsed:
            needed = sum({self._marks.bit(needs.of(place)) for place in required(sequel)})
            index = self._phrases if name in phrases else self._asides
            index.add(
                self._marks.bit(needs.rarest(sequel)), Phrase(name, needed, regexes.of(sequel))
            )

    def read(self, text: str) -> Reading:
        """A folded text, with plain apostrophes; "they" are those who are mentioned near."""
        marks, respelt = self._marks.read(text)
        for found in self._mention.finditer(marks) if self._mention else ():
            start, end = max(0, found.start() - BEFORE), found.end() + AFTER
            marks = marks[:start] + marks[start:end].translate(self._resolved) + marks[end:]
        return self._marks.reading(text, marks, respelt)

    def find(self, reading: Reading) -> dict[str, list[Span]]:
        """The marks [first, end) where phrases of each list stand, in order; `MOST` at most."""
        found: dict[str, list[Span]] = {}
        for phrase in self._phrases.due(reading.bits):
            # Most are not there, and a match costs more than a search.
            if phrase.regex.search(reading.marks):
                matches = islice(phrase.regex.finditer(reading.marks), MOST)
                found.setdefault(phrase.list, []).extend(match.span() for match in matches)
        return {name: sorted(set(spans))[:MOST] for name, spans in found.items()}

    def asides(self, reading: Reading, place: Span) -> set[str]:
        """The lists of asides of which one stands about a place, which itself is their `~`."""
        first, end = place
        before, after = reading.marks[max(0, first - BESIDE) : first], reading.marks[end:]
        about = self._marks.reading("", before + FOUND + after[:BESIDE])
        return {
            phrase.list
            for phrase in self._asides.due(about.bits)
            if phrase.regex.search(about.marks)
        }


class _Needs:
    """What a text must have for a place to be filled, and which of it fewest texts have."""

    def __init__(self, common: frozenset[str]) -> None:
        self._common = common
        # Of a class, which many phrases name, it is asked again and again. To hash its words would
        # take longer; the place is kept with the answer, so that its id stays its own.
        self._known: dict[int, tuple[Place, frozenset[str]]] = {}

    def of(self, place: Place) -> frozenset[str]:
        """Without one of these words in a text nothing can stand in the place."""
        if not place.longer:
            return place.words
        if id(place) not in self._known:
            needed = place.words.union(*map(self.rarest, place.longer))
            self._known[id(place)] = (place, needed)
        return self._known[id(place)][1]

    def rarest(self, sequel: Sequel) -> frozenset[str]:
        needed = map(self.of, required(sequel))
        return min(needed, key=self._commonness, default=frozenset())

    def _commonness(self, words: frozenset[str]) -> tuple[int, int]:
        return len(words & self._common), len(words)


class _Regexes:
    """Places as regular expressions over marks."""

    def __init__(self, marks: Marks, stops: frozenset[str]) -> None:
        self._marks = marks
        self._gap = f"[^{END}{PART}{marks.of(stops)}]{{0,3}}?"
        self._options = re2.Options()
        self._options.never_capture = True
        self._options.log_errors = False
        self._options.max_mem = REGEX_MEMORY
        self._known: dict[int, tuple[Place, str]] = {}  # as those of `_Needs`

    def of(self, sequel: Sequel) -> Any:
        return re2.compile(self._text(sequel), self._options)

    def _text(self, sequel: Sequel) -> str:
        return "".join(map(self._text_of, sequel))

    def _text_of(self, place: Place | str) -> str:
        if isinstance(place, str):
            return self._gap if place == GAP else place
        if id(place) not in self._known:
            self._known[id(place)] = (place, self._choices(place))
        return self._known[id(place)][1]

    def _choices(self, place: Place) -> str:
        marks = self._marks.of(place.words)
        choices = [self._text(one) for one in place.longer] + ([f"[{marks}]"] if marks else [])
        return f"(?:{'|'.join(choices) or NOTHING}){TIMES[place.times]}"
