"""A reader's report of a published comment: why, and perhaps a few words. Pure.

It asks moderators to look, and does nothing else: whoever can hide a comment by reporting it can
silence anybody.
"""

from enum import StrEnum

import msgspec

TEXT_LIMIT = 500


class Why(StrEnum):
    """What a reader sees in a comment."""

    SPAM = "spam"
    ABUSE = "abuse"
    PERSONAL_DATA = "personal_data"
    AT_RISK = "at_risk"
    OTHER = "other"


class Report(msgspec.Struct, frozen=True):
    """`at` is in ms of the store's clock. Who reported is not kept, but for a keyed digest."""

    at: int
    reason: Why
    text: str = ""


def plain(text: str) -> str:
    """The words without what no page could show."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c == "\n" or c.isprintable()).strip()
