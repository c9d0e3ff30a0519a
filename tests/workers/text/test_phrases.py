"""Phrases and patterns: where they stand, and where not."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.verdict import Span
from tests.workers.samples import subject
from workers.text.patterns import Patterns, merged
from workers.text.phrases import Phrases, outside

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda p: (p[0], sum(p))))


@given(SPANS, SPANS)
def test_a_span_is_outside_if_it_lies_in_no_allowed_one(
    spans: list[Span], allowed: list[Span]
) -> None:
    inside = [s for s in spans if any(a[0] <= s[0] and s[1] <= a[1] for a in allowed)]
    left = outside(spans, tuple(sorted(allowed)))
    assert sorted(left) == sorted(s for s in spans if s not in inside)


@given(SPANS)
def test_merged_spans_cover_the_same_and_do_not_overlap(spans: list[Span]) -> None:
    result = merged(spans)
    assert {i for a, b in result for i in range(a, b)} == {i for a, b in spans for i in range(a, b)}
    assert all(one[1] <= other[0] for one, other in pairwise(result))


@pytest.mark.parametrize(
    ("phrase", "text", "spans"),
    [
        ("pot roast", "Pot  ROAST, potroast, pot-roast", ((0, 10),)),
        ("don't", "Don’t do", ((0, 5),)),
        ("a a", "a a a", ((0, 3), (2, 5))),
        ("", "anything", ()),
        ("cat", "cats concat", ()),
    ],
)
def test_a_phrase_is_found_whole(phrase: str, text: str, spans: tuple[Span, ...]) -> None:
    assert Phrases([phrase]).spans(subject(text)) == spans


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("buy ... online", "Buy online", True),
        ("buy ... online", "buy one two three online", True),
        ("buy ... online", "buy one two three four online", False),
        ("a|b c|d", "so b, c.", True),
        ("a|b c|d", "a b", False),
        ("i'm here", "I’m here", True),
        ("self-harm is", "Self-harm is", True),
        ("die", "diet", False),
        ("... ...", "anything", False),
    ],
)
def test_a_pattern_has_choices_and_gaps_of_three_words(
    pattern: str, text: str, found: bool
) -> None:
    assert bool(Patterns([pattern]).spans(subject(text))) == found
