"""Changing the text of a comment that stands: what stood there before is kept beside it.

But for its author (`authorship`), nothing else writes a comment's text after it was accepted. A
comment's status is not touched here.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec
import redis.asyncio

from moderation.lesson import MACHINES
from moderation.store import codec, keys
from moderation.store.connection import Scripts
from moderation.store.records import Before, Record
from moderation.verdict import Verdict

# No text is ever dropped to make room for another: one that was changed so often stays as it is.
MOST_EDITS = 20


class Edited(StrEnum):
    """What became of an edit."""

    MADE = "made"
    CHANGED = "changed"  # meanwhile, by somebody else
    TOO_OFTEN = "too_often"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Edit:
    """A new text for the comment as somebody saw it. `verdict` is that on the new text, None to
    leave the one it has."""

    seen: Record
    body: str
    by: str
    note: str | None = None
    verdict: Verdict | None = None


_WORDS = {1: Edited.MADE, 0: Edited.CHANGED, -1: Edited.GONE, -2: Edited.TOO_OFTEN}


class Edits:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis", scripts: Scripts) -> None:
        self._client = client
        self._scripts = scripts

    async def make(self, edit: Edit) -> Edited:
        """Change the text, if status and version still are what was seen."""
        comment, status = edit.seen.comment, edit.seen.status
        entry: dict[str, Any] = {"by": edit.by, "from": status, "to": status, "edited": True}
        if edit.note:
            entry["note"] = edit.note
        reply = await self._scripts.run(
            "edit",
            [
                keys.comment(comment.site, comment.id),
                keys.thread(comment.site, comment.thread.key),
                keys.audit(comment.site),
                keys.events(comment.site),
            ],
            [
                status,
                edit.seen.version,
                codec.document(msgspec.structs.replace(comment, body=edit.body)),
                msgspec.json.encode(edit.verdict) if edit.verdict else "",
                msgspec.json.encode({"body": comment.body})[1:],
                msgspec.json.encode(entry)[1:],
                MOST_EDITS,
                "" if edit.by in MACHINES else codec.AUDIT_MOST,
                comment.id,
                edit.by,
                codec.EVENTS_MOST,
            ],
        )
        return _WORDS[reply[0]]

    async def before(self, site: str, comment_id: str) -> tuple[Before, ...]:
        """The texts that were replaced, oldest first: the first is what its author wrote."""
        raw: Any = await self._client.hget(keys.comment(site, comment_id), "before")
        return codec.before(raw)
