"""More comments in a short time, by one author or from one address, than a person writes; one link
of an author's in several threads."""

from collections.abc import Iterable

from moderation.policy import Policy
from moderation.verdict import Param, Signal
from workers.checks.check import Check, Rules
from workers.subject import Subject

NAME = "rate"
RULES: Rules = {
    "by_author": ("n", "limit", "seconds"),
    "by_address": ("n", "limit", "seconds"),
    "same_link": ("n", "limit", "hours"),
}


def build(policy: Policy) -> Check:
    options = policy.checks.rate

    def check(subject: Subject) -> Iterable[Signal]:
        counts = {"by_author": subject.facts.by_author, "by_address": subject.facts.by_address}
        for rule, count in counts.items():
            if count is not None and count > options.limit:
                params: dict[str, Param] = {"n": count, "limit": options.limit}
                params["seconds"] = options.window_seconds
                yield Signal(NAME, rule, params=params)
        threads = subject.facts.same_link
        if threads is not None and threads > options.link_limit:
            params = {"n": threads, "limit": options.link_limit}
            params["hours"] = round(options.link_window_seconds / 3600, 1)
            yield Signal(NAME, "same_link", params=params)

    return check
