"""The policy: what each rule weighs, where the thresholds lie, which words the checks look for.

Pure. A policy never changes once read. Its version stands in every verdict.
"""

import msgspec

from moderation.comment import Status
from moderation.policy.lists import WordList
from moderation.policy.options import Checks
from moderation.policy.table import Table
from moderation.policy.topics import Topics


class Thresholds(Table, frozen=True):
    hold: float
    reject: float


class Rule(Table, frozen=True):
    """`text` is what a moderator reads; `{n}` and the like are the signal's parameters.

    What is said `aside` is for whoever has to decide: of a published comment it is not kept, unless
    it changed the score.
    """

    weight: float
    category: str = "other"
    group: str = ""
    text: str = ""
    aside: bool = False


class Care(Table, frozen=True):
    """Categories that are held for a person and never rejected by a machine."""

    categories: tuple[str, ...] = ()


class Ceiling(Table, frozen=True):
    """Categories that add at most so much to the sum, all of them together."""

    categories: tuple[str, ...] = ()
    most: float = float("inf")


class Budget(Table, frozen=True):
    """Processor time that a check may take for a comment. Over it, the check was not run."""

    check_ms: float = 50.0


class Allow(Table, frozen=True):
    """Phrases that are always fine: a word that stands inside one of them does not count."""

    phrases: tuple[str, ...] = ()


class Policy(Table, frozen=True):
    """See `default/policy.toml`. `rules` and `hard` are keyed by full rule name, `check.rule`."""

    version: int
    thresholds: Thresholds
    rules: dict[str, Rule] = msgspec.field(default_factory=dict)
    groups: dict[str, float] = msgspec.field(default_factory=dict)
    hard: dict[str, Status] = msgspec.field(default_factory=dict)
    care: Care = Care()
    ceiling: Ceiling = Ceiling()
    budget: Budget = Budget()
    allow: Allow = Allow()
    lists: dict[str, WordList] = msgspec.field(default_factory=dict)
    topics: Topics = Topics()
    checks: Checks = Checks()
