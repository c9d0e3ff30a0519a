"""The audit log as files: JSON Lines, and CSV that a spreadsheet may open. Pure.

Who decided is told by a name that stands for them, the same in every export of a site, unless the
reader may have the real ones: files are passed on, and outlive accounts.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable
from typing import Any

from moderation.store.audit import Entry
from moderation.store.sites import Site
from service.api.views import rfc3339

COLUMNS = (
    *("id", "at", "by", "comment", "version", "from", "to", "reason"),
    *("edited", "policy_version", "reverses"),
)
PERSON = "moderator:"
# A spreadsheet takes what begins so for a formula, and runs it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")

Naming = Callable[[str], str]


def as_it_is(by: str) -> str:
    return by


def pseudonyms(site: Site) -> Naming:
    """Names that stand for people: nobody who has not the site's secret can find out for whom."""

    def pseudonym(by: str) -> str:
        if not by.startswith(PERSON):
            return by
        return f"{PERSON}{site.digest_of('moderator', by.removeprefix(PERSON))[:12]}"

    return pseudonym


def told(entry: Entry, naming: Naming = as_it_is) -> dict[str, Any]:
    """An entry as plain values, in the order of `COLUMNS`."""
    return {
        "id": entry.id,
        "at": rfc3339(entry.at),
        "by": naming(entry.by),
        "comment": entry.comment,
        "version": entry.version,
        "from": entry.from_,
        "to": entry.to,
        "reason": entry.reason,
        "edited": entry.edited,
        "policy_version": entry.policy_version,
        "reverses": naming(entry.reverses) if entry.reverses else None,
    }


def json_lines(entries: Iterable[Entry], naming: Naming) -> bytes:
    return "".join(f"{json.dumps(told(entry, naming))}\n" for entry in entries).encode()


def csv_head() -> bytes:
    return f"{','.join(COLUMNS)}\r\n".encode()


def csv_rows(entries: Iterable[Entry], naming: Naming) -> bytes:
    text = io.StringIO()
    rows = csv.writer(text)
    for entry in entries:
        rows.writerow([_cell(value) for value in told(entry, naming).values()])
    return text.getvalue().encode()


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
