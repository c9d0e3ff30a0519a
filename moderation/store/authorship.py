"""What the author of a comment may do with it: put another text in its place, and take it back.

Each is one script. Nothing else leads a comment back to pending, or erases one. A worker that is at
the text from before, and a decision of a person that waits on it, find another version and do
nothing.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec
import redis.asyncio

from moderation.comment import Author, Client, Comment, Status
from moderation.lesson import MACHINES
from moderation.store import codec, keys
from moderation.store.connection import Scripts
from moderation.store.desk import OTHERS, Aside
from moderation.store.edits import MOST_EDITS
from moderation.store.records import Record
from moderation.store.settling import FROM, Unsettled, read
from moderation.verdict import Verdict

# As long as Isso's `max-age` has it: enough to see a slip on the page and mend it, and too short to
# wait until many have read and answered a comment, and then put something else in its place.
REVISE_MS = 15 * 60 * 1000


class Word(StrEnum):
    """What became of it."""

    MADE = "made"
    CHANGED = "changed"  # meanwhile, by somebody else
    TOO_OFTEN = "too_often"
    TOO_LATE = "too_late"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Revision:
    """A new text for the comment as its author saw it, and who sends it.

    `by_hand`: a person has held or rejected it before, so that a person decides on the new text.
    They are shown `verdict` with it.
    """

    seen: Record
    body: str
    by: str
    by_hand: bool
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Revised:
    """`rung` asks for a drain; `missed` is a decision that waited, and is off now."""

    word: Word
    rung: bool = False
    missed: Unsettled | None = None


_WORDS = {1: Word.MADE, 0: Word.CHANGED, -1: Word.GONE, -2: Word.TOO_OFTEN, -3: Word.TOO_LATE}


class Authorship:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis", scripts: Scripts) -> None:
        self._client = client
        self._scripts = scripts

    async def revise(self, revision: Revision) -> Revised:
        """Change the text, if status and version still are what was seen. The caller must enqueue
        a drain of the site if it `rung`."""
        seen, by = revision.seen, revision.by
        comment, site = seen.comment, seen.comment.site
        reply = await self._scripts.run(
            "revise",
            [
                *_places(comment),
                keys.bell(site),
                keys.index(site, seen.status),
                keys.index(site, Status.HELD),
                *_decided(site),
                keys.aside(site, Aside.URGENT),
                *(keys.aside(site, other) for other in OTHERS),
            ],
            [
                comment.id,
                seen.status,
                seen.version,
                codec.document(msgspec.structs.replace(comment, body=revision.body)),
                msgspec.json.encode(revision.verdict) if revision.verdict else "",
                msgspec.json.encode({"body": comment.body})[1:],
                by,
                MOST_EDITS,
                REVISE_MS,
                int(revision.by_hand),
                codec.BELL_MS,
                keys.prefix(site),
                _logged(by),
                codec.EVENTS_MOST,
            ],
        )
        if reply[0] != 1:
            return Revised(_WORDS[reply[0]])
        _, _, _, rung, waited = reply
        return Revised(Word.MADE, bool(rung), read(waited) if waited else None)

    async def withdraw(self, seen: Record, by: str) -> Word:
        """Remove and erase it, if status and version still are what was seen. What replies, lists
        and the audit need stays: its id, place, parent, status and history."""
        comment, site = seen.comment, seen.comment.site
        reply = await self._scripts.run(
            "withdraw",
            [
                *_places(comment),
                keys.index(site, seen.status),
                keys.index(site, Status.REMOVED),
                *_decided(site),
                keys.notes(site, comment.id),
                keys.reports(site, comment.id),
                *(keys.aside(site, aside) for aside in Aside),
            ],
            [
                comment.id,
                seen.status,
                seen.version,
                codec.document(erased(comment)),
                by,
                keys.DECIDED,
                site,
                keys.prefix(site),
                _logged(by),
                codec.EVENTS_MOST,
            ],
        )
        return _WORDS[reply[0]]


def erased(comment: Comment) -> Comment:
    """What is left of a comment that its author took back."""
    return msgspec.structs.replace(
        comment, body="", author=Author(), client=Client(), lang=None, trapped=False, doubts=()
    )


def _places(comment: Comment) -> list[str]:
    site, key = comment.site, comment.thread.key
    return [
        keys.comment(site, comment.id),
        keys.inbox(site),
        keys.thread(site, key),
        keys.published(site, key),
    ]


def _decided(site: str) -> list[str]:
    """Where people's decisions are: those that were made, and those that wait."""
    return [keys.audit(site), keys.unsettled(site), *(keys.settling(site, each) for each in FROM)]


def _logged(by: str) -> Any:
    """How long the log of what people do is, if this belongs there."""
    return "" if by in MACHINES else codec.AUDIT_MOST
