"""Links in the text: their number, and markup that only a link dropper writes."""

import re
from collections.abc import Iterable

from moderation.policy import Policy
from moderation.verdict import Signal
from workers.checks.check import Check
from workers.subject import Subject

NAME = "links"

LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)
MARKUP = re.compile(r"<a\s[^<>]{0,500}href|\[url[=\]]", re.IGNORECASE)


def build(policy: Policy) -> Check:
    limit = policy.checks.links.limit

    def check(subject: Subject) -> Iterable[Signal]:
        spans = tuple(m.span() for m in LINK.finditer(subject.text))
        if spans:
            yield Signal(NAME, "any", spans, {"n": len(spans)})
        if len(spans) > limit:
            yield Signal(NAME, "too_many", spans, {"n": len(spans), "limit": limit})
        markup = tuple(m.span() for m in MARKUP.finditer(subject.text))
        if markup:
            yield Signal(NAME, "markup", markup, {"n": len(markup)})

    return check
