"""Where a text swears: better-profanity's rules, the policy's words, and what disguises them.

Pure. It finds and grades; what that weighs is the policy's matter, and what is one signal the
check's (`workers.checks.profanity`).
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import chain
from typing import NamedTuple

from better_profanity import Profanity as Library

from moderation.policy.profanity import Profanity
from workers.subject import Subject
from workers.text.disguise import LONGEST_WORD, readings
from workers.text.foreign import is_other_word
from workers.text.lexicon import GRADES, Lexicon, Listed
from workers.text.run import Run
from workers.text.swearing import SwearFinder
from workers.text.variants import GRAVE

# So many of a kind say enough.
MOST = 100
# Disguised words so short are too easily something else, unless they are grave or plain signs.
SHORT = 3
SQUEEZED = re.compile(r"(.)\1+")
# What parts words that are said together.
STOP = re.compile(r"[.,;:!?\n()]")
LETTERS = re.compile(r"[^\W\d_]+")
# What better-profanity reads as letters, beside letters.
SPELLING = re.compile(
    r"[*@$0-9](?:(?<=[a-z].)|(?<=[*@$])(?=[*@$0-9]{0,3}[a-z])|(?=[a-z]{3})|(?<=@\$))"
)
NUMBER = re.compile(r"\d+[a-z]{1,2}")


class Swear(NamedTuple):
    """A listed word in the body. `hidden`: written so as not to be found."""

    start: int
    end: int
    listed: Listed
    hidden: bool


class Profane:
    """Built once from the policy's options."""

    def __init__(self, options: Profanity) -> None:
        library = Library()
        self._finder = SwearFinder(library)
        self._fragments = frozenset(options.fragments)
        self.lexicon = Lexicon(options, map(str, library.CENSOR_WORDSET))

    def find(self, subject: Subject) -> list[Swear]:
        """In the order of the text, none inside or across another."""
        found = list(_enough(chain(self._plain(subject), self._by_library(subject))))
        found += _enough(self._disguised(subject, found))
        kept: list[Swear] = []
        for swear in sorted(found, key=_by_place):
            if not kept or swear.start >= kept[-1].end:
                kept.append(swear)
        return kept

    def _by_library(self, subject: Subject) -> Iterator[Swear]:
        """What only its rules find: the words that its signs and digits spell, and words in parts.

        Without a sign or a digit, what there is to find is the lexicon's.
        """
        text, lower = subject.text, subject.lower
        if not SPELLING.search(lower):
            return
        for hit in self._finder.find(text, lower):
            written = lower[hit.start : hit.end]
            exact = written in hit.words
            listed = self._gravest(hit.words[:1] if exact else hit.words)
            if listed is None:
                continue
            if exact:
                yield Swear(hit.start, hit.end, listed, False)
            elif hit.joined:
                parts = self._finder.parts(written)
                if self._meant(parts, written, listed):
                    swears = any(part in self.lexicon.words for part in parts)
                    yield Swear(hit.start, hit.end, listed, not swears)
            elif not NUMBER.fullmatch(written) and _hides(written, listed):
                yield Swear(hit.start, hit.end, listed, not written.isalpha())

    def _plain(self, subject: Subject) -> Iterator[Swear]:
        """Whole words, phrases, and stems inside words, as written and as folded."""
        yield from self._said_in(subject.run, subject.plain)
        folded, run, lower = subject.folded, subject.folded_run, subject.lower
        if run is not subject.run:
            for swear in self._said_in(run, folded.text):
                span = folded.span(swear.start, swear.end)
                read = folded.text[swear.start : swear.end]
                written = lower[slice(*span)]
                if not is_other_word(subject, written, read, self.lexicon):
                    yield Swear(*span, swear.listed, swear.hidden or written != read)
            for word in run.at.keys() & self.lexicon.folded.keys():
                for place in run.at[word]:
                    span = folded.span(run.starts[place], run.ends[place])
                    if not lower[slice(*span)].isascii():
                        yield Swear(*span, self.lexicon.folded[word], False)
        if not subject.text.isascii():
            for sign in self.lexicon.signs:
                at = subject.text.find(sign)
                if at >= 0:
                    yield Swear(at, at + len(sign), self.lexicon.words[sign], False)

    def _said_in(self, run: Run, text: str) -> Iterator[Swear]:
        lexicon, at, words = self.lexicon, run.at, run.words
        for word in [word for word in at if word in lexicon.known]:
            listed = lexicon.whole(word)
            for place in at[word]:
                start = run.starts[place]
                if listed:
                    yield Swear(start, run.ends[place], listed, False)
                if place + 1 == len(words):
                    continue
                for rest, phrase in lexicon.phrases.get(word, ()):
                    end = run.ends[min(place + len(rest), len(words) - 1)]
                    said = words[place + 1 : place + 1 + len(rest)] == rest
                    if said and not STOP.search(text, start, end):
                        yield Swear(start, end, phrase, False)
                after, end = words[place + 1], run.ends[place + 1]
                if after in lexicon.apart.get(word, ()) and not STOP.search(text, start, end):
                    yield Swear(start, end, Listed(f"{word} {after}", "strong"), False)
            if word in lexicon.torn:
                yield from self._torn(run, text, word)
        yield from self._inside(run)

    def _torn(self, run: Run, text: str, part: str) -> Iterator[Swear]:
        """Grave words torn in two, one of which is no word: at the end of a line, for example."""
        for place in run.at[part]:
            for first in (place - 1, place):
                if not 0 <= first < len(run) - 1:
                    continue
                other = run.words[first + 1 if first == place else first]
                torn = self.lexicon.torn[part].get(other)
                between = text[run.ends[first] : run.starts[first + 1]]
                joined = run.words[first] + run.words[first + 1]
                if torn and joined.startswith(torn) and between.isspace():
                    swears = part in self.lexicon.words or other in self.lexicon.words
                    listed = self.lexicon.words[torn]
                    yield Swear(run.starts[first], run.ends[first + 1], listed, not swears)

    def _inside(self, run: Run) -> Iterator[Swear]:
        """Words with a stem in them. It is looked for in all long words at once."""
        long = [word for word in run.at if len(word) > SHORT + 1 or not word.isascii()]
        together = " ".join(long)
        for stem in self.lexicon.stems if not together.isascii() else self.lexicon.plain_stems:
            if stem.letters not in together:
                continue
            for word in long:
                if stem.letters in word and not stem.is_innocent_in(word):
                    for place in run.at[word]:
                        start, end = run.starts[place], run.ends[place]
                        if len(word) > LONGEST_WORD:
                            start += word.index(stem.letters)
                            end = start + len(stem.letters)
                        yield Swear(start, end, stem.listed, False)

    def _disguised(self, subject: Subject, plain: list[Swear]) -> Iterator[Swear]:
        """What the readings of odd parts say, where nothing was found yet."""
        folded, run = subject.folded, subject.folded_run
        taken, said = _Taken(plain), cache(self._said)
        for reading in readings(folded.text, run, self.lexicon.beginnings):
            listed = said(reading.kind, reading.letters)
            if not listed:
                continue
            written = folded.text[reading.start : reading.end]
            if reading.kind == "split" and not self._meant(written.split(), written, listed):
                continue
            parts = LETTERS.findall(written)
            if reading.kind == "joined" and self._fragments.issuperset(parts):
                continue
            start, end = folded.span(reading.start, reading.end)
            if not taken.by_as_grave(listed, start, end):
                openly = reading.kind in ("part", "stretched", "drawn") or (
                    reading.kind == "joined" and any(part in self.lexicon.words for part in parts)
                )
                yield Swear(start, end, listed, not openly)

    def _said(self, kind: str, letters: str) -> Listed | None:
        """The word that a reading says."""
        lexicon = self.lexicon
        if kind == "masked":
            return lexicon.masked(letters)
        if letters in lexicon.ordinary:
            return None
        listed = lexicon.whole(letters)
        if kind == "stretched" and not listed:
            squeezed = SQUEEZED.sub(r"\1", letters)
            return lexicon.matching(letters, exactly=True) or lexicon.inside(squeezed)
        if kind == "leet" and len(letters) > SHORT:
            listed = listed or lexicon.matching(letters) or lexicon.inside(letters)
        short = kind in ("leet", "apart", "joined") and len(letters) <= SHORT
        if listed and listed.grade not in GRAVE and (kind == "split" or short):
            return None
        return listed

    def _gravest(self, words: tuple[str, ...]) -> Listed | None:
        """A disguised word is taken for the gravest it may be; of ordinary ones, for none."""
        listed = [self.lexicon.words[word] for word in words if word in self.lexicon.words]
        return min(listed, key=lambda one: GRADES.index(one.grade), default=None)

    def _meant(self, parts: Collection[str], written: str, listed: Listed) -> bool:
        """Is a word put together from several meant, or did words merely meet ("pen is", "as 5")?

        It is if its parts are single letters, if no white space parts it, if a part is itself a
        swear word, or if a grave word has a part that is none of the words it may be torn into. A
        part without a letter is never part of a word.
        """
        if not all(any(char.isalpha() for char in part) for part in parts):
            return False
        if all(len(part) == 1 for part in parts) or not any(map(str.isspace, written)):
            return True
        graded = (self.lexicon.words.get(part) for part in parts)
        if any(one is not None and one.grade != "clinical" for one in graded):
            return True
        return listed.grade in GRAVE and not all(
            len(part) == 1 or part in self._fragments for part in parts
        )


