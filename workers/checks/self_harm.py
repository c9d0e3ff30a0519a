"""Someone speaks of wanting to die or of hurting themselves. Care, not a violation.

A disclosure is told from talk about the subject: it is in the first person and the present, it is
not negated, and nothing in its clause puts it into the past. The phrases are the policy's.
"""

import re
from collections.abc import Iterable

from moderation.policy import Policy
from moderation.verdict import Signal, Span
from workers.checks.check import Check, Rules
from workers.patterns import Found, Patterns, merged
from workers.subject import APOSTROPHES, Subject

NAME = "self_harm"
RULES: Rules = {"disclosure": ("n",)}

# "I used to be happy, and now I want to die": what comes before the comma is another matter.
CLAUSE = re.compile(r"[.,;:!?\n()]|(?<!\w)(?:and|but|now|so|because|since|then|still|though)(?!\w)")
REACH = 160


def build(policy: Policy) -> Check:
    options = policy.checks.self_harm
    disclosure = Patterns(options.disclosure)
    negations = _any_of(options.negations)
    about = _any_of(options.about)

    def meant(found: Found, plain: str) -> bool:
        # "i was suicidal", "i never want to"; but not the first word alone: "no reason to live".
        free = f"{found.first} {found.gaps}"
        if any(match.end() > len(found.first) for match in negations.finditer(free)):
            return False
        return not about.search(_clause(plain, found.span))

    def check(subject: Subject) -> Iterable[Signal]:
        spans = merged(
            found.span for found in disclosure.find(subject) if meant(found, subject.plain)
        )
        if spans:
            yield Signal(NAME, "disclosure", spans, {"n": len(spans)})

    return check


def _clause(plain: str, span: Span) -> str:
    start, end = max(0, span[0] - REACH), min(len(plain), span[1] + REACH)
    for boundary in CLAUSE.finditer(plain, start, span[0]):
        start = boundary.end()
    after = CLAUSE.search(plain, span[1], end)
    return plain[start : after.start() if after else end]


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of the phrases as whole words; of no phrases, nothing."""
    plain = (phrase.lower().translate(APOSTROPHES).split() for phrase in phrases)
    choice = "|".join(r"\W{1,4}".join(map(re.escape, words)) for words in plain if words)
    return re.compile(rf"(?<!\w)(?:{choice})(?!\w)" if choice else r"(?!)")
