"""What becomes of the places that checks marked, when the text is changed. Pure.

A verdict says what was seen in one text. When a person changes the text, its spans are moved along
with the words they mark, so that they always point into the text that is there.
"""

from collections.abc import Iterator

import msgspec

from moderation.masking import MASKED
from moderation.verdict import Signal, Span, Verdict


def carried(verdict: Verdict, old: str, new: str) -> Verdict:
    """The verdict with its spans where their words now stand.

    What lies before or behind all that was changed keeps its marks; what lies between has lost
    them. But what readers are not shown stays so wherever it still stands, word for word: changing
    something else must not bring it to light.
    """
    start, end = _changed(old, new)
    shift = len(new) - len(old)
    signals = []
    for signal in verdict.signals:
        spans = {moved for span in signal.spans for moved in _moved(span, start, end, shift)}
        if signal.params.get(MASKED):
            spans |= {again for span in signal.spans for again in _again(old[slice(*span)], new)}
        signals.append(_with(signal, spans))
    return msgspec.structs.replace(verdict, signals=tuple(signals))


def _with(signal: Signal, spans: set[Span]) -> Signal:
    return msgspec.structs.replace(signal, spans=tuple(sorted(spans)))


def _changed(old: str, new: str) -> Span:
    """The part of the old text outside of which the two are the same."""
    most = min(len(old), len(new))
    start = next((i for i in range(most) if old[i] != new[i]), most)
    least = most - start
    same = next((i for i in range(least) if old[-1 - i] != new[-1 - i]), least)
    return start, len(old) - same


def _moved(span: Span, start: int, end: int, shift: int) -> Iterator[Span]:
    if span[1] <= start:
        yield span
    elif span[0] >= end:
        yield span[0] + shift, span[1] + shift


def _again(words: str, text: str) -> Iterator[Span]:
    """Every place at which the words stand."""
    at = text.find(words) if words.strip() else -1
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + len(words))
