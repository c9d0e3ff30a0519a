"""Rows with a certain outcome, for whoever works on the checks. To a terminal, never to a file of
the repository: the sets are not ours to hand on."""

import random
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bench.accuracy.run import Judged

ANY = "*"


class Wanted(NamedTuple):
    """Which rows to show. `became` is an outcome or a category; `*` stands for any."""

    set: str
    label: str
    became: str

    def has(self, one: Judged) -> bool:
        return (
            one.row.set == self.set
            and self.label in (ANY, one.row.label)
            and self.became in (ANY, one.outcome, one.category)
        )


def wanted(text: str) -> Wanted:
    """From `SET:LABEL:OUTCOME`. Raises `ValueError`."""
    parts = text.split(":")
    if len(parts) != 3 or not all(parts):
        raise ValueError("expected SET:LABEL:OUTCOME, * for any label or outcome")
    return Wanted(*parts)


def escaped(text: str) -> str:
    """The text on one line, with nothing in it that a terminal would obey."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def shown(judged: Iterable[Judged], which: Wanted, limit: int, seed: int) -> Iterator[str]:
    """Some of the rows, drawn by `seed`, in the order of the set; first how many there are."""
    found = [one for one in judged if which.has(one)]
    drawn = sorted(random.Random(seed).sample(range(len(found)), min(limit, len(found))))
    yield f"{len(found)} rows; shown: {len(drawn)}"
    for index in drawn:
        yield ""
        yield from _row(found[index])


def _row(one: Judged) -> Iterator[str]:
    fields = one.row.fields
    yield f"{one.row.set} {fields.get('id')}: {one.outcome}, {one.category}, {one.score:g}"
    for name in ("author", "author_url", "article"):
        if fields.get(name):
            yield f"  {name}: {escaped(str(fields[name]))}"
    yield f"  {escaped(fields['text'])}"
    for name, weight in one.signals:
        yield f"    {weight:+g} {name}"
    for name in one.not_run:
        yield f"    not run: {name}"
