"""What became of earlier comments that linked to the same hosts.

A host speaks against a comment only if no comment with it is published: who sells links also links
to encyclopaedias.
"""

from collections.abc import Iterable

from moderation.policy import Policy
from moderation.verdict import Param, Signal
from workers.checks.check import Check, Rules
from workers.subject import Standing, Subject
from workers.text.linked import links

NAME = "hosts"
RULES: Rules = {"rejected_before": ("n", "host"), "known_good": ("n",)}

MOST_REJECTED = 4
FORGIVEN = 10


def build(policy: Policy) -> Check:
    options = policy.checks.hosts
    common = frozenset(options.common)
    doubtful_after = max(options.rejected_after, 1)

    def known(record: Standing) -> bool:
        return record.published >= max(options.known_after, FORGIVEN * record.rejected, 1)

    def check(subject: Subject) -> Iterable[Signal]:
        records = {h: r for h, r in subject.facts.hosts.items() if h not in common}
        if not records:
            return
        bad = {
            host: record.rejected
            for host, record in records.items()
            if record.rejected >= doubtful_after and not record.published
        }
        if bad:
            worst = max(bad, key=lambda host: bad[host])
            spans = tuple(link.span for link in links(subject.text) if link.host in bad)
            strength = min(bad[worst], MOST_REJECTED) / doubtful_after
            params: dict[str, Param] = {"n": bad[worst], "host": worst}
            yield Signal(NAME, "rejected_before", spans, params, strength)
        elif all(known(record) for record in records.values()):
            least = min(record.published for record in records.values())
            yield Signal(NAME, "known_good", params={"n": least})

    return check
