"""Against intervals in print: Newcombe, "Two-sided confidence intervals for the single proportion",
Statistics in Medicine 17 (1998), 857-872, table I, method 3."""

import pytest

from bench.accuracy.wilson import interval


@pytest.mark.parametrize(("count", "of"), [(1, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_has_no_interval(count: int, of: int) -> None:
    with pytest.raises(ValueError, match=f"{count} of {of}"):
        interval(count, of)


def test_of_no_rows_nothing_is_known() -> None:
    assert interval(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_are_those_in_print(count: int, of: int, low: float, high: float) -> None:
    assert interval(count, of) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("count", "of"), [(0, 20), (1, 29), (81, 263)])
def test_what_is_not_so_mirrors_what_is(count: int, of: int) -> None:
    low, high = interval(count, of)
    assert interval(of - count, of) == pytest.approx((1 - high, 1 - low))
