"""What readers see of a text of which parts are masked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.comment import Status
from moderation.masking import MASKED, SHOWN, shown
from moderation.verdict import Signal, Span, Verdict
from tests import make


def verdict(*masked: tuple[Span, ...], open_: tuple[Span, ...] = ()) -> Verdict:
    signals = [Signal("personal_data", "card", spans, {"n": 1, MASKED: 1}) for spans in masked]
    signals.append(Signal("personal_data", "email", open_, {"n": 1}))
    return make.verdict(Status.PUBLISHED, signals=tuple(signals))


@pytest.mark.parametrize("seen", [None, verdict(), verdict((), open_=((0, 4),))])
def test_what_is_not_masked_is_shown_as_written(seen: Verdict | None) -> None:
    assert shown("4242 is mine", seen) == "4242 is mine"


@pytest.mark.parametrize(
    ("masked", "text"),
    [
        ((((0, 2),),), "[removed]cdéfgh"),
        ((((2, 4), (6, 8)),), "ab[removed]éf[removed]"),
        ((((2, 5),), ((4, 6),)), "ab[removed]gh"),  # of two signals, overlapping
        ((((2, 4), (4, 6)),), "ab[removed]gh"),  # next to each other
        ((((1, 7),), ((2, 3),)), "a[removed]h"),
        ((((0, 8),),), "[removed]"),
    ],
)
def test_masked_places_are_not_shown(masked: tuple[tuple[Span, ...], ...], text: str) -> None:
    assert shown("abcdéfgh", verdict(*masked)) == text


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6)


@given(st.text(alphabet="ab😀é", max_size=40), spans)
def test_nothing_masked_is_left_and_nothing_else_is_lost(text: str, pairs: list[Span]) -> None:
    places = tuple(sorted((a, min(b, len(text))) for a, b in pairs if a < min(b, len(text))))
    left = [char for at, char in enumerate(text) if not any(a <= at < b for a, b in places)]
    assert shown(text, verdict(places)).replace(SHOWN, "") == "".join(left)
