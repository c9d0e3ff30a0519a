"""Phrases with choices, gaps and classes of words, as the policy file spells them.

Pure. In a pattern `a|b` stands for either word, `<name>` for any word or phrase of the class of
that name, `<number>` for one that begins with a digit, `...` for up to three words of any kind, and
`^` for the beginning of the comment.
Time is bounded: a pattern is tried only about its rarest word, and only at so many places.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from moderation.verdict import Span
from workers.subject import Subject
from workers.text.run import Run
from workers.text.steps import Choice, Steps, cost, plain, steps_of

GAP = 3  # words that `...` may stand for
APART = 4  # characters that may stand between two words of a pattern
END = ("",)  # what stands behind the last word
PLACES = 24  # of one word, at most so many are looked at
BEGINNING = "^"
STRETCHED = re.compile(r"([a-z])\1{2,}")


class Found(NamedTuple):
    """Where a pattern stands, the word it begins with, and the words that filled its gaps."""

    span: Span
    first: str
    gaps: str
    pattern: str = ""


class Pattern(NamedTuple):
    text: str
    steps: Steps
    begins: bool = False


class Try(NamedTuple):
    """A pattern that is looked for by a word: the words that must follow that one, what must stand
    just before it and just after these, with which word the pattern begins (None: any), and how
    many words of it stand before, at least and at most."""

    pattern: Pattern
    rest: tuple[str, ...]
    previous: frozenset[str] | None
    following: frozenset[str] | None
    first: frozenset[str] | None
    least: int
    most: int


class Patterns:
    """Built once from a policy's list."""

    def __init__(
        self, patterns: Iterable[str], classes: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        self._tries: defaultdict[str, list[Try]] = defaultdict(list)
        self._words: set[str] = set()
        texts = {name: tuple(map(plain, words)) for name, words in (classes or {}).items()}
        for text in patterns:
            steps = steps_of(text, texts)
            if steps:
                for word, due in _tries(Pattern(text, steps, text.startswith(BEGINNING))):
                    self._tries[word].append(due)
                for step in steps:
                    self._words.update(*(one.split(" ") for one in step.texts) if step else ())

    def find(self, subject: Subject) -> list[Found]:
        """Each pattern at each place, in the order of the text. They may overlap."""
        run = subject.folded_run
        if STRETCHED.search(subject.folded.text):
            run = run.respelt([self._squeezed(word) for word in run.words])
        words = [*run.words, *END]
        found: set[Found] = set()
        for word in self._tries.keys() & run.at.keys():
            tries = self._tries[word]
            for place in run.at[word][:PLACES]:
                before, after = words[place - 1] if place else "", words[place + 1]
                for pattern, rest, previous, following, first, least, most in tries:
                    # What is seldom so is asked first, and before anything is called.
                    if rest:
                        if (
                            rest[0] != after
                            or tuple(words[place + 1 : place + 1 + len(rest)]) != rest
                        ):
                            continue
                        if following is not None and words[place + 1 + len(rest)] not in following:
                            continue
                    elif following is not None and after not in following:
                        continue
                    if previous is not None and before not in previous:
                        continue
                    latest = 0 if pattern.begins else place - least
                    for start in range(max(0, place - most), latest + 1):
                        if first is not None and words[start] not in first:
                            continue
                        ends = _ends(pattern.steps, run, start)
                        if ends is not None:
                            found.add(_found(pattern, subject, run, start, ends))
        return sorted(found)

    def _squeezed(self, word: str) -> str:
        """ "pleaseeee" without what is too much, if that makes it a word of the patterns."""
        if word in self._words or not STRETCHED.search(word):
            return word
        for times in (r"\1", r"\1\1"):
            short = STRETCHED.sub(times, word)
            if short in self._words:
                return short
        return word

    def spans(self, subject: Subject) -> tuple[Span, ...]:
        """Where patterns stand, overlapping places made one."""
        return merged(found.span for found in self.find(subject))


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap made one."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """As many of the spans as can be without one overlapping another, in order."""
    result: list[Span] = []
    for start, end in sorted(set(spans), key=lambda span: (span[1], -span[0])):
        if not result or start >= result[-1][1]:
            result.append((start, end))
    return tuple(result)


# Where a pattern's pieces begin and end in the run, gaps included.
Ends = tuple[int, ...]


def _ends(steps: Steps, run: Run, at: int, step: int = 0, done: Ends = ()) -> Ends | None:
    """The ends of all steps from `step` on if they stand at word `at`; the shortest gaps first."""
    if step == len(steps):
        return done
    words = run.words
    choice = steps[step]
    if choice is None:
        following = steps[step + 1]
        assert following is not None
        for place in range(at, min(at + GAP + 1, len(words))):
            if not _joined(run, place):
                return None
            # Most gaps end before what should follow them, so this is asked before going on.
            if following.begins(words[place]):
                ends = _ends(steps, run, place, step + 1, (*done, place))
                if ends is not None:
                    return ends
        return None
    # The first word of all needs none before it; any other stands close to the one before.
    if at >= len(words) or not choice.begins(words[at]) or (step and not _joined(run, at)):
        return None
    for length in choice.lengths:
        end = at + length
        if length > 1:
            if end > len(words) or " ".join(words[at:end]) not in choice.texts:
                continue
            if not all(_joined(run, place) for place in range(at + 1, end)):
                continue
        elif not (words[at] in choice.texts or choice.numbers):
            continue
        ends = _ends(steps, run, end, step + 1, (*done, end))
        if ends is not None:
            return ends
    return None


def _joined(run: Run, index: int) -> bool:
    """Does the word stand close to the one before it?"""
    return index > 0 and run.starts[index] - run.ends[index - 1] <= APART


def _found(pattern: Pattern, subject: Subject, run: Run, start: int, ends: Ends) -> Found:
    begins = (start, *ends[:-1])
    gaps = [
        " ".join(run.words[begin:end])
        for step, begin, end in zip(pattern.steps, begins, ends, strict=True)
        if step is None and begin < end
    ]
    span = subject.folded.span(run.starts[start], run.ends[ends[-1] - 1])
    return Found(span, " ".join(run.words[start : ends[0]]), " ".join(gaps), pattern.text)


def _tries(pattern: Pattern) -> Iterator[tuple[str, Try]]:
    """By which words a pattern is looked for, and how: those of its rarest choice."""
    steps = pattern.steps
    place = min(
        (at for at, step in enumerate(steps) if step is not None), key=lambda at: cost(steps[at])
    )
    trigger = steps[place]
    assert trigger is not None
    before = steps[:place]
    least = sum(min(step.lengths) for step in before if step is not None)
    most = sum(GAP if step is None else max(step.lengths) for step in before)
    previous = _edges(steps[place - 1], -1) if place else None
    following = _edges(steps[place + 1], 0) if place + 1 < len(steps) else None
    first = _edges(steps[0], 0) if place else None
    for text in trigger.texts:
        word, *rest = text.split(" ")
        yield word, Try(pattern, tuple(rest), previous, following, first, least, most)


def _edges(step: Choice | None, edge: int) -> frozenset[str] | None:
    """The words that a choice can begin (0) or end (-1) with; None if any can."""
    if step is None or step.numbers:
        return None
    return frozenset(text.split(" ")[edge] for text in step.texts)
