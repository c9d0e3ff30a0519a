"""Text that nobody could read out, letters put in place of others, the same words over and over."""

import re
from collections.abc import Iterable, Iterator

from moderation.policy import Policy
from moderation.policy.spam import Gibberish
from moderation.verdict import Param, Signal, Span
from workers.checks.check import Check, Rules
from workers.subject import Subject
from workers.text.said import said
from workers.text.scripts import is_mixed

NAME = "gibberish"
RULES: Rules = {
    "lookalikes": ("n", "words"),
    "random": ("n", "words"),
    "repetition": ("n", "different"),
}
LONG = 5
CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}")
# Words that have them all the same.
PRONOUNCED = re.compile(
    r"ngths?|rchw|tchst|tchf|ghtsh|rstw|htb|ndsp|https?|html|psych|rhythm|schm|schl"
)


def build(policy: Policy) -> Check:
    options = policy.checks.gibberish

    def check(subject: Subject) -> Iterable[Signal]:
        run = subject.run
        if not subject.text.isascii():
            mixed = [
                (start, end)
                for word, start, end in zip(run.words, run.starts, run.ends, strict=True)
                if not word.isascii() and is_mixed(word)
            ]
            if mixed:
                yield _signal("lookalikes", subject, mixed, min(0.5 + len(mixed) / 2, 2.0))
        # Hardly any text has one, and to look is quick.
        if len(CONSONANTS.findall(subject.plain)) >= options.random_least:
            yield from _random(subject, options)
        different = len(run.at)
        if len(run) >= options.repeat_least and different <= options.repeat_share * len(run):
            params: dict[str, Param] = {"n": len(run), "different": different}
            yield Signal(NAME, "repetition", (), params)

    return check


def _random(subject: Subject, options: Gibberish) -> Iterator[Signal]:
    run = subject.run
    long = [i for i, word in enumerate(run.words) if len(word) >= LONG and word.isascii()]
    odd = [(run.starts[i], run.ends[i]) for i in long if _is_random(run.words[i])]
    if len(odd) >= options.random_least and len(odd) >= options.random_share * len(long):
        yield _signal("random", subject, odd)


def _signal(rule: str, subject: Subject, spans: list[Span], strength: float = 1.0) -> Signal:
    params: dict[str, Param] = {"n": len(spans), "words": said(subject.text, spans)}
    return Signal(NAME, rule, tuple(spans), params, strength)


def _is_random(word: str) -> bool:
    return word.isalpha() and bool(CONSONANTS.search(word)) and not PRONOUNCED.search(word)
