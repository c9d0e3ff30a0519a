"""The same text again. Whether it is the same, `workers.fingerprint` says; how often, the store."""

from collections.abc import Iterable

from moderation.policy import Policy
from moderation.verdict import Signal
from workers.checks.check import Check, Rules
from workers.subject import Subject

NAME = "duplicates"
RULES: Rules = {"same_text": ("n", "limit")}


def build(policy: Policy) -> Check:
    limit = policy.checks.duplicates.limit

    def check(subject: Subject) -> Iterable[Signal]:
        seen = subject.facts.same_text
        if seen is None or seen <= limit:
            return
        # The first copy too many holds; three too many is no mishap any more.
        yield Signal(
            NAME, "same_text", params={"n": seen, "limit": limit}, strength=min(seen - limit, 3)
        )

    return check
