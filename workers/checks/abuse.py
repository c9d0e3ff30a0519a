"""Hatred of groups of people, calls for harm, threats, harassment, sexual solicitation.

What is said of whom is what counts, not single words: phrases over classes of words, both the
policy's, find it. What is denied, quoted or condemned is `reported` instead.
"""

from collections.abc import Iterable, Mapping, Sequence

from moderation.policy import Policy
from moderation.verdict import Signal, Span
from workers.checks.check import Check, Rules
from workers.subject import APOSTROPHES, Subject
from workers.text.grammar import Grammar
from workers.text.marks import Reading
from workers.text.patterns import merged
from workers.text.said import said

NAME = "abuse"
REPORTED = "reported"
EXCUSES, REPORTS, OWNS, INSISTS = "excuses", "reports", "owns", "insists"
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
# Words that another check holds a comment for, quoted here, or a slur said of oneself; and by what
# that is known.
QUOTED: Mapping[str, frozenset[str]] = {
    "quoted_slur": frozenset({REPORTS, OWNS}),
    "quoted_swearing": frozenset({REPORTS}),
}
# Said to somebody's face: "I don't care, you ..." denies nothing.
DIRECT = ("harassment", "rudeness", "explicit", "solicitation")
RULES: Rules = dict.fromkeys((*FOUND, REPORTED, *QUOTED), ("n", "words"))

Places = dict[str, list[Span]]


def build(policy: Policy) -> Check:
    options = policy.checks.abuse
    grammar = Grammar(
        options.words,
        {rule: options.phrases.get(rule, ()) for rule in (*FOUND, *QUOTED)},
        {
            EXCUSES: options.excuses,
            REPORTS: options.reports,
            OWNS: options.owns,
            INSISTS: options.insists,
        },
    )

    def is_meant(rule: str, reading: Reading, place: Span) -> bool:
        asides = grammar.asides(reading, place)
        if rule in QUOTED:
            return not asides & QUOTED[rule] or INSISTS in asides
        taken_back = REPORTS in asides or (EXCUSES in asides and rule not in DIRECT)
        return not taken_back or INSISTS in asides

    def check(subject: Subject) -> Iterable[Signal]:
        reading = grammar.read(subject.folded.text.translate(APOSTROPHES))
        meant: Places = {}
        told: Places = {}
        for rule, places in grammar.find(reading).items():
            for place in places:
                into = meant if is_meant(rule, reading, place) else told
                into.setdefault(rule, []).append(place)
        found = _found(meant, told)
        if not found:
            return
        stands = reading.spans()
        for rule in filter(found.__contains__, RULES):
            spans = merged(_written(subject, stands[slice(*place)]) for place in found[rule])
            yield Signal(NAME, rule, spans, {"n": len(spans), "words": said(subject.text, spans)})

    return check


def _found(meant: Places, told: Places) -> Places:
    """Places by the rule that they are signals of."""
    found = {rule: places for rule, places in meant.items() if rule in FOUND}
    reported = [place for rule, places in told.items() if rule in FOUND for place in places]
    quoted = {rule: told[rule] for rule in QUOTED if rule in told and not meant}
    return found | ({REPORTED: reported} if reported else {}) | quoted


def _written(subject: Subject, words: Sequence[Span]) -> Span:
    """Where words of the folded text stand in the body. Its ends are words of no letters."""
    there = [(start, end) for start, end in words if start < end]
    return subject.folded.span(there[0][0], there[-1][1])
