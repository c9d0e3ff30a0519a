"""The operator's own lists of words and phrases. Allow phrases beat them."""

from collections.abc import Iterable

from moderation.policy import Policy
from moderation.verdict import Signal
from workers.checks.check import Check, Rules
from workers.phrases import Phrases, outside
from workers.subject import Subject

NAME = "listed"
# One rule a list of the policy, with the parameter `n`.
RULES: Rules = {}


def build(policy: Policy) -> Check:
    lists = {name: Phrases(words.phrases) for name, words in policy.lists.items()}
    allow = Phrases(policy.allow.phrases)

    def check(subject: Subject) -> Iterable[Signal]:
        for name, phrases in lists.items():
            found = phrases.spans(subject)
            spans = outside(found, allow.spans(subject)) if found else ()
            if spans:
                yield Signal(NAME, name, spans, {"n": len(spans)})

    return check
