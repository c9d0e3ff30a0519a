"""Judging one comment by all that the store says of it at one instant: values in, findings out.

The invariants are those of ARCHITECTURE.md; the law of moves is `moderation.comment`'s.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import msgspec

from moderation.comment import Author, Client, HistoryEntry, Status, is_lawful
from moderation.store.audit import Entry
from moderation.store.codec import Body
from moderation.store.codec import before as texts_before
from moderation.store.findings import DAMAGE, REPAIRS, Finding, Kind
from moderation.verdict import CARE, Verdict, is_among

URGENT = "urgent"
NEEDED = ("doc", "thread", "status", "version", "created", "history")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A comment's hash and its score in each index, None where it is not. `page` is of its own
    thread; `found_on` is the thread key of a page that names it, None if it was not met on one.
    `urgent` is its score among the urgent."""

    site: str
    id: str
    now_ms: int
    fields: Mapping[str, bytes | None]
    due: float | None
    indexes: Mapping[Status, float | None]
    page: float | None
    thread_named: bool
    found_on: str | None = None
    urgent: float | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a comment says itself that it stands. `created` is its score in every index."""

    status: Status
    version: int
    created: float
    thread: str


def judge(seen: Snapshot, lease_ms: int) -> list[Finding]:
    """Everything that is wrong with a comment. `lease_ms`: a due time may lie so far ahead, twice
    over, before it is far."""
    if not any(value is not None for value in seen.fields.values()):
        return list(_without_comment(seen))
    faults, standing = _read(seen)
    found = [Finding(seen.site, seen.id, Kind.FIELDS_DAMAGED, where) for where in faults]
    if standing is None:
        return found
    found += _history(seen, standing)
    found += _inbox(seen, standing, 2 * lease_ms)
    found += _indexes(seen, standing)
    found += _urgent(seen, standing)
    if not seen.thread_named:
        found.append(Finding(seen.site, seen.id, Kind.THREAD_UNNAMED, standing.thread))
    sound = not any(finding.kind in DAMAGE for finding in found)
    return [replace(f, repairable=sound and f.kind in REPAIRS) for f in found]


def bears_out(history: bytes | None, entry: Entry) -> bool:
    """Does a comment's history have this move of the log? One that is gone or cannot be read says
    nothing against it."""
    moves = history.split(b"\n") if history is not None else []
    try:
        move = msgspec.json.decode(moves[entry.version - 1], type=HistoryEntry)
    except IndexError:
        return history is None
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return True  # told of the comment itself
    said = (entry.version, entry.by, entry.from_, entry.to)
    return (move.version, move.by, move.from_, move.to) == said


def _without_comment(seen: Snapshot) -> Iterator[Finding]:
    places = ["inbox"] if seen.due is not None else []
    places += [status for status, score in seen.indexes.items() if score is not None]
    if seen.urgent is not None:
        places.append(URGENT)
    if seen.found_on is not None:
        places.append(f"page of {seen.found_on}")
    for where in places:
        yield Finding(seen.site, seen.id, Kind.ENTRY_WITHOUT_COMMENT, where)


def _read(seen: Snapshot) -> tuple[list[str], Standing | None]:
    """The names of the fields that cannot be read, and where the comment stands if those can."""
    raw = seen.fields
    faults = [f"no {name}" for name in NEEDED if raw.get(name) is None]
    shapes: tuple[tuple[str, type], ...] = (("doc", Body), ("verdict", Verdict))
    for name, shape in shapes:
        value = raw.get(name)
        try:
            if value is not None:
                msgspec.json.decode(value, type=shape)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            faults.append(name)
    try:
        return faults, Standing(
            status=Status(_text(raw, "status")),
            version=int(_text(raw, "version")),
            created=int(_text(raw, "created")),
            thread=_text(raw, "thread"),
        )
    except ValueError:
        return faults or ["status, version, created or thread"], None


def _text(raw: Mapping[str, bytes | None], name: str) -> str:
    """A field's text. Raises `ValueError` if there is none."""
    value = raw.get(name)
    if value is None:
        raise ValueError(name)
    return value.decode()


def _history(seen: Snapshot, standing: Standing) -> Iterator[Finding]:
    raw = seen.fields.get("history")
    if raw is None:
        return  # told already
    entries: list[HistoryEntry] = []
    for number, line in enumerate(raw.split(b"\n"), 1):
        try:
            entries.append(msgspec.json.decode(line, type=HistoryEntry))
        except (msgspec.MsgspecError, UnicodeDecodeError):
            yield Finding(seen.site, seen.id, Kind.FIELDS_DAMAGED, f"history entry {number}")
            return
    taken_back = any(entry.erased for entry in entries)
    yield from _before(seen, [e.version for e in entries if e.edited and not taken_back])
    if taken_back and _kept(seen):
        yield Finding(seen.site, seen.id, Kind.NOT_ERASED)
    broken = _first_break(entries)
    if broken is not None:
        yield Finding(seen.site, seen.id, Kind.HISTORY_BROKEN, broken)
    last = entries[-1]
    if (last.to, last.version) == (standing.status, standing.version):
        return
    if standing.status is Status.PUBLISHED and last.to is not Status.PUBLISHED:
        where = f"it ends {last.to}"
        yield Finding(seen.site, seen.id, Kind.PUBLISHED_UNEXPLAINED, where)
    elif broken is None:
        where = (
            f"it ends {last.to}, version {last.version}, the comment is {standing.status}, "
            f"version {standing.version}"
        )
        yield Finding(seen.site, seen.id, Kind.HISTORY_BROKEN, where)


