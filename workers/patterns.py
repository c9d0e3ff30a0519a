"""Phrases with choices and gaps, as the policy file spells them.

Pure. In a pattern `a|b` stands for either word and `...` for up to three words of any kind. Time is
bounded: a pattern is tried only if its rarest word is in the text, and only where its first stands.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from moderation.verdict import Span
from workers.subject import APOSTROPHES, Subject

BETWEEN = r"[^\w']{1,4}"
GAP = rf"((?:[\w']{{1,30}}{BETWEEN}){{0,3}}?)"


class Found(NamedTuple):
    """Where a pattern stands, the word it begins with, and the words that filled its gaps."""

    span: Span
    first: str
    gaps: str


class Pattern(NamedTuple):
    firsts: tuple[str, ...]
    regex: re.Pattern[str]


class Patterns:
    """Built once from a policy's list."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._by_trigger: defaultdict[str, list[Pattern]] = defaultdict(list)
        for text in patterns:
            parts = text.lower().translate(APOSTROPHES).split()
            choices = [tuple(part.split("|")) for part in parts if part != "..."]
            if not choices:
                continue
            pattern = Pattern(choices[0], _compile(parts))
            # Long words are rare words: the text is searched only if it has one of these.
            for word in max(choices, key=lambda words: min(map(len, words))):
                self._by_trigger[_first_word(word)].append(pattern)

    def find(self, subject: Subject) -> list[Found]:
        """Each pattern at each place, in the order of the text. They may overlap."""
        words, plain = subject.words, subject.plain
        due = {
            pattern
            for word in self._by_trigger.keys() & words.keys()
            for pattern in self._by_trigger[word]
        }
        found: set[Found] = set()
        for pattern in due:
            for first in pattern.firsts:
                for start in words.get(_first_word(first), ()):
                    match = pattern.regex.match(plain, start)
                    if match:
                        found.add(Found(match.span(), first, " ".join(match.groups())))
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


def _compile(parts: list[str]) -> re.Pattern[str]:
    regex = ""
    for part in parts:
        if part == "...":
            regex += BETWEEN + GAP if regex else ""
        else:
            choice = "|".join(map(re.escape, part.split("|")))
            joint = "" if not regex or regex.endswith(GAP) else BETWEEN
            regex += f"{joint}(?:{choice})"
    return re.compile(regex + r"(?!\w)")


def _first_word(text: str) -> str:
    """ "self-harm" is two words in a text; the first is where it is looked up."""
    match = re.match(r"\w+(?:'\w+)*", text)
    return match[0] if match else text
