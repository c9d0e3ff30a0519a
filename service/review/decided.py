"""The list of what people decided lately, whoever did: the last decision first, each comment once.

Read from the audit log, so it reaches as far back as that does. Reads, and changes nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from moderation.comment import HistoryEntry
from moderation.lesson import MACHINES
from moderation.store import Store
from moderation.store.records import Record
from moderation.store.threads import BadCursor
from service.problems import Problem

STEP = 100
# So many decisions are looked at for one page: a rare filter gives short pages, not slow ones.
SCAN_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Found:
    """Comments, and the cursor of the next page; so many decisions were looked at."""

    records: list[Record]
    following: str | None
    looked: int


async def page(
    store: Store, site: str, limit: int, cursor: str | None, wants: Callable[[Record], bool]
) -> Found:
    """Up to `limit` comments. Raises `Problem`."""
    found: list[Record] = []
    looked = 0
    while looked < SCAN_LIMIT:
        try:
            log = await store.audit.page(site, STEP, cursor)
        except BadCursor as exc:
            raise Problem("bad-cursor") from exc
        records = await store.comments.read(site, [entry.comment for entry in log.entries])
        for entry, record in zip(log.entries, records, strict=True):
            # Who was decided on again has another entry, before this one.
            if record and _version(record) == entry.version and wants(record):
                if len(found) == limit:
                    return Found(found, cursor, looked)
                found.append(record)
            cursor, looked = entry.id, looked + 1
        if log.next_cursor is None:
            return Found(found, None, looked)
    return Found(found, cursor, looked)


def decisions(records: Iterable[Record]) -> Mapping[str, HistoryEntry]:
    """What a person decided last, by the comment's id."""
    found = {record.comment.id: _last(record) for record in records}
    return {comment_id: move for comment_id, move in found.items() if move}


def _last(record: Record) -> HistoryEntry | None:
    moves = (entry for entry in reversed(record.history) if not entry.edited)
    return next((move for move in moves if move.by not in MACHINES), None)


def _version(record: Record) -> int | None:
    last = _last(record)
    return last.version if last else None
