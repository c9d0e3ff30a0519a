"""Sentences of a kind, as a policy describes them: words by what they mean, phrases over them.

Pure. `words` are classes of words; an entry of a class is itself a phrase, of one word mostly. In a
phrase stand words, `<class>`, `a|b` for either, `...` for up to three words of any kind. What ends
in `?` may be missing, what ends in `*` may stand up to four times. `.` is the end of a sentence,
`,` what parts one, `"` any quotation mark, `~` what another phrase has found. A text begins and
ends as if a sentence ended there.

Some classes are special. A gap crosses no word of `stops`, nor `.` and `,`. The words of `they` are
of that class only near a phrase of `mention`. Those of `watched` are known however they are spelt
(`workers.spelling`, which says what `glue` and `ordinary` words are). Most texts have words of
`common`: a phrase is looked for by others if it can be.

Phrases are regular expressions over marks (`workers.marks`), for RE2, whose time is linear in the
text; and one is tried only if the text has something for each of its places.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

import re2

from moderation.verdict import Span
from workers.folding import fold
from workers.marks import END, PART, TOKEN, Marks, Reading
from workers.spelling import Spelling
from workers.subject import APOSTROPHES

FOUND, GAP = "~", "..."
RESOLVED = "+"  # ends a word of `they` where it stands for those mentioned: no token has it
TIMES = {"": "", "?": "?", "*": "{0,4}"}
SPECIAL = ("mention", "they", "stops", "common", "watched", "glue", "ordinary")
BEFORE, AFTER = 12, 30  # words about a mention in which "they" are those mentioned
BESIDE = 15  # words on either side of a place that tell how it is meant
MOST = 12  # places of a list that are looked at
NOTHING = r"[^\x{0}-\x{10FFFF}]"

Lists = Mapping[str, Sequence[str]]
Sequel = tuple["Place | str", ...]
Index = dict[int, list["Phrase"]]


class BadPhrase(ValueError):
    """A phrase that names no class, or a class made of itself. The message says which."""


class Place(NamedTuple):
    """A place of a phrase: one of these words, or one of these longer phrases."""

    words: frozenset[str]
    longer: tuple[Sequel, ...] = ()
    times: str = ""


class Phrase(NamedTuple):
    """`needs` are the bits of what its places cannot be filled without; `regex` is RE2's."""

    list: str
    needs: int
    regex: Any


