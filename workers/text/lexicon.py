"""The policy's words, each with its grade, and the spellings under which they are looked up.

Pure. Built once from the policy; after that it only answers. What is compared here are strings of
letters: where in a text they stand is `text.swearing`'s and `text.disguise`'s matter.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from moderation.policy.profanity import Profanity, Words
from workers.text.folding import fold
from workers.text.variants import compounds, endings, masks, stretched, torn

# The gravest first. A word of better-profanity's in none of the policy's grades is strong.
GRADES = ("slur", "strong", "mild", "clinical")

# Written for one another in disguised words, and so one letter in a disguised word's key.
ALIKE = str.maketrans("lvq", "iug")
REPEATED = re.compile(r"(.)\1+")
WORD = re.compile(r"\w+(?:'\w+)*")

# A word so long is not spelt otherwise.
LONG = 14
# Of a disguised word that is longer, one of two same letters may be left out: n1ger.
SINGLED = 4
# Of shorter words nobody masks a letter: "f*g" is a convolution. Longer ones are masked in part.
MASKED = range(4, 13)


class Listed(NamedTuple):
    """A word as the policy or the library lists it."""

    word: str
    grade: str


class Stem(NamedTuple):
    """Found anywhere in a word, unless inside one of the `innocent` pieces."""

    letters: str
    listed: Listed
    innocent: tuple[str, ...]

    def is_innocent_in(self, word: str) -> bool:
        return any(piece in word for piece in self.innocent)


class Lexicon:
    """`words` are listed by every plain spelling, `phrases` of several words by the first.

    `foreign` are spellings of other languages' words, `folded` those of other scripts as folding
    leaves them, `signs` single characters, `compounds` in one word, `apart` in two. `torn` are
    grave words by the parts that they may be torn into, `beginnings` those of words that are worth
    putting together.
    """

    def __init__(self, options: Profanity, library: Iterable[str]) -> None:
        self.words: dict[str, Listed] = {}
        self.folded: dict[str, Listed] = {}
        self.phrases: defaultdict[str, list[tuple[list[str], Listed]]] = defaultdict(list)
        self.signs: list[str] = []
        self.stems: list[Stem] = []
        self.beginnings: set[str] = set()
        self._masked: dict[str, Listed] = {}
        self._by_key: defaultdict[str, list[str]] = defaultdict(list)

        graded = dict.fromkeys(map(str.lower, library), "strong") | _graded(options)
        self.ordinary = {word.lower() for word in options.ordinary}
        for word in self.ordinary:
            graded.pop(word, None)
        for word, grade in graded.items():
            self._add(Listed(word, grade))
        self._respell(options.respelt)
        english = set(self.words)
        for words in options.languages.values():
            for word, grade in _graded(words).items():
                self._add(Listed(word, grade))
        self.foreign = self.words.keys() - english
        for word in self.ordinary:
            self.words.pop(word, None)
        self.compounds = {
            word for one in options.compounds for word in compounds(one)
        } - self.ordinary
        self.apart = {
            front: {end for back in one.backs for end in (back, back + "s")} - {front, front + "s"}
            for one in options.compounds
            if one.apart
            for front in one.fronts
        }
        for words in (options, *options.languages.values()):
            for letters in words.stems:
                listed = self.words.get(letters, Listed(letters, "strong"))
                pieces = tuple(piece for piece in options.innocent if letters in piece)
                self.stems.append(Stem(letters, listed, pieces))
        self.plain_stems = [stem for stem in self.stems if stem.letters.isascii()]
        self.torn = torn(graded, frozenset(options.fragments))
        self._index()
        # What a text without any of these says nothing of.
        self.known = self.words.keys() | self.compounds | self.phrases.keys() | self.apart.keys()
        self.known |= self.torn.keys()

    def whole(self, word: str) -> Listed | None:
        """The listed word that this plainly is."""
        listed = self.words.get(word)
        return Listed(word, "strong") if listed is None and word in self.compounds else listed

    def matching(self, letters: str, exactly: bool = False) -> Listed | None:
        """The gravest listed word that a disguised word of these letters may be.

        Letters may be repeated, and, unless it is to be taken exactly, stand for those alike or be
        left out where there are two.
        """
        alike = letters.translate(ALIKE)
        single = REPEATED.sub(r"\1", letters)
        found = [
            self.words[spelling]
            for spelling in self._by_key.get(REPEATED.sub(r"\1", alike), ())
            if stretched(letters, spelling)
            or (not exactly and stretched(alike, spelling.translate(ALIKE)))
            or (not exactly and len(spelling) > SINGLED and single == REPEATED.sub(r"\1", spelling))
        ]
        return min(found, key=_gravity, default=None)

    def masked(self, pattern: str) -> Listed | None:
        """The listed word of which `*` hides letters: of several, that of the strongest stem."""
        return self._masked.get(pattern)

    def inside(self, letters: str) -> Listed | None:
        """The word whose stem is somewhere in these letters."""
        for stem in self.stems:
            if stem.letters in letters and not stem.is_innocent_in(letters):
                return stem.listed
        return None

    def _add(self, listed: Listed) -> None:
        word = listed.word
        self.words.setdefault(word, listed)
        if len(word) == 1:
            self.signs.append(word)
        first, *rest = WORD.findall(word) or [word]
        if rest and all(len(part) == 1 for part in (first, *rest)):
            return  # the library's f.u.c.k: what it says is listed as well
        if rest:
            self.phrases[first].append((rest, listed))
            if len(first) == 1:
                return
            word = "".join((first, *rest))
        for spelling in (word, *endings(word, listed.grade)):
            self.words.setdefault(spelling, listed)
        # A word with an accent may be an innocent one without it ("coño", "cono"), and is found
        # only with it. In other scripts, letters that look Latin are folded as the text's are.
        if word[0] > "\u0370":
            self.folded.setdefault(fold(word).text, listed)

    def _respell(self, respelt: dict[str, tuple[str, ...]]) -> None:
        for part, spellings in respelt.items():
            for word in [word for word in self.words if part in word and len(word) < LONG]:
                for spelling in spellings:
                    self.words.setdefault(word.replace(part, spelling), self.words[word])

    def _index(self) -> None:
        stems = [stem.letters for stem in self.stems]
        ranked: dict[str, tuple[int, int, Listed]] = {}
        for spelling, listed in self.words.items():
            if not (spelling.isascii() and spelling.isalpha()):
                continue
            self._by_key[REPEATED.sub(r"\1", spelling.translate(ALIKE))].append(spelling)
            if spelling == listed.word:
                self.beginnings.update(spelling[:end] for end in range(1, len(spelling) + 1))
            elif spelling != listed.word + "s":
                continue
            if spelling in self.foreign or listed.grade == "clinical":
                continue
            if len(spelling) not in MASKED:
                continue
            rank = next((i for i, stem in enumerate(stems) if stem in spelling), len(stems))
            order = rank, GRADES.index(listed.grade), listed
            for pattern in masks(spelling, listed.grade, 1 if spelling in stems else 2):
                ranked[pattern] = min(ranked.get(pattern, order), order)
        self._masked = {pattern: listed for pattern, (_, _, listed) in ranked.items()}


def _gravity(listed: Listed) -> tuple[int, str]:
    return GRADES.index(listed.grade), listed.word


def _graded(words: Words) -> dict[str, str]:
    return {word.lower(): grade for grade in reversed(GRADES) for word in getattr(words, grade)}
