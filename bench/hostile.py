"""Texts that a checker may choke on: few pieces, each many times over.

The pieces are what the policy looks for, broken and whole, and what Unicode has of odd characters.
What is slow in a matcher is nearly always one of its own words, or a part of one, again and again.
"""

import random
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from moderation.policy import Policy

LENGTH = 5000  # characters, the service's limit

ODD: list[str] = [
    *"a1.,:;'\"-_@#*/\\()[]<>{}!?&%$+=~^|` \n\t",
    *("\u0301", "\u0323", "\u0345", "\u200b", "\u200d", "\ufe0f", "\u00ad", "\u202e", "\u2066"),
    *(
        "\ufdfa",
        "\u0130",
        "\u1e9e",
        "\ufb03",
        "\u1d41a",
        "а",
        "ο",
        "ℂ",
        "🅐",
        "ｆ",
        "ﬁ",
        "👩",
        "\U000e0041",
    ),
    *("a\u0301\u0323", "a.", "a ", "a-", "1 ", "1.", "@a", ".a", ".com", ".com ", "://", "http://"),
    *(
        "http://a.b ",
        "http://a",
        "www.",
        "[url=",
        "<a href",
        "<b>",
        "<",
        "&amp;",
        "&#x61;",
        "](http",
    ),
    *(
        "t.me/",
        "+1 (",
        "555-",
        "0",
        "00 ",
        "4111 ",
        "(at)",
        " at ",
        " dot ",
        "i ",
        "you ",
        "i i'm ",
    ),
]


def pieces(policy: Policy) -> list[str]:
    """What texts are put together from: odd characters, and words of the policy's."""
    words = {word for entry in _texts(msgspec.to_builtins(policy)) for word in entry.split()}
    found = {part.strip("<>?*^$") for word in words for part in word.split("|")}
    return ODD + sorted(part for part in found if part and len(part) <= 30)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, below in value.items():
            if key != "rules":
                yield from _texts(below)
    elif isinstance(value, list | tuple):
        for below in value:
            yield from _texts(below)


def build(parts: Sequence[str], times: Sequence[int]) -> str:
    """The parts, each so many times over, all of it again until the text is as long as allowed."""
    once = "".join(part * count for part, count in zip(parts, times, strict=True))
    return (once * (LENGTH // max(1, len(once)) + 1))[:LENGTH] if once else ""


class Climber:
    """A text that is changed a little at a time, for the slower."""

    def __init__(self, stock: Sequence[str], rng: random.Random) -> None:
        self._stock, self._rng = stock, rng
        count = rng.randint(1, 5)
        self.parts = [self._piece() for _ in range(count)]
        self.times = [rng.choice((1, 1, 1, 2, 5, 50, LENGTH)) for _ in range(count)]

    def changed(self) -> "Climber":
        other = Climber(self._stock, self._rng)
        other.parts, other.times = list(self.parts), list(self.times)
        at = self._rng.randrange(len(other.parts))
        match self._rng.randrange(4):
            case 0:
                other.parts[at] = self._piece()
            case 1:
                other.times[at] = self._rng.choice((1, 2, 3, 10, 100, LENGTH))
            case 2:
                other.parts.insert(at, self._piece())
                other.times.insert(at, self._rng.choice((1, 1, 2, 20)))
            case _ if len(other.parts) > 1:
                del other.parts[at], other.times[at]
        return other

    @property
    def text(self) -> str:
        return build(self.parts, self.times)

    def _piece(self) -> str:
        if self._rng.random() < 0.4:
            return self._rng.choice(ODD)
        word: str = self._rng.choice(self._stock)
        if self._rng.random() < 0.2:
            return word[: self._rng.randint(1, len(word))]
        return word + self._rng.choice(("", " ", " ", "-", "."))
