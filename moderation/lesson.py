"""A lesson: what a moderator's decision on one comment teaches the site's filter of spam.

Pure: which decisions teach, and the values that go between the workers and the store. What a
comment's features are is `workers.features`' matter; here they are numbers of 32 bits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from moderation.comment import HistoryEntry, Status
from moderation.policy import Policy
from moderation.verdict import Verdict, is_care

# Who decides without being a person, and teaches nothing.
MACHINES = ("checks", "author")
SPAM = "spam"


class Label(StrEnum):
    """What a comment turned out to be."""

    SPAM = "spam"
    GENUINE = "genuine"


@dataclass(frozen=True, slots=True)
class Lesson:
    """`teacher` decided so on `version` of the comment, 0 if it is none of ours.

    Of its features the first `words` are of its text. `sources` are digests of what may teach only
    so much: its author, its text. No feature and no source stands twice.
    """

    label: Label
    teacher: str
    version: int
    features: tuple[int, ...]
    sources: tuple[str, ...] = ()
    words: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lessons a filter remembers, and in how many of each kind a feature stood.

    `spam_words` and `genuine_words` are how many features of texts they had in all. `of` maps a
    feature to (spam << 16 | genuine); one that is not in it has not been met.
    """

    spam: int = 0
    genuine: int = 0
    of: Mapping[int, int] = field(default_factory=dict)
    spam_words: int = 0
    genuine_words: int = 0


def label_of(
    status: Status, last: HistoryEntry, verdict: Verdict | None, policy: Policy
) -> Label | None:
    """What a comment that stands there, after that last move, teaches; None for nothing.

    What only the machine decided teaches nothing: it would learn its own mistakes. Nor does a
    rejection for anything but spam, nor a comment in care, nor one that was never checked.
    """
    if last.by in MACHINES or verdict is None or is_care(verdict, policy):
        return None
    if status is Status.PUBLISHED:
        return Label.GENUINE
    if status in (Status.REJECTED, Status.REMOVED) and _for_spam(last.reason, verdict):
        return Label.SPAM
    return None


def _for_spam(reason: str | None, verdict: Verdict) -> bool:
    """A moderator who gives no reason agrees with the one they were shown."""
    if reason is None:
        return verdict.category == SPAM
    return reason.strip().casefold() == SPAM
