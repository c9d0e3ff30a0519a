"""From rows to verdicts: each row as if a first-time author had just posted it.

In process: no server, no store. Nothing here knows what is a good verdict.
"""

import gc
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, repeat

from bench.accuracy.sets import BadRow, Row
from moderation.policy import load_policy
from ops import rows
from workers.engine import Engine
from workers.subject import Facts, Subject

CHUNK = 500  # rows that a process takes at a time


@dataclass(frozen=True)
class Variant:
    """How rows are changed before they are judged: `plain` takes the author's name and URL away,
    `lower` puts the text in lower case."""

    plain: bool = False
    lower: bool = False


DEFAULT = Variant()


@dataclass(frozen=True)
class Judged:
    """A row and what the engine said of it. `signals` are names of rules with their weights."""

    row: Row
    outcome: str
    category: str
    score: float
    signals: tuple[tuple[str, float], ...]
    not_run: tuple[str, ...]
    microseconds: float


def first_time() -> Facts:
    """What is known of an author who was never seen before."""
    return Facts()


def subject(row: Row, variant: Variant = DEFAULT) -> Subject:
    """The row as a comment under examination. Raises `BadRow`."""
    fields = dict(row.fields)
    if variant.plain:
        fields |= {"author": None, "author_url": None}
    if variant.lower:
        fields["text"] = fields["text"].lower()
    try:
        return Subject(rows.comment_of(fields), first_time())
    except rows.BadLine as exc:
        raise BadRow(f"{row.set}, row {rows.id_of(fields)}: {exc}") from exc


def judge(engine: Engine, row: Row, variant: Variant = DEFAULT) -> Judged:
    """One verdict. The time is the processor's, from subject to verdict: others cost nothing."""
    examined = subject(row, variant)
    began = time.thread_time_ns()
    (verdict,) = engine.examine([examined])
    took = time.thread_time_ns() - began
    return Judged(
        row,
        verdict.outcome.value,
        verdict.category,
        verdict.score,
        tuple((signal.name, signal.weight) for signal in verdict.signals),
        verdict.not_run,
        took / 1000,
    )


def run(sets: Iterable[list[Row]], variant: Variant = DEFAULT, jobs: int = 1) -> list[Judged]:
    """A verdict on every row, in order, by the default policy, in so many processes."""
    every = list(chain.from_iterable(sets))
    if jobs == 1:
        return _judge_all(Engine(load_policy()), every, variant)
    with ProcessPoolExecutor(jobs) as pool:
        parts = pool.map(_part, _chunks(every), repeat(variant))
        return list(chain.from_iterable(parts))


_engine: Engine | None = None


def _part(part: Sequence[Row], variant: Variant) -> list[Judged]:
    global _engine  # once a process
    _engine = _engine or Engine(load_policy())
    return _judge_all(_engine, part, variant)


def _judge_all(engine: Engine, part: Sequence[Row], variant: Variant) -> list[Judged]:
    """Without looking for garbage: what is kept here would be walked through on a row's time."""
    gc.disable()
    try:
        return [judge(engine, row, variant) for row in part]
    finally:
        gc.enable()


def _chunks(every: Sequence[Row]) -> Iterator[Sequence[Row]]:
    return (every[at : at + CHUNK] for at in range(0, len(every), CHUNK))
