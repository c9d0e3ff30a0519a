"""The honeypot: a field of the form that people do not see, and programs fill in."""

from collections.abc import Iterable

from moderation.policy import Policy
from moderation.verdict import Signal
from workers.checks.check import Check, Rules
from workers.subject import Subject

NAME = "trap"
RULES: Rules = {"filled": ()}


def build(policy: Policy) -> Check:
    def check(subject: Subject) -> Iterable[Signal]:
        if subject.comment.trapped:
            yield Signal(NAME, "filled")

    return check
