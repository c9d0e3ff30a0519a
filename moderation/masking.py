"""What readers are shown of a text of which parts were found to be nobody's business. Pure.

The text itself never changes: a moderator sees all of it. What is masked is what a check marked so
when it saw the comment, in the verdict.
"""

from moderation.verdict import Span, Verdict

# The parameter of a signal whose places are not shown to readers.
MASKED = "masked"
SHOWN = "[removed]"


def shown(text: str, verdict: Verdict | None, instead: str = SHOWN) -> str:
    """The text with `[removed]`, or what is put there `instead`, for each place that was marked so;
    places that meet are one."""
    places: list[Span] = []
    for start, end in _masked(verdict):
        if places and start <= places[-1][1]:
            places[-1] = (places[-1][0], max(end, places[-1][1]))
        elif start < end:
            places.append((start, end))
    pieces, last = [], 0
    for start, end in places:
        pieces += [text[last:start], instead]
        last = end
    return "".join([*pieces, text[last:]])


def _masked(verdict: Verdict | None) -> list[Span]:
    if verdict is None:
        return []
    return sorted(
        span for signal in verdict.signals if signal.params.get(MASKED) for span in signal.spans
    )