class Grammar:
    """Built once from a policy: lists of phrases by name, and of `asides`, which have a `~`.

    Raises `BadPhrase`.
    """

    def __init__(self, words: Lists, phrases: Lists, asides: Lists | None = None) -> None:
        self._entries = {**dict.fromkeys(SPECIAL, ()), **words}
        self._they = frozenset(self._entries["they"])
        self._classes: dict[str, Place | None] = {}
        self._common = self._class("common").words
        parsed = [
            (name, self._parse(text))
            for name, texts in chain(phrases.items(), (asides or {}).items())
            for text in texts
        ]
        mention, stops = self._class("mention"), self._class("stops")
        places = [*_places([(mention, stops)]), *_places(sequel for _, sequel in parsed)]
        self._marks = Marks(
            [self._needed(place) for place in places],
            [self._they, *(place.words for place in places)],
            Spelling(
                self._class("watched").words,
                {word for place in places for word in place.words},
                self._class("glue").words,
                self._class("ordinary").words,
            ),
            plain=self._common | self._class("ordinary").words,
        )
        self._gap = f"[^{END}{PART}{self._marks.of(stops.words)}]{{0,3}}?"
        self._mention = _compiled(self._regex((mention,)))
        self._resolved = {
            ord(self._marks.of_word(word)): self._marks.of_word(word + RESOLVED)
            for word in self._they
        }
        self._phrases = self._by_key(one for one in parsed if one[0] in phrases)
        self._asides = self._by_key(one for one in parsed if one[0] not in phrases)

    def read(self, text: str) -> Reading:
        """A folded text, with plain apostrophes; "they" are those who are mentioned near."""
        marks, respelt = self._marks.read(text)
        for found in self._mention.finditer(marks) if self._they else ():
            start, end = max(0, found.start() - BEFORE), found.end() + AFTER
            marks = marks[:start] + marks[start:end].translate(self._resolved) + marks[end:]
        return self._marks.reading(text, marks, respelt)

    def find(self, reading: Reading) -> dict[str, list[Span]]:
        """The marks [first, end) where phrases of each list stand, in order; `MOST` at most."""
        found: dict[str, list[Span]] = {}
        for phrase in _due(self._phrases, reading.bits):
            # Most are not there, and a match costs more than a search.
            if phrase.regex.search(reading.marks):
                matches = islice(phrase.regex.finditer(reading.marks), MOST)
                found.setdefault(phrase.list, []).extend(match.span() for match in matches)
        return {name: sorted(set(places))[:MOST] for name, places in found.items()}

    def asides(self, reading: Reading, place: Span) -> set[str]:
        """The lists of asides of which one stands about a place, which itself is their `~`."""
        first, end = place
        before, after = reading.marks[max(0, first - BESIDE) : first], reading.marks[end:]
        about = self._marks.reading("", before + FOUND + after[:BESIDE])
        return {
            phrase.list
            for phrase in _due(self._asides, about.bits)
            if phrase.regex.search(about.marks)
        }

    def _class(self, name: str) -> Place:
        if name not in self._classes:
            if name not in self._entries:
                raise BadPhrase(f"no words <{name}>")
            self._classes[name] = None
            place = _either(self._parse(entry) for entry in self._entries[name])
            if name == "they":
                place = Place(frozenset(word + RESOLVED for word in self._they))
            self._classes[name] = place
        found = self._classes[name]
        if found is None:
            raise BadPhrase(f"the words <{name}> are made of themselves")
        return found

    def _parse(self, text: str) -> Sequel:
        sequel: list[Place | str] = []
        for part in plain(text).split():
            if part in (GAP, FOUND):
                sequel.append(part)
                continue
            times = part[-1] if part[-1] in TIMES else ""
            place = _either(self._alternative(one) for one in part.rstrip("?*").split("|"))
            sequel.append(place._replace(times=times))
        return tuple(sequel)

    def _alternative(self, text: str) -> Sequel:
        if text.startswith("<"):
            return (self._class(text.strip("<>")),)
        return tuple(
            Place(frozenset([token, token + RESOLVED] if token in self._they else [token]))
            for token in TOKEN.findall(text)
        )

    def _regex(self, sequel: Sequel) -> str:
        return "".join(map(self._regex_of, sequel))

    def _regex_of(self, place: Place | str) -> str:
        if isinstance(place, str):
            return self._gap if place == GAP else place
        marks = self._marks.of(place.words)
        choices = [self._regex(one) for one in place.longer] + ([f"[{marks}]"] if marks else [])
        return f"(?:{'|'.join(choices) or NOTHING}){TIMES[place.times]}"

    def _by_key(self, parsed: Iterable[tuple[str, Sequel]]) -> Index:
        """Phrases by the bit of the rarest of what they need."""
        index: Index = defaultdict(list)
        for name, sequel in parsed:
            needs = sum({self._marks.bit(self._needed(place)) for place in _required(sequel)})
            key = self._marks.bit(self._rarest(sequel))
            index[key].append(Phrase(name, needs, _compiled(self._regex(sequel))))
        return index

    def _needed(self, place: Place) -> frozenset[str]:
        """Without one of these words in a text nothing can stand in the place."""
        if not place.longer:
            return place.words
        return place.words.union(*(self._rarest(sequel) for sequel in place.longer))

    def _rarest(self, sequel: Sequel) -> frozenset[str]:
        """Of what the sequel cannot be without, what fewest texts have."""
        needed = map(self._needed, _required(sequel))
        return min(needed, key=self._commonness, default=frozenset())

    def _commonness(self, words: frozenset[str]) -> tuple[int, int]:
        return len(words & self._common), len(words)


def plain(text: str) -> str:
    """As a folded text has it."""
    folded = text.lower() if text.isascii() else fold(text).text
    return folded.translate(APOSTROPHES)


def _due(index: Index, bits: int) -> Iterator[Phrase]:
    """The phrases for all of whose places the text has something."""
    for key, phrases in index.items():
        if key & bits:
            for phrase in phrases:
                if phrase.needs & bits == phrase.needs:
                    yield phrase


def _compiled(regex: str) -> Any:
    options = re2.Options()
    options.never_capture = True
    options.log_errors = False
    return re2.compile(regex, options)


def _required(sequel: Sequel) -> list[Place]:
    return [place for place in sequel if isinstance(place, Place) and not place.times]


def _places(sequels: Iterable[Sequel]) -> Iterator[Place]:
    """All places, those of longer choices too."""
    for sequel in sequels:
        for place in sequel:
            if isinstance(place, Place):
                yield place
                yield from _places(place.longer)


def _either(sequels: Iterable[Sequel]) -> Place:
    """One place that any of these may fill; single words become one set."""
    words: set[str] = set()
    longer: list[Sequel] = []
    for sequel in sequels:
        only = sequel[0] if len(sequel) == 1 else None
        if isinstance(only, Place) and not only.times:
            words |= only.words
            longer += only.longer
        elif sequel:
            longer.append(sequel)
    return Place(frozenset(words), tuple(longer))
