"""A comment that has nothing to do with its thread. Weak signs, and only where there is a link.

Said of comments with a link or an author's address alone: who merely digresses is a reader.
"""

import re
from collections.abc import Iterable

from moderation.policy import Policy
from moderation.verdict import Signal, Span
from workers.checks.check import Check, Rules
from workers.subject import Subject
from workers.topics import Topics, stem

NAME = "topic"
RULES: Rules = {"odd_drug": ("n",), "off_topic": ()}

LINK = re.compile(r"(?:https?://|www\.)\S+")
MOST = 20  # places that are marked


def build(policy: Policy) -> Check:
    options = policy.checks.topic
    topics = Topics(policy)
    drugs = {stem(drug) for drug in options.drugs}

    def check(subject: Subject) -> Iterable[Signal]:
        if not subject.comment.author.url and not LINK.search(subject.plain):
            return
        topic = topics.of(subject.comment.thread)
        if not topic.words:
            return
        known = topic.words | (subject.facts.vocabulary or frozenset())
        spans = _odd(subject, drugs - topic.ordinary - known)
        if spans:
            yield Signal(NAME, "odd_drug", spans, {"n": len(spans)})
        if len(known) >= options.least_known:
            # What a link spells is not what a comment says.
            said = topics.content(LINK.sub(" ", subject.plain))
            if len(said) >= options.least_said and said.isdisjoint(known | topic.ordinary):
                # Readers link to what they speak of; sellers to themselves.
                strength = 1.0 if subject.comment.author.url else 0.5
                yield Signal(NAME, "off_topic", strength=strength)

    return check


def _odd(subject: Subject, drugs: Iterable[str]) -> tuple[Span, ...]:
    """Where one of the drugs is named; one that the thread knows is not odd."""
    run, odd = subject.run, frozenset(drugs)
    places = sorted(place for word, found in run.at.items() if stem(word) in odd for place in found)
    return tuple((run.starts[place], run.ends[place]) for place in places[:MOST])
