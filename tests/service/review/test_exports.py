"""The audit log as files."""

import csv
import io
import json
from typing import Any

import pytest

from moderation.comment import Status
from moderation.store.audit import Entry
from moderation.store.sites import Site
from service.review import exports
from tests.service.pages import HOSTILE


def entry(**fields: Any) -> Entry:
    said: dict[str, Any] = {"id": "1700000000000-0", "at": 1_700_000_000_000, "by": "moderator:ana"}
    said |= {"comment": "c1", "version": 3, "from_": Status.PUBLISHED, "to": Status.HELD}
    said |= {"after": "moderator:ben", "reason": "spam", "policy_version": 7}
    return Entry(**(said | fields))


def site(secret: bytes = b"s" * 32) -> Site:
    return Site("blog", "Blog", None, (), secret, {})


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_csv_is_a_formula(start: str) -> None:
    formula = f'{start}HYPERLINK("https://evil.example";"1,2")\n'
    made = entry(by=formula, after=formula, reason=formula)
    data = exports.csv_head() + exports.csv_rows([made], exports.as_it_is)
    (row,) = read_csv(data)
    assert row["by"] == row["reason"] == row["reverses"] == f"'{formula}"
    assert not [cell for cell in row.values() if cell.startswith(exports.FORMULA)]


@pytest.mark.parametrize("hostile", [*HOSTILE, 'a,"b"\r\nc', "😀\x00"])
def test_what_was_said_is_what_is_read(hostile: str) -> None:
    made = entry(reason=hostile)
    (row,) = read_csv(exports.csv_head() + exports.csv_rows([made], exports.as_it_is))
    (line,) = exports.json_lines([made], exports.as_it_is).splitlines()
    assert row["reason"] == json.loads(line)["reason"] == hostile


def test_both_files_have_the_same_columns() -> None:
    plain = entry(from_=Status.HELD, reason=None, policy_version=None)
    for made in (entry(), plain):
        (row,) = read_csv(exports.csv_head() + exports.csv_rows([made], exports.as_it_is))
        told = json.loads(exports.json_lines([made], exports.as_it_is))
        assert tuple(row) == tuple(told) == exports.COLUMNS
        assert list(row.values()) == ["" if v is None else str(v) for v in told.values()]
    assert exports.told(plain)["reverses"] is None


def test_a_name_that_stands_for_somebody_stays_theirs() -> None:
    naming = exports.pseudonyms(site())
    told = exports.told(entry(), naming)
    assert told["by"].startswith("moderator:")
    assert "ana" not in told["by"]
    assert told["by"] == exports.told(entry(after="moderator:ana"), naming)["reverses"]
    assert told["by"] != told["reverses"]
    assert exports.told(entry(by="api"), naming)["by"] == "api"
    other = exports.pseudonyms(site(b"t" * 32))
    assert exports.told(entry(), other)["by"] != told["by"]
