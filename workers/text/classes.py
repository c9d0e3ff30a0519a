"""Classes of words, and phrases over them, as the policy file spells them: read into places.

Pure. A class has entries; an entry is a phrase, of one word mostly. In a phrase stand words,
`<class>`, `a|b` for either, `...` for up to three words of any kind. What ends in `?` may be
missing, what ends in `*` may stand up to four times. `.` is the end of a sentence, `,` what parts
one, `"` any quotation mark, `~` what another phrase has found. The words of the class `they` belong
to it only where they stand for somebody who is mentioned.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from workers.subject import APOSTROPHES
from workers.text.folding import fold
from workers.text.marks import TOKEN

FOUND, GAP = "~", "..."
RESOLVED = "+"  # ends a word of `they` where it stands for those mentioned: no token has it
TIMES = {"": "", "?": "?", "*": "{0,4}"}
THEY = "they"

Lists = Mapping[str, Sequence[str]]
Sequel = tuple["Place | str", ...]


class BadPhrase(ValueError):
    """A phrase that names no class, or a class made of itself. The message says which."""


class Place(NamedTuple):
    """A place of a phrase: one of these words, or one of these longer phrases."""

    words: frozenset[str]
    longer: tuple[Sequel, ...] = ()
    times: str = ""


class Classes:
    """`special` classes are there even if the policy has none of their words."""

    def __init__(self, entries: Lists, special: Iterable[str] = ()) -> None:
        self._entries = {**dict.fromkeys((THEY, *special), ()), **entries}
        self._made: dict[str, Place | None] = {}
        self.they = frozenset(self._entries[THEY])

    def place(self, name: str) -> Place:
        """Where any of a class may stand. Raises `BadPhrase`."""
        if name not in self._made:
            if name not in self._entries:
                raise BadPhrase(f"there is no <{name}>")
            self._made[name] = None
            place = _either(self.sequel(entry) for entry in self._entries[name])
            if name == THEY:
                place = Place(frozenset(word + RESOLVED for word in self.they))
            self._made[name] = place
        made = self._made[name]
        if made is None:
            raise BadPhrase(f"<{name}> is made of itself")
        return made

    def sequel(self, phrase: str) -> Sequel:
        """The places of a phrase, one after the other. Raises `BadPhrase`."""
        sequel: list[Place | str] = []
        for part in plain(phrase).split():
            if part in (GAP, FOUND):
                sequel.append(part)
                continue
            times = part[-1] if part[-1] in TIMES else ""
            place = _either(self._alternative(one) for one in part.rstrip("?*").split("|"))
            sequel.append(place._replace(times=times))
        return tuple(sequel)

    def _alternative(self, text: str) -> Sequel:
        if text.startswith("<"):
            return (self.place(text.strip("<>")),)
        return tuple(
            Place(frozenset([token, token + RESOLVED] if token in self.they else [token]))
            for token in TOKEN.findall(text)
        )


def plain(text: str) -> str:
    """As a folded text has it."""
    folded = text.lower() if text.isascii() else fold(text).text
    return folded.translate(APOSTROPHES)


def required(sequel: Sequel) -> list[Place]:
    """The places that something must fill."""
    return [place for place in sequel if isinstance(place, Place) and not place.times]


def places(sequels: Iterable[Sequel]) -> Iterator[Place]:
    """All places, those of longer choices too."""
    for sequel in sequels:
        for place in sequel:
            if isinstance(place, Place):
                yield place
                yield from places(place.longer)


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
