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
    lists = {rule: options.phrases.get(rule, ()) for rule in FOUND}
    grammar = Grammar(
        options.words, {**lists, "excuses": options.excuses, "insists": options.insists}
    )

    def meant(reading: Reading, place: Span) -> bool:
        about = grammar.about(reading, place)
        return not grammar.find("excuses", about) or bool(grammar.find("insists", about))

    def check(subject: Subject) -> Iterable[Signal]:
        reading = grammar.read(subject.folded.text.translate(APOSTROPHES))
        found: dict[str, list[Span]] = {}
        for rule in FOUND:
            for place in grammar.find(rule, reading):
                found.setdefault(rule if meant(reading, place) else REPORTED, []).append(place)
        if not found:
            return
        stands = reading.spans()
        for rule, places in found.items():
            spans = merged(_written(subject, stands[max(first, 1) : end]) for first, end in places)
            yield Signal(NAME, rule, spans, {"n": len(spans), "words": said(subject.text, spans)})

    return check


def _written(subject: Subject, words: Sequence[Span]) -> Span:
    """Where words of the folded text stand in the body."""
    return subject.folded.span(words[0][0], words[-1][1])
