"""Words as in abuse: a linear model's opinion, for what no phrase of `abuse` describes.

The model knows single words only. It counts little by little, and in full where it is sure.
"""

from collections.abc import Iterable

from moderation.policy import Policy
from moderation.verdict import Param, Signal
from workers.checks.check import Check, Rules
from workers.subject import Subject
from workers.text.linear import load
from workers.text.said import said

NAME = "toxicity"
RULES: Rules = {"words": ("n", "words", "value", "limit")}

SHOWN = 3  # words that moved the value most, for a moderator to see


def build(policy: Policy) -> Check:
    options = policy.checks.toxicity
    model = load(options.weights) if options.weights else None
    first, sure = options.first, options.sure

    def check(subject: Subject) -> Iterable[Signal]:
        if model is None:
            return
        run = subject.folded_run
        value = model.value(run.at)
        if value <= first:
            return
        moving = model.strongest(run.at, SHOWN)
        places = sorted(run.at[word][0] for word in moving)
        spans = tuple(subject.folded.span(run.starts[at], run.ends[at]) for at in places)
        share = min((value - first) / (sure - first), 1.0) if value < sure else 1.0
        words = said(subject.text, spans)
        params: dict[str, Param] = {"n": len(spans), "words": words, "value": round(value, 1)}
        yield Signal(NAME, "words", spans, {**params, "limit": sure}, share)

    return check
