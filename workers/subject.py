"""What a check gets to see: the comment, the facts gathered for it, and views of its text.

Pure. Views are computed once a comment, when the first check asks for one.
"""

from functools import cached_property

import msgspec

from moderation.comment import Comment


class Facts(msgspec.Struct, frozen=True):
    """What the store knew when the comment was checked. None: not known, so no check may hold it.

    Counts include the comment itself and lie within the policy's windows.
    """

    by_author: int | None = None
    by_address: int | None = None
    same_text: int | None = None


class Subject:
    """A comment under examination."""

    def __init__(self, comment: Comment, facts: Facts | None = None) -> None:
        self.comment = comment
        self.facts = facts or Facts()

    @property
    def text(self) -> str:
        """As written. Every span points into this."""
        return self.comment.body

    @cached_property
    def lower(self) -> str:
        """In lower case, letter for letter: the same length as `text`, so that spans agree."""
        lowered = self.text.lower()
        if len(lowered) == len(self.text):
            return lowered
        return "".join(c if len(c.lower()) != 1 else c.lower() for c in self.text)
