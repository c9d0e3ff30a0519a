"""A text cut into pieces, each with the numbers of the signals that point at it. Pure."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from moderation.verdict import Span


class Piece(NamedTuple):
    """Together, the pieces of a text are the text. `marks` are in ascending order."""

    text: str
    marks: tuple[int, ...]


def split(pieces: Iterable[Piece], at: int) -> tuple[list[Piece], list[Piece]]:
    """The pieces of the first `at` characters of a text, and those of the rest."""
    head: list[Piece] = []
    rest: list[Piece] = []
    for text, marks in pieces:
        here, there = text[:at], text[at:]
        at -= len(here)
        head += [Piece(here, marks)] if here else []
        rest += [Piece(there, marks)] if there else []
    return head, rest


def cut(text: str, spans: Iterable[tuple[int, Span]]) -> list[Piece]:
    """Pieces of a text, given (number, span) pairs that may overlap or lie outside it."""
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for number, (start, end) in spans:
        start, end = max(start, 0), min(end, len(text))
        if start < end:
            begins.setdefault(start, []).append(number)
            ends.setdefault(end, []).append(number)
    pieces: list[Piece] = []
    on: Counter[int] = Counter()
    last = 0
    for at in sorted({*begins, *ends, len(text)}):
        if at > last:
            pieces.append(Piece(text[last:at], tuple(sorted(on))))
            last = at
        for number in ends.get(at, ()):
            on[number] -= 1
            if not on[number]:
                del on[number]
        on.update(begins.get(at, ()))
    return pieces