def _before(seen: Snapshot, edits: list[int]) -> Iterator[Finding]:
    """Is there a text from before each edit, and from no other?"""
    try:
        kept = [text.until for text in texts_before(seen.fields.get("before"))]
    except (msgspec.MsgspecError, UnicodeDecodeError):
        yield Finding(seen.site, seen.id, Kind.FIELDS_DAMAGED, "before")
        return
    for version in sorted(set(edits) ^ set(kept)):
        yield Finding(seen.site, seen.id, Kind.ORIGINAL_LOST, f"version {version}")


def _kept(seen: Snapshot) -> bool:
    """Is there anything left of what an author wrote, or of who they are?"""
    try:
        doc = msgspec.json.decode(seen.fields.get("doc") or b"", type=Body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return False  # told already
    left = (doc.body, doc.author, doc.client) != ("", Author(), Client())
    return left or any(seen.fields.get(name) for name in ("verdict", "before", "care"))


def _first_break(entries: list[HistoryEntry]) -> str | None:
    """Where a history stops being a chain of lawful moves, one version each; None if nowhere."""
    before: HistoryEntry | None = None
    for number, entry in enumerate(entries, 1):
        if before is None:
            lawful = entry.from_ is None and entry.to is Status.PENDING
        else:
            lawful = entry.from_ is before.to and is_lawful(entry)
        if not lawful or entry.version != number:
            return f"entry {number}"
        before = entry
    return None


def _inbox(seen: Snapshot, standing: Standing, far_ms: int) -> Iterator[Finding]:
    if standing.status is not Status.PENDING:
        if seen.due is not None:
            yield Finding(seen.site, seen.id, Kind.DECIDED_IN_INBOX, standing.status)
    elif seen.due is None:
        yield Finding(seen.site, seen.id, Kind.PENDING_NOT_IN_INBOX)
    elif seen.due > seen.now_ms + far_ms:
        ahead = (seen.due - seen.now_ms) / 1000
        yield Finding(seen.site, seen.id, Kind.DUE_FAR_AHEAD, f"in {ahead:.0f} s")


def _indexes(seen: Snapshot, standing: Standing) -> Iterator[Finding]:
    for status, score in seen.indexes.items():
        if status is standing.status:
            if score is None:
                yield Finding(seen.site, seen.id, Kind.NOT_IN_ITS_INDEX, status)
            elif score != standing.created:
                yield Finding(seen.site, seen.id, Kind.OUT_OF_PLACE, status)
        elif score is not None:
            yield Finding(seen.site, seen.id, Kind.IN_ANOTHER_INDEX, status)
    page = f"page of {standing.thread}"
    if standing.status is Status.PUBLISHED:
        if seen.page is None:
            yield Finding(seen.site, seen.id, Kind.NOT_ON_ITS_PAGE, page)
        elif seen.page != standing.created:
            yield Finding(seen.site, seen.id, Kind.OUT_OF_PLACE, page)
    elif seen.page is not None:
        yield Finding(seen.site, seen.id, Kind.ON_A_WRONG_PAGE, page)
    if seen.found_on is not None and seen.found_on != standing.thread:
        where = f"page of {seen.found_on}"
        yield Finding(seen.site, seen.id, Kind.ON_A_WRONG_PAGE, where)


def _urgent(seen: Snapshot, standing: Standing) -> Iterator[Finding]:
    """What is held in care must be among the urgent, and what is not held must not."""
    if seen.urgent is None:
        if standing.status is Status.HELD and in_care(seen):
            yield Finding(seen.site, seen.id, Kind.NOT_IN_ITS_INDEX, URGENT)
    elif standing.status is not Status.HELD:
        yield Finding(seen.site, seen.id, Kind.IN_ANOTHER_INDEX, URGENT)
    elif seen.urgent != standing.created:
        yield Finding(seen.site, seen.id, Kind.OUT_OF_PLACE, URGENT)


def in_care(seen: Snapshot) -> bool:
    """As it was noted with the verdict. Self-harm is so even where that was not noted."""
    if seen.fields.get("care"):
        return True
    try:
        raw = seen.fields.get("verdict")
        return raw is not None and is_among(msgspec.json.decode(raw, type=Verdict), CARE)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return False  # told already
