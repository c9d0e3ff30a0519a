"""What is done with a comment in its author's name: the one way, over the API and on pages.

Gather (read the comment), decide (`judge`, pure), apply (compare-and-set); if somebody was faster,
say so. A new text is checked again, and goes to a person where one has decided against the comment
before. Taking a comment back erases it, and may be done at any time.
"""

import contextlib

from moderation.comment import REVISABLE, Status
from moderation.lesson import MACHINES
from moderation.spans import carried
from moderation.store import Store
from moderation.store.authorship import REVISE_MS, Revised, Revision, Word
from moderation.store.connection import StoreErrors
from moderation.store.records import Record
from service.decisions import CommentChanged, UnknownComment

AGAINST = (Status.HELD, Status.REJECTED)


class NotEditable(Exception):
    """The comment stands where its author cannot change it, or it is too late, or too often. The
    message says which, for whoever asked."""


def judge(record: Record, body: str, version: int, by: str) -> Revision | None:
    """The revision to be made; None if the text is the one that is there.

    Raises `CommentChanged` or `NotEditable`.
    """
    if record.version != version:
        raise CommentChanged(record)
    if record.status not in REVISABLE or record.comment.staff:
        raise NotEditable(f"A comment that is {record.status} is not changed by its author.")
    if record.comment.body == body:
        return None
    verdict = record.verdict and carried(record.verdict, record.comment.body, body)
    return Revision(record, body, by, was_decided_against(record), verdict)


def was_decided_against(record: Record) -> bool:
    """Has a person ever held or rejected it?"""
    return any(
        entry.moved and entry.to in AGAINST and entry.by not in MACHINES for entry in record.history
    )


def revisable_until(record: Record) -> int | None:
    """Until when its author may change it, in ms; None if they may not as it stands."""
    if record.status not in REVISABLE or record.comment.staff:
        return None
    return record.created_ms + REVISE_MS


async def revise(store: Store, revision: Revision) -> Revised:
    """Put a new text in place of the one they saw. Raises `CommentChanged`, `NotEditable` and
    `UnknownComment`. The caller must enqueue a drain of the site if it `rung`."""
    record = revision.seen
    revised = await store.authorship.revise(revision)
    if revised.word is Word.TOO_LATE:
        raise NotEditable(f"{REVISE_MS // 60_000} minutes have passed since it was written.")
    if revised.word is Word.TOO_OFTEN:
        raise NotEditable("It was changed as often as can be.")
    await _made(store, record, revised.word)
    if revised.missed:
        with contextlib.suppress(*StoreErrors):  # a full store has no room for it
            comment, missed = record.comment, revised.missed
            await store.desk.note(comment.site, comment.id, missed.by, too_late=missed.to)
    return revised


async def withdraw(store: Store, record: Record, version: int, by: str) -> None:
    """Remove and erase it. What was erased stays so. Raises `CommentChanged` or
    `UnknownComment`."""
    if record.erased:
        return
    if record.version != version:
        raise CommentChanged(record)
    await _made(store, record, await store.authorship.withdraw(record, by))


async def _made(store: Store, record: Record, word: Word) -> None:
    """Return if it was done."""
    if word is Word.MADE:
        return
    (now,) = await store.comments.read(record.comment.site, [record.comment.id])
    if now is None:
        raise UnknownComment(record.comment.id)
    raise CommentChanged(now)
