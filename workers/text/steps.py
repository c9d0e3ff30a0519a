"""What a pattern of words is made of: choices and gaps, and how often they may be expected.

Pure. How patterns are spelt, `text.patterns` says.
"""

import math
import re
from collections.abc import Mapping
from typing import NamedTuple

from workers.subject import APOSTROPHES
from workers.text.folding import fold
from workers.text.run import SPOKEN

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


class Choice(NamedTuple):
    """Words, or phrases of words with a space between, any of which will do; how many words they
    have, the most first; which words they begin with; and whether any number will do."""

    texts: frozenset[str]
    lengths: tuple[int, ...]
    firsts: frozenset[str]
    numbers: bool = False

    def begins(self, word: str) -> bool:
        return word in self.firsts or (self.numbers and word[0].isdigit())


# A pattern in pieces; None is a gap.
Steps = tuple[Choice | None, ...]


class UnknownClass(ValueError):
    """A pattern names a class of words that is not there."""


def plain(text: str) -> str:
    """As a run of folded words spells it: "Self-Harm" is "self harm"."""
    return " ".join(SPOKEN.findall(fold(text).text.translate(APOSTROPHES)))


def steps_of(text: str, classes: Mapping[str, tuple[str, ...]]) -> Steps:
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
            texts.update(classes[name[1]] if name else [plain(choice)])
        texts.discard("")
        numbers = NUMBER in choices
        if texts or numbers:
            lengths = {words.count(" ") + 1 for words in texts} | ({1} if numbers else set())
            firsts = frozenset(words.split(" ", 1)[0] for words in texts)
            longest_first = tuple(sorted(lengths, reverse=True))
            steps.append(Choice(frozenset(texts), longest_first, firsts, numbers))
    while steps and steps[0] is None:
        del steps[0]
    while steps and steps[-1] is None:
        del steps[-1]
    return tuple(steps)


def cost(step: Choice | None) -> float:
    """How often a text may be expected to have the step's words."""
    assert step is not None
    if step.numbers:
        return math.inf  # numbers cannot be looked up
    return sum(COSTS.get(word, 1 / len(word)) for word in step.firsts)
