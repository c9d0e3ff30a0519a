"""The same text again, or one that differs a little. Whether it does, `text.fingerprint` says;
how often it was seen, the store."""

from collections.abc import Iterable

from moderation.policy import Policy
from moderation.verdict import Param, Signal
from workers.checks.check import Check, Rules
from workers.subject import Subject

NAME = "duplicates"
# `campaign` is the same for all texts of a group, so that who reviews may see them together.
RULES: Rules = {"same_text": ("n", "limit"), "near_text": ("n", "limit", "campaign")}

# Of copies; more make no difference.
MOST = 3


def build(policy: Policy) -> Check:
    limit, near_limit = policy.checks.duplicates.limit, policy.checks.duplicates.near_limit

    def check(subject: Subject) -> Iterable[Signal]:
        facts = subject.facts
        same, near = facts.same_text or 0, facts.near_text or 0
        campaign: dict[str, Param] = {"campaign": facts.campaign} if facts.campaign else {}
        if same > limit:
            # The first copy too many holds; three too many is no mishap any more.
            params = {"n": same, "limit": limit, **campaign}
            yield Signal(NAME, "same_text", params=params, strength=min(same - limit, MOST))
        if near > max(near_limit, same) and facts.campaign:
            # What is the same to the letter has been told already.
            params = {"n": near, "limit": near_limit, **campaign}
            strength = min(near - max(near_limit, same), MOST)
            yield Signal(NAME, "near_text", params=params, strength=strength)

    return check
