"""Cutting a text into pieces with marks."""

from hypothesis import given
from hypothesis import strategies as st

from service.review.highlight import cut


@given(
    st.text(max_size=20),
    st.lists(
        st.tuples(st.integers(1, 3), st.tuples(st.integers(-5, 25), st.integers(-5, 25))),
        max_size=6,
    ),
)
def test_every_character_has_the_marks_that_point_at_it(
    text: str, spans: list[tuple[int, tuple[int, int]]]
) -> None:
    pieces = cut(text, spans)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)
    marked = [piece.marks for piece in pieces for _ in piece.text]
    assert marked == [
        tuple(sorted({number for number, (start, end) in spans if start <= at < end}))
        for at in range(len(text))
    ]
