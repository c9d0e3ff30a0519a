"""Text in capitals."""

from collections.abc import Iterable

from moderation.policy import Policy
from moderation.verdict import Signal
from workers.checks.check import Check, Rules
from workers.subject import Subject

NAME = "shouting"
RULES: Rules = {"capitals": ("percent",)}


def build(policy: Policy) -> Check:
    options = policy.checks.shouting

    def check(subject: Subject) -> Iterable[Signal]:
        capitals = sum(map(str.isupper, subject.text))
        if capitals < options.min_letters * options.share:
            return
        # Only letters that have a case: a text in Chinese or Arabic cannot shout.
        cased = capitals + sum(map(str.islower, subject.text))
        if cased >= options.min_letters and capitals >= options.share * cased:
            yield Signal(NAME, "capitals", params={"percent": round(100 * capitals / cased)})

    return check
