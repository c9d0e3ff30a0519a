"""Swear words: better-profanity's list and rules, the policy's own, and both in disguise.

The finding is `text.profane`'s; here is what counts and how much. Allow phrases and people's
names beat hits. Each grade is one signal with all its places; so are the words that were hidden,
and those that are all that a comment says.
"""

import re
from collections.abc import Iterable, Sequence

from moderation.policy import Policy
from moderation.verdict import Signal, Span
from workers.checks.check import Check, Rules
from workers.subject import Subject
from workers.text.lexicon import GRADES
from workers.text.phrases import Phrases, outside
from workers.text.profane import Profane, Swear
from workers.topics import Topics

NAME = "profanity"
PARAMS = ("n", "words")
RULES: Rules = dict.fromkeys((*GRADES, "hidden", "bare"), PARAMS)

# So many words are named to a moderator.
NAMED = 3

# Who says what they are points at nobody.
FIRST = frozenset(("i", "i'm", "im", "am", "my", "me", "we", "we're", "our", "us"))

BEFORE = re.compile(r"[A-Z][a-z]+ (?:[A-Z]\. )?$")
AFTER = re.compile(r" (?:[A-Z]\. )?[A-Z][a-z]+")
LONGEST_NAME = 30


def build(policy: Policy) -> Check:
    options = policy.checks.profanity
    profane = Profane(options)
    allow, topics = Phrases(policy.allow.phrases), Topics(policy)
    names = frozenset(options.names)
    fillers, alone = frozenset(options.fillers), Phrases(options.alone)

    def check(subject: Subject) -> Iterable[Signal]:
        short = len(subject.run) <= options.bare
        found = [swear for swear in profane.find(subject) if not _is_name(swear, subject, names)]
        if not found and not short:
            return
        spans = set(outside([swear[:2] for swear in found], allow.spans(subject)))
        clinical = [swear[:2] for swear in found if swear.listed.grade == "clinical"]
        if clinical:  # on a thread about their subject they are ordinary words
            spans -= set(clinical) - set(topics.odd(subject, clinical))
        found = [swear for swear in found if swear[:2] in spans]
        for grade in GRADES:
            graded = [swear for swear in found if swear.listed.grade == grade]
            if graded:
                # Each further word of the grade adds a quarter, up to twice the weight.
                yield _of(grade, graded, min(1 + (len(graded) - 1) / 4, 2.0))
        hidden = [swear for swear in found if swear.hidden]
        if hidden:
            yield _of("hidden", hidden)
        pointed = alone.spans(subject) if short and FIRST.isdisjoint(subject.run.at) else ()
        if (found or pointed) and short and _is_all(subject, (*spans, *pointed), fillers):
            words = [swear.listed.word for swear in found]
            words += [subject.text[start:end] for start, end in pointed]
            yield _signal("bare", sorted({*spans, *pointed}), words)

    return check


def _of(rule: str, found: Sequence[Swear], strength: float = 1.0) -> Signal:
    words = (swear.listed.word for swear in found)
    return _signal(rule, (swear[:2] for swear in found), words, strength)


def _signal(
    rule: str, spans: Iterable[Span], words: Iterable[str], strength: float = 1.0
) -> Signal:
    spans = tuple(spans)
    named = ", ".join(list(dict.fromkeys(words))[:NAMED])
    return Signal(NAME, rule, spans, {"n": len(spans), "words": named}, strength)


def _is_name(swear: Swear, subject: Subject, names: frozenset[str]) -> bool:
    """Is it somebody's: in title case, with another such word beside it?"""
    text, start, end = subject.text, swear.start, swear.end
    written = text[start:end]
    if written.lower() not in names or not written.istitle():
        return False
    before = BEFORE.search(text, max(0, start - LONGEST_NAME), start)
    return bool(before or AFTER.match(text, end))


def _is_all(subject: Subject, said: Sequence[Span], fillers: frozenset[str]) -> bool:
    """Does a comment say nothing but these words and fillers?"""
    run = subject.run
    return all(
        word in fillers or any(one < end and start < other for one, other in said)
        for word, start, end in zip(run.words, run.starts, run.ends, strict=True)
    )
