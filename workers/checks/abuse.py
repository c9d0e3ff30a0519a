"""Hatred of groups of people, calls for harm, threats, harassment, sexual solicitation.

What is said of whom is what counts, not single words: phrases over classes of words, both the
policy's, find it. What is denied, quoted or condemned is `reported` instead.
"""

from collections.abc import Iterable, Sequence

from moderation.policy import Policy
from moderation.verdict import Signal, Span
from workers.checks.check import Check, Rules
from workers.grammar import Grammar
from workers.marks import Reading
from workers.patterns import merged
from workers.said import said
from workers.subject import APOSTROPHES, Subject

NAME = "abuse"
REPORTED = "reported"
EXCUSES, REPORTS, INSISTS = "excuses", "reports", "insists"
FOUND = (
    "dehumanising",
    "contempt",
    "slander",
    "exclusion",
    "extremism",
    "harm",
    "threat",
    "urging_suicide",
    "harassment",
    "rudeness",
    "explicit",
    "solicitation",
)
# Said to somebody's face: "I don't care, you ..." denies nothing.
DIRECT = ("harassment", "rudeness", "explicit", "solicitation")
RULES: Rules = dict.fromkeys((*FOUND, REPORTED), ("n", "words"))


def build(policy: Policy) -> Check:
    options = policy.checks.abuse
    grammar = Grammar(
        options.words,
        {rule: options.phrases.get(rule, ()) for rule in FOUND},
        {EXCUSES: options.excuses, REPORTS: options.reports, INSISTS: options.insists},
    )

    def meant(rule: str, reading: Reading, place: Span) -> bool:
        asides = grammar.asides(reading, place)
        taken_back = REPORTS in asides or (EXCUSES in asides and rule not in DIRECT)
        return INSISTS in asides or not taken_back

    def check(subject: Subject) -> Iterable[Signal]:
        reading = grammar.read(subject.folded.text.translate(APOSTROPHES))
        found: dict[str, list[Span]] = {}
        for rule, places in grammar.find(reading).items():
            for place in places:
                what = rule if meant(rule, reading, place) else REPORTED
                found.setdefault(what, []).append(place)
        if not found:
            return
        stands = reading.spans()
        for rule in filter(found.__contains__, RULES):
            spans = merged(_written(subject, stands[slice(*place)]) for place in found[rule])
            yield Signal(NAME, rule, spans, {"n": len(spans), "words": said(subject.text, spans)})

    return check


def _written(subject: Subject, words: Sequence[Span]) -> Span:
    """Where words of the folded text stand in the body. Its ends are words of no letters."""
    there = [(start, end) for start, end in words if start < end]
    return subject.folded.span(there[0][0], there[-1][1])
