"""The labelled sets as files of a directory: which there are, and their rows."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ops import rows

SUFFIX = ".jsonl"


class Missing(Exception):
    """What should have been measured is not there. The message is one line."""


class BadRow(Exception):
    """A row that is no labelled comment. The message names file and line, not the text."""


@dataclass(frozen=True)
class Row:
    """A labelled comment: `fields` are the row as it stands, as `ops.rows` reads it."""

    set: str
    label: str
    fields: dict[str, Any]

    @property
    def labels(self) -> dict[str, Any]:
        """What the origin of the set had to say about the row."""
        found = self.fields.get("labels")
        return found if isinstance(found, dict) else {}


def names(data: Path) -> list[str]:
    """The sets in a directory. Raises `Missing` if there is none."""
    found = sorted(path.stem for path in data.glob(f"*{SUFFIX}"))
    if not found:
        raise Missing(f"no labelled sets (*{SUFFIX}) in {data}; name their directory")
    return found


def load(data: Path, only: Collection[str] = ()) -> dict[str, list[Row]]:
    """Every set's rows, or those of `only` these sets. Raises `Missing` and `BadRow`."""
    there = names(data)
    missing = sorted(set(only) - set(there))
    if missing:
        raise Missing(f"no {', '.join(name + SUFFIX for name in missing)} in {data}")
    return {name: _rows(data / f"{name}{SUFFIX}") for name in there if not only or name in only}


def _rows(path: Path) -> list[Row]:
    found = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            fields = rows.decode(line)
        except rows.BadLine as exc:
            raise BadRow(f"{path.name}, line {number}: {exc}") from exc
        label = fields.get("label")
        if not isinstance(label, str) or not isinstance(fields.get("text"), str):
            raise BadRow(f"{path.name}, line {number}: neither label nor text, or only one of them")
        found.append(Row(path.stem, label, fields))
    return found
