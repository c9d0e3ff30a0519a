"""What a policy knows of abuse: words by their meaning, and phrases over them.

Pure.
"""

import msgspec

from moderation.policy.table import Table

Lists = dict[str, tuple[str, ...]]


class Abuse(Table, frozen=True):
    """`words` are classes of words by name, `phrases` lists by the check's rules.

    `excuses` take back what a phrase found, `insists` take back an excuse. How phrases are spelt
    stands in `workers/grammar.py`.
    """

    words: Lists = msgspec.field(default_factory=dict)
    phrases: Lists = msgspec.field(default_factory=dict)
    excuses: tuple[str, ...] = ()
    insists: tuple[str, ...] = ()
