"""Phrases with choices, gaps and classes of words, as the policy file spells them.

Pure. In a pattern `a|b` stands for either word, `<name>` for any word or phrase of the class of
that name, `<number>` for one that begins with a digit, and `...` for up to three words of any kind.
Time is bounded: a pattern is tried only about its rarest word, and only at so many places.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from moderation.verdict import Span
from workers.folding import fold
from workers.run import SPOKEN, Run
from workers.subject import APOSTROPHES, Subject

GAP = 3  # words that `...` may stand for
APART = 4  # characters that may stand between two words of a pattern
PLACES = 24  # of one word, at most so many are looked at
NUMBER = "<number>"
CLASS = re.compile(r"<([a-z0-9_]+)>")

# Words of most texts, and of most talk about a blog. A pattern is looked for by another word of its
# own if it has one: this decides how fast it is looked for, never what is found.
MOST_TEXTS = """a about all also am an and any are as at be been but by can do don't for from get go
good had has have he her here him his how i i'm if in into is it it's its just know like make me
more my no not now of on one only or other our out people really see she so some than thank thanks
that the their them there they think this time to up us very want was we well were what when where
which who will with would you your you're"""
MOST_BLOGS = """article blog buy check day find first free great help link look need new nice online
page post posts read share site thing video visit way website work world"""
COSTS = dict.fromkeys(MOST_BLOGS.split(), 10) | dict.fromkeys(MOST_TEXTS.split(), 100)


class Found(NamedTuple):
    """Where a pattern stands, the word it begins with, and the words that filled its gaps."""

    span: Span
    first: str
    gaps: str
    pattern: str = ""


class Choice(NamedTuple):
    """Words, or phrases of words with a space between, any of which will do; longest first."""

    texts: frozenset[str]
    lengths: tuple[int, ...]
    numbers: bool = False

    def has(self, text: str) -> bool:
        return text in self.texts or (self.numbers and text[0].isdigit())


# A pattern in pieces; None is a gap.
Steps = tuple[Choice | None, ...]


class Pattern(NamedTuple):
    """`before`: at least and at most so many words stand before the word it is looked for by."""

    text: str
    steps: Steps
    before: tuple[int, int]


class UnknownClass(ValueError):
    """A pattern names a class of words that is not there."""


class Patterns:
    """Built once from a policy's list."""

    def __init__(
        self, patterns: Iterable[str], classes: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        self._by_trigger: defaultdict[str, list[Pattern]] = defaultdict(list)
        texts = {name: tuple(map(_plain, words)) for name, words in (classes or {}).items()}
        for text in patterns:
            steps = _steps(text, texts)
            if not steps:
                continue
            place = min(
                (at for at, step in enumerate(steps) if step is not None),
                key=lambda at: _cost(steps[at]),
            )
            pattern = Pattern(text, steps, _before(steps[:place]))
            trigger = steps[place]
            assert trigger is not None
            for word in {words.split(" ", 1)[0] for words in trigger.texts}:
                self._by_trigger[word].append(pattern)

    def find(self, subject: Subject) -> list[Found]:
        """Each pattern at each place, in the order of the text. They may overlap."""
        run = subject.folded_run
        words = run.words
        found: set[Found] = set()
        for word in self._by_trigger.keys() & run.at.keys():
            for place in run.at[word][:PLACES]:
                for pattern in self._by_trigger[word]:
                    least, most = pattern.before
                    first = pattern.steps[0]
                    assert first is not None
                    for start in range(max(0, place - most), place - least + 1):
                        if first.lengths == (1,) and not first.has(words[start]):
                            continue
                        end = _end(pattern.steps, run, start)
                        if end is not None:
                            found.add(_found(pattern, subject, start, end))
        return sorted(found)

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


# Where a pattern's pieces begin and end in the run, gaps included.
Ends = tuple[int, ...]


def _end(steps: Steps, run: Run, at: int, step: int = 0, done: Ends = ()) -> Ends | None:
    """The ends of all steps from `step` on if they stand at word `at`; the shortest gaps first."""
    if step == len(steps):
        return done
    choice = steps[step]
    if choice is None:
        for length in range(GAP + 1):
            if length and not _joined(run, at + length - 1):
                return None
            ends = _end(steps, run, at + length, step + 1, (*done, at + length))
            if ends is not None:
                return ends
        return None
    for length in choice.lengths:
        end = at + length
        if end > len(run.words):
            continue
        text = run.words[at] if length == 1 else " ".join(run.words[at:end])
        if not choice.has(text):
            continue
        # The first word of all needs none before it; any other stands close to the one before.
        if not all(_joined(run, index) for index in range(at + (step == 0), end)):
            continue
        ends = _end(steps, run, end, step + 1, (*done, end))
        if ends is not None:
            return ends
    return None


def _joined(run: Run, index: int) -> bool:
    return 0 < index < len(run.words) and run.starts[index] - run.ends[index - 1] <= APART


def _found(pattern: Pattern, subject: Subject, start: int, ends: Ends) -> Found:
    run = subject.folded_run
    begins = (start, *ends[:-1])
    gaps = [
        " ".join(run.words[begin:end])
        for step, begin, end in zip(pattern.steps, begins, ends, strict=True)
        if step is None and begin < end
    ]
    span = subject.folded.span(run.starts[start], run.ends[ends[-1] - 1])
    return Found(span, " ".join(run.words[start : ends[0]]), " ".join(gaps), pattern.text)


def _plain(text: str) -> str:
    """As a run of folded words spells it: "Self-Harm" is "self harm"."""
    return " ".join(SPOKEN.findall(fold(text).text.translate(APOSTROPHES)))


def _steps(text: str, classes: Mapping[str, tuple[str, ...]]) -> Steps:
    """Gaps at the beginning and the end of a pattern mean nothing."""
    steps: list[Choice | None] = []
    for part in text.split():
        if part == "...":
            steps.append(None)
            continue
        texts: set[str] = set()
        choices = part.split("|")
        for choice in choices:
            if choice == NUMBER:
                continue
            name = CLASS.fullmatch(choice)
            if name and name[1] not in classes:
                raise UnknownClass(f'no words are named "{name[1]}": {text}')
            texts.update(classes[name[1]] if name else [_plain(choice)])
        texts.discard("")
        numbers = NUMBER in choices
        if texts or numbers:
            lengths = {words.count(" ") + 1 for words in texts} | ({1} if numbers else set())
            steps.append(Choice(frozenset(texts), tuple(sorted(lengths, reverse=True)), numbers))
    while steps and steps[0] is None:
        del steps[0]
    while steps and steps[-1] is None:
        del steps[-1]
    return tuple(steps)


def _cost(step: Choice | None) -> float:
    """How often a text may be expected to have the step's words."""
    assert step is not None
    if step.numbers:
        return math.inf  # numbers cannot be looked up
    firsts = [words.split(" ", 1)[0] for words in step.texts]
    return sum(COSTS.get(word, 1 / len(word)) for word in firsts)


def _before(steps: Steps) -> tuple[int, int]:
    least = sum(min(step.lengths) for step in steps if step is not None)
    most = sum(GAP if step is None else max(step.lengths) for step in steps)
    return least, most
