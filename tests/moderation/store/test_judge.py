"""Judging a comment's snapshot: what is sound, and each way not to be."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from moderation.comment import Status
from moderation.store.findings import MEANING, REPAIRS, Finding, Kind
from moderation.store.judge import Snapshot, judge

ROOT = Path(__file__).parents[3]
LEASE = 15_000
NOW = 1_790_000_000_000
CREATED = 1_789_000_000_000_000


def entry(to: str, version: int, **fields: Any) -> bytes:
    return msgspec.json.encode({"at": NOW, "by": "x", "to": to, "version": version, **fields})


BORN = entry("pending", 1)
HELD = entry("held", 2, **{"from": "pending"})
PUBLISHED = entry("published", 2, **{"from": "pending"})


def pending(**changed: Any) -> Snapshot:
    fields: dict[str, bytes | None] = {
        "doc": b'{"body":"A fine article."}',
        "thread": b"/hello",
        "status": b"pending",
        "version": b"1",
        "created": str(CREATED).encode(),
        "history": BORN,
        "verdict": None,
    }
    fields |= changed.pop("fields", {})
    sound = Snapshot("blog", "c1", NOW, fields, NOW, dict.fromkeys(DECIDED), None, True)
    return replace(sound, **changed)


DECIDED = [status for status in Status if status is not Status.PENDING]


def held(**changed: Any) -> Snapshot:
    fields = {"status": b"held", "version": b"2", "history": BORN + b"\n" + HELD}
    fields |= changed.pop("fields", {})
    indexes = dict.fromkeys(DECIDED) | {Status.HELD: float(CREATED)} | changed.pop("indexes", {})
    return pending(fields=fields, **{"due": None, "indexes": indexes, **changed})


def published(**changed: Any) -> Snapshot:
    fields = {"status": b"published", "version": b"2", "history": BORN + b"\n" + PUBLISHED}
    fields |= changed.pop("fields", {})
    indexes = dict.fromkeys(DECIDED) | {Status.PUBLISHED: float(CREATED)}
    indexes |= changed.pop("indexes", {})
    return pending(fields=fields, **{"due": None, "indexes": indexes, "page": CREATED, **changed})


@pytest.mark.parametrize(
    "sound",
    [
        pending(),
        pending(due=NOW + LEASE),
        pending(due=NOW - 10**9),
        held(),
        published(),
        published(found_on="/hello"),
        pending(fields={"doc": None, **dict.fromkeys(pending().fields)}, due=None),
    ],
)
def test_what_is_sound_is_left_in_peace(sound: Snapshot) -> None:
    assert judge(sound, LEASE) == []


MENDABLE = [
    (pending(due=None), Kind.PENDING_NOT_IN_INBOX),
    (pending(due=NOW + 3_600_000), Kind.DUE_FAR_AHEAD),
    (held(due=NOW), Kind.DECIDED_IN_INBOX),
    (held(indexes={Status.HELD: None}), Kind.NOT_IN_ITS_INDEX),
    (held(indexes={Status.REJECTED: CREATED}), Kind.IN_ANOTHER_INDEX),
    (pending(indexes=dict.fromkeys(DECIDED, CREATED / 1)), Kind.IN_ANOTHER_INDEX),
    (held(indexes={Status.HELD: CREATED + 1}), Kind.OUT_OF_PLACE),
    (published(page=None), Kind.NOT_ON_ITS_PAGE),
    (published(page=CREATED - 1), Kind.OUT_OF_PLACE),
    (held(page=CREATED), Kind.ON_A_WRONG_PAGE),
    (published(found_on="/other"), Kind.ON_A_WRONG_PAGE),
]


@pytest.mark.parametrize(("seen", "kind"), MENDABLE)
def test_an_index_that_is_wrong_can_be_mended(seen: Snapshot, kind: Kind) -> None:
    found = judge(seen, LEASE)
    assert {finding.kind for finding in found} == {kind}
    assert all(finding.repairable for finding in found)


SKIPPED = BORN + b"\n" + entry("held", 3, **{"from": "pending"})
UNLAWFUL = BORN + b"\n" + entry("removed", 2, **{"from": "pending"})
JUMPED = BORN + b"\n" + HELD + b"\n" + entry("removed", 3, **{"from": "published"})


@pytest.mark.parametrize(
    ("seen", "kind"),
    [
        (published(fields={"history": BORN, "version": b"1"}), Kind.PUBLISHED_UNEXPLAINED),
        (published(fields={"history": BORN + b"\n" + HELD}), Kind.PUBLISHED_UNEXPLAINED),
        (held(fields={"history": SKIPPED, "version": b"3"}), Kind.HISTORY_BROKEN),
        (held(fields={"history": HELD}), Kind.HISTORY_BROKEN),
        (held(fields={"version": b"3"}), Kind.HISTORY_BROKEN),
        (held(fields={"history": JUMPED}), Kind.HISTORY_BROKEN),
        (held(fields={"history": UNLAWFUL}), Kind.HISTORY_BROKEN),
        (held(fields={"history": b"no JSON"}), Kind.FIELDS_DAMAGED),
        (held(fields={"history": b""}), Kind.FIELDS_DAMAGED),
        (held(fields={"history": None}), Kind.FIELDS_DAMAGED),
        (held(fields={"doc": None}), Kind.FIELDS_DAMAGED),
        (held(fields={"doc": b"\xff"}), Kind.FIELDS_DAMAGED),
        (held(fields={"verdict": b"{}"}), Kind.FIELDS_DAMAGED),
        (held(fields={"status": b"fine"}), Kind.FIELDS_DAMAGED),
        (held(fields={"created": b"x"}), Kind.FIELDS_DAMAGED),
        (held(fields={"thread": b"\xff"}), Kind.FIELDS_DAMAGED),
        (held(thread_named=False), Kind.THREAD_UNNAMED),
    ],
)
def test_damage_is_told_and_never_repairable(seen: Snapshot, kind: Kind) -> None:
    found = judge(seen, LEASE)
    assert {finding.kind for finding in found} == {kind}
    assert not any(finding.repairable for finding in found)


def test_a_damaged_comment_is_not_mended_in_part() -> None:
    unexplained = published(fields={"history": BORN}, page=None)
    found = {f.kind: f.repairable for f in judge(unexplained, LEASE)}
    assert found == {Kind.PUBLISHED_UNEXPLAINED: False, Kind.NOT_ON_ITS_PAGE: False}


def test_every_entry_without_a_comment_is_named() -> None:
    nothing = dict.fromkeys(pending().fields)
    indexes = dict.fromkeys(DECIDED) | {Status.HELD: 1.0}
    seen = pending(fields=nothing, indexes=indexes, found_on="/hello")
    found = judge(seen, LEASE)
    assert {f.kind for f in found} == {Kind.ENTRY_WITHOUT_COMMENT}
    assert [f.where for f in found] == ["inbox", "held", "page of /hello"]


def test_every_kind_is_explained_with_what_repair_does() -> None:
    assert set(MEANING) == set(Kind)
    told = [Finding("blog", "c1", kind, "x", kind in REPAIRS).sentence for kind in Kind]
    assert all(text.startswith("blog c1: ") and "(x); repair " in text for text in told)
    assert sum("a person must look" in text for text in told) == len(Kind) - len(REPAIRS)
    assert Finding("b", "c", Kind.OUT_OF_PLACE, "", True, True).sentence.endswith("; repaired")


EDITED = entry("held", 3, **{"from": "held", "edited": True})
BEFORE = b'{"until":3,"body":"as written"}'


def edited(**fields: bytes | None) -> Snapshot:
    history = b"\n".join((BORN, HELD, EDITED))
    return held(fields={"version": b"3", "history": history, "before": BEFORE, **fields})


def test_an_edit_is_no_move_and_keeps_what_stood_there() -> None:
    assert judge(edited(), LEASE) == []


@pytest.mark.parametrize(
    ("seen", "kind", "where"),
    [
        (edited(before=None), Kind.ORIGINAL_LOST, "version 3"),
        (held(fields={"before": BEFORE}), Kind.ORIGINAL_LOST, "version 3"),
        (edited(before=b"{}"), Kind.FIELDS_DAMAGED, "before"),
        (
            edited(
                history=b"\n".join(
                    (BORN, HELD, entry("published", 3, **{"from": "held", "edited": True}))
                )
            ),
            Kind.HISTORY_BROKEN,
            "entry 3",
        ),
    ],
)
def test_an_edit_that_moved_or_lost_a_text_is_found(seen: Snapshot, kind: Kind, where: str) -> None:
    found = judge(seen, LEASE)
    assert (kind, where) in {(f.kind, f.where) for f in found}
    assert not any(f.repairable for f in found)


def test_the_documents_say_what_each_kind_means() -> None:
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    for kind, meaning in MEANING.items():
        assert f"| `{kind}` | {meaning} | {REPAIRS.get(kind, '–')} |" in page
