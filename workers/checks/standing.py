"""What became of the author's earlier comments. An author is who gives the same e-mail address; a
name from the same address may be several people, so that it never speaks for a comment."""

from collections.abc import Iterable

from moderation.policy import Policy
from moderation.verdict import Param, Signal
from workers.checks.check import Check, Rules
from workers.subject import Subject

NAME = "standing"
RULES: Rules = {
    "trusted": ("published", "rejected"),
    "rejected_before": ("published", "rejected"),
    "first_time": (),
}

# Of a trusted author one comment in ten may have been rejected.
FORGIVEN = 10
# Trust grows until there are twice as many as it needs, doubt until so many are rejected.
MOST_TRUST = 2.0
MOST_REJECTED = 4


def build(policy: Policy) -> Check:
    trusted_after = max(policy.checks.standing.trusted_after, 1)

    def check(subject: Subject) -> Iterable[Signal]:
        known = subject.facts.standing
        if known is None:
            return
        published, rejected = known.published, known.rejected
        params: dict[str, Param] = {"published": published, "rejected": rejected}
        if not published and not rejected:
            if not known.weak:
                yield Signal(NAME, "first_time")
        elif published >= max(trusted_after, FORGIVEN * rejected):
            # Trust that was won by a flood of comments must not carry the flood.
            if not known.weak and not subject.facts.floods(policy.checks):
                strength = min(published / trusted_after, MOST_TRUST)
                yield Signal(NAME, "trusted", params=params, strength=strength)
        elif rejected > 0:
            # All of one or two is less than half of many.
            share = rejected / (published + rejected)
            strength = share * min(rejected, MOST_REJECTED) / 2
            yield Signal(NAME, "rejected_before", params=params, strength=strength)

    return check
