"""Likeness to what moderators approved here, and to what they rejected as spam.

What was learned is a fact; the arithmetic is `workers.odds`'. Before there are lessons enough, the
check says so and no more.
"""

from collections.abc import Iterable

from moderation.policy import Policy
from moderation.verdict import Param, Signal, Span
from workers.checks.check import Check, Rules
from workers.odds import Learned, leaning, moving, odds
from workers.subject import Subject

NAME = "learned"
RULES: Rules = {
    "spam": ("words", "spam", "genuine"),
    "genuine": ("words", "spam", "genuine"),
    "too_little": ("spam", "genuine", "least"),
}

MOST_NAMED = 5
LONGEST_NAME = 40


def build(policy: Policy) -> Check:
    options = policy.checks.learned

    def check(subject: Subject) -> Iterable[Signal]:
        learned = subject.facts.learned
        if learned is None:
            return
        spam, genuine = learned.counts.spam, learned.counts.genuine
        lessons: dict[str, Param] = {"spam": spam, "genuine": genuine}
        if min(spam, genuine) < options.least:
            yield Signal(NAME, "too_little", params={**lessons, "least": options.least})
            return
        leans = leaning(odds(learned), options)
        if leans:
            words, spans = _explained(learned, subject)
            yield Signal(
                NAME,
                "spam" if leans > 0 else "genuine",
                spans,
                {"words": words, **lessons},
                strength=round(abs(leans), 3),
            )

    return check


def _explained(learned: Learned, subject: Subject) -> tuple[str, tuple[Span, ...]]:
    """What moved it most, + towards spam and - away from it, and where it first stands."""
    named = [(learned.features.name(one), each) for one, each in moving(learned, MOST_NAMED)]
    words = ", ".join(f"{'+' if each > 0 else '-'}{name[:LONGEST_NAME]}" for name, each in named)
    run, fold = subject.folded_run, subject.folded
    first = [run.at[name][0] for name, _ in named if name in run.at]
    return words, tuple(sorted({fold.span(run.starts[at], run.ends[at]) for at in first}))