def _enough(found: Iterator[Swear]) -> Iterator[Swear]:
    """At most `MOST` grave words, and as many others: these must not hide those."""
    grave = others = 0
    for swear in found:
        if swear.listed.grade in GRAVE:
            grave += 1
            yield swear
            if grave == MOST:
                return
        elif others < MOST:
            others += 1
            yield swear


class _Taken:
    """Where something was found plainly, and how grave it is."""

    def __init__(self, found: Iterable[Swear]) -> None:
        self._gravest: dict[int, int] = {}
        for swear in found:
            grade = GRADES.index(swear.listed.grade)
            for place in range(swear.start, swear.end):
                self._gravest[place] = min(grade, self._gravest.get(place, grade))

    def by_as_grave(self, listed: Listed, start: int, end: int) -> bool:
        grade = GRADES.index(listed.grade)
        return any(self._gravest.get(place, len(GRADES)) <= grade for place in range(start, end))


def _by_place(swear: Swear) -> tuple[int, int, bool]:
    return swear.start, -swear.end, swear.hidden


def _hides(written: str, listed: Listed) -> bool:
    """May it hide a word? Not with more digits than letters (A55 is a road), and a short word not
    behind a star or in digits, unless it is grave."""
    digits, letters = sum(map(str.isdigit, written)), sum(map(str.isalpha, written))
    if digits > letters or (len(written) <= SHORT and "*" in written):
        return False
    return not digits or len(written) > SHORT or listed.grade in GRAVE
