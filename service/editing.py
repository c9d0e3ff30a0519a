"""A person changes a comment's text: the one way, whoever it is.

Gather (read the comment), decide (`judge`, pure), apply (compare-and-set); if somebody was faster,
say so. What stood there before is kept, and the comment stands where it stood.
"""

from dataclasses import dataclass

from moderation.comment import Status
from moderation.spans import carried
from moderation.store import Store
from moderation.store.edits import Edit, Edited
from moderation.store.records import Record
from service.decisions import CommentChanged, UnknownComment

# The text of one that is pending is being judged; that of one that nobody will see is evidence.
EDITABLE = (Status.HELD, Status.PUBLISHED)


class NotEditable(Exception):
    """The comment stands where its text is not changed."""


class SameText(Exception):
    """The new text is the one that is there."""


class TooOften(Exception):
    """No more texts from before can be kept."""


@dataclass(frozen=True, slots=True)
class Change:
    """The text somebody wants in place of the one they saw at `version`."""

    body: str
    version: int
    by: str
    note: str | None = None


def judge(record: Record, change: Change) -> Edit:
    """The edit to be made. Raises `CommentChanged`, `NotEditable` or `SameText`."""
    if record.version != change.version:
        raise CommentChanged(record)
    if record.status not in EDITABLE:
        raise NotEditable(record.status)
    if record.comment.body == change.body:
        raise SameText
    verdict = record.verdict
    if verdict is not None:
        verdict = carried(verdict, record.comment.body, change.body)
    return Edit(record, change.body, change.by, change.note, verdict)


async def carry_out(store: Store, record: Record, change: Change) -> None:
    """Change the text. Raises what `judge` raises, `UnknownComment` and `TooOften`."""
    site, comment_id = record.comment.site, record.comment.id
    edited = await store.edits.make(judge(record, change))
    if edited is Edited.MADE:
        return
    if edited is Edited.TOO_OFTEN:
        raise TooOften
    (now,) = await store.comments.read(site, [comment_id])
    if edited is Edited.GONE or now is None:
        raise UnknownComment(comment_id)
    raise CommentChanged(now)
