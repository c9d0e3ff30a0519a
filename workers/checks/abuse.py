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
EXCUSES, INSISTS = "excuses", "insists"
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
RULES: Rules = dict.fromkeys((*FOUND, REPORTED), ("n", "words"))


def build(policy: Policy) -> Check:
    options = policy.checks.abuse
    grammar = Grammar(
        options.words,
        {rule: options.phrases.get(rule, ()) for rule in FOUND},
        {EXCUSES: options.excuses, INSISTS: options.insists},
    )

    def meant(reading: Reading, place: Span) -> bool:
        asides = grammar.asides(reading, place)
        return EXCUSES not in asides or INSISTS in asides

    def check(subject: Subject) -> Iterable[Signal]:
        reading = grammar.read(subject.folded.text.translate(APOSTROPHES))
        found: dict[str, list[Span]] = {}
        for rule, places in grammar.find(reading).items():
            for place in places:
                found.setdefault(rule if meant(reading, place) else REPORTED, []).append(place)
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
