"""How a comment was sent: sooner than somebody can write it, by no form of ours, unproven."""

from collections.abc import Iterable

from moderation.policy import Policy
from moderation.verdict import Signal
from workers.checks.check import Check, Rules
from workers.subject import Subject

NAME = "sent"
RULES: Rules = {"fast": (), "unsigned": (), "late": (), "unproven": ()}


def build(policy: Policy) -> Check:
    def check(subject: Subject) -> Iterable[Signal]:
        for doubt in subject.comment.doubts:
            if doubt in RULES:  # a service may be newer than its workers
                yield Signal(NAME, doubt)

    return check
