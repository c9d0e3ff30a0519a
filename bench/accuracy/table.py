"""Tables in Markdown that can be read as they stand, and the cells that go into them. Pure."""

from collections.abc import Sequence

from bench.accuracy.counts import Share


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Every column as wide as its widest cell; nothing at all if there are no rows."""
    if not rows:
        return ""
    every = [[cell.replace("|", r"\|") for cell in row] for row in (head, *rows)]
    widths = [max(3, *map(len, column)) for column in zip(*every, strict=True)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in every
    ]
    rule = "| " + " | ".join("-" * width for width in widths) + " |"
    return "\n".join([lines[0], rule, *lines[1:]])


def percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def between(share: Share) -> str:
    low, high = share.interval
    return f"{low * 100:.1f} to {high * 100:.1f}"


def cell(share: Share) -> str:
    """Share, count and interval in one."""
    return f"{percent(share.share)} ({share.count}; {between(share)})"


def moved(share: Share, from_: Share) -> str:
    """By how many points of a hundred a share differs from another."""
    points = (share.share - from_.share) * 100
    return "0" if abs(points) < 0.05 else f"{points:+.1f}"
