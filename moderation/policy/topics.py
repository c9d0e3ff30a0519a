"""What a policy knows of topics: which words belong together, and what is odd elsewhere.

Pure.
"""

import msgspec

from moderation.policy.table import Table


class Family(Table, frozen=True):
    """A thread whose title or topics have a word of `about` makes all of `ordinary` ordinary.

    Words of `about` are ordinary there, too. Words are compared without their plural's ending.
    """

    about: tuple[str, ...]
    ordinary: tuple[str, ...] = ()


class Topics(Table, frozen=True):
    """`empty` words say nothing of what a text is about."""

    families: dict[str, Family] = msgspec.field(default_factory=dict)
    empty: tuple[str, ...] = ()


class Topic(Table, frozen=True):
    """Options of the check: a comment is off the topic if of at least `least_said` words none is
    among those known of the thread, which must be at least `least_known`."""

    drugs: tuple[str, ...] = ()
    least_known: int = 12
    least_said: int = 6
