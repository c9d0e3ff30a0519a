"""Links: their number, markup that only a link dropper writes, shorteners, bare site names, and
the address an author gives."""

import re
from collections.abc import Iterable
from itertools import islice

from moderation.policy import Policy
from moderation.verdict import Signal, Span
from workers.checks.check import Check, Rules
from workers.subject import Subject

NAME = "links"
RULES: Rules = {
    "any": ("n",),
    "too_many": ("n", "limit"),
    "markup": ("n",),
    "shortener": ("n",),
    "bare": ("n",),
    "author_url": (),
}

LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)
MARKUP = re.compile(r"<a\s[^<>]{0,500}href|\[(?:url|link)[=\]]", re.IGNORECASE)
HOST = re.compile(r"(?:https?://)?(?:www\.)?([^/:?#\s]{1,253})", re.IGNORECASE)

# The dot is looked for and the name read backwards from it, so that no text is read twice over.
ENDING = re.compile(
    r"\.(?:com|net|org|info|biz|ru|cn|top|xyz|shop|club|online|site|store|live|me|to|us|pw"
    r"|co(?:\.(?:uk|in|za|nz))?|com\.(?:au|br|mx))\b(?!\.\w)"
)
NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.")
LONGEST_NAME = 64


def build(policy: Policy) -> Check:
    limit = policy.checks.links.limit
    shorteners = frozenset(policy.checks.links.shorteners)

    def check(subject: Subject) -> Iterable[Signal]:
        if subject.comment.author.url:
            yield Signal(NAME, "author_url")
        text = subject.text
        if "." not in text and "[" not in text and "<" not in text:
            return
        spans = tuple(match.span() for match in LINK.finditer(text))
        if spans:
            yield Signal(NAME, "any", spans, {"n": len(spans)})
        if len(spans) > limit:
            yield Signal(NAME, "too_many", spans, {"n": len(spans), "limit": limit})
        markup = tuple(match.span() for match in MARKUP.finditer(text))
        if markup:
            yield Signal(NAME, "markup", markup, {"n": len(markup)})
        bare = tuple(_bare(subject.lower, spans))
        if bare:
            yield Signal(NAME, "bare", bare, {"n": len(bare)})
        short = tuple(span for span in sorted(spans + bare) if _host(text, span) in shorteners)
        if short:
            yield Signal(NAME, "shortener", short, {"n": len(short)})

    return check


def _host(text: str, span: Span) -> str:
    match = HOST.match(text[span[0] : span[1]])
    return match[1].lower() if match else ""


def _bare(lower: str, links: tuple[Span, ...]) -> Iterable[Span]:
    """Site names that stand in no link and are no part of an e-mail address."""
    upcoming = iter(links)
    link = next(upcoming, None)
    done = 0
    for ending in ENDING.finditer(lower):
        while link is not None and link[1] <= ending.start():
            link = next(upcoming, None)
        if ending.start() < done or (link is not None and link[0] <= ending.start()):
            continue
        floor = max(done, ending.start() - LONGEST_NAME)
        backwards = reversed(lower[floor : ending.start()])
        length = 0
        for char in islice(backwards, LONGEST_NAME):
            if char not in NAME_CHARACTERS:
                break
            length += 1
        start = ending.start() - length
        if length > 1 and not (start and lower[start - 1] in "@_/"):
            yield (start, ending.end())
        done = ending.end()
