"""Links: their number and where they lead, markup that only a link dropper writes, shorteners, bare
site names, names that are disguised, comments that are hardly more than a link."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from moderation.policy import Policy
from moderation.policy.spam import Links
from moderation.verdict import Param, Signal, Span
from workers.checks.check import Check, Rules
from workers.subject import Subject
from workers.text import hosts
from workers.text.linked import LINK
from workers.text.said import said

NAME = "links"
RULES: Rules = {
    "any": ("n",),
    "too_many": ("n", "limit"),
    "many_hosts": ("n", "limit"),
    "repeated": ("n", "limit"),
    "markup": ("n",),
    "shortener": ("n", "words"),
    "bare": ("n",),
    "hidden_host": ("n", "words"),
    "odd_ending": ("n", "words"),
    "paid": ("n", "words"),
    "mostly_links": ("percent", "limit"),
    "author_url": (),
}

MARKUP = re.compile(r"<a\s[^<>]{0,500}href|\[(?:url|link|img)[=\]]|\]\(https?:", re.IGNORECASE)

# The dot is looked for and the name read backwards from it, so that no text is read twice over.
NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.")
LONGEST_NAME = 64
PATH = re.compile(r"(?:/[^\s<>\"']{1,500})?")
WORD = re.compile(r"\w+")
# More links than this are not looked at one by one.
MOST = 50
# Reading "dot com" for ".com"; and spaces about the dot, which break a link for programs only.
SPOKEN_DOT = (
    r"\b[a-z0-9][a-z0-9-]{{3,40}}(?:\s?(?:\(dot\)|\[dot\]|\(\.\)|\[\.\]|\{{dot\}})\s?|\s\.\s?|\.\s)"
    r"(?:{endings})\b(?![\w.])"
)


def build(policy: Policy) -> Check:
    hosts.prepare()
    options = policy.checks.links
    shorteners, odd = frozenset(options.shorteners), frozenset(options.odd_endings)
    ending = _endings(options.bare_endings)
    spoken = _any_of(options.spoken_endings, SPOKEN_DOT)
    last_words = frozenset(options.spoken_endings)
    paid = _any_of(options.paid_marks, "{endings}")

    def check(subject: Subject) -> Iterable[Signal]:
        if subject.comment.author.url:
            yield Signal(NAME, "author_url")
        text = subject.text
        if text.isascii() and not any(sign in text for sign in ".[<("):
            return
        lower = subject.lower
        any_link = "://" in lower or "www." in lower
        links = tuple(match.span() for match in LINK.finditer(text)) if any_link else ()
        bare = tuple(_bare(subject.lower, links, ending))
        every = tuple(sorted(links + bare))
        yield from _numbers(links, bare, options.limit)
        markup: tuple[Span, ...] = ()
        if "[" in text or "<a" in lower or "](" in text:
            markup = tuple(match.span() for match in MARKUP.finditer(text))
        if markup:
            yield Signal(NAME, "markup", markup, {"n": len(markup)})
        if every:
            yield from _places(subject, every, options, shorteners, odd)
            yield from _quoted("paid", text, [s for s in every if paid.search(subject.lower, *s)])
            yield from _share(subject, every, options.share, options.words_beside)
        hidden = [span for span in every[:MOST] if _is_hidden(text, span)]
        if not last_words.isdisjoint(subject.run.at):
            hidden += [match.span() for match in islice(spoken.finditer(lower), MOST)]
        if not every and not text.isascii() and LINK.search(subject.folded.text):
            # Full width letters and the like: a link to readers, not to programs.
            found = islice(LINK.finditer(subject.folded.text), MOST)
            hidden += [subject.folded.span(*match.span()) for match in found]
        yield from _quoted("hidden_host", text, sorted(set(hidden)))

    return check


def _numbers(links: tuple[Span, ...], bare: tuple[Span, ...], limit: int) -> Iterator[Signal]:
    if links:
        yield Signal(NAME, "any", links, {"n": len(links)})
    if len(links) > limit:
        yield Signal(NAME, "too_many", links, {"n": len(links), "limit": limit})
    if bare:
        yield Signal(NAME, "bare", bare, {"n": len(bare)})


def _places(
    subject: Subject,
    spans: tuple[Span, ...],
    options: Links,
    shorteners: frozenset[str],
    odd: frozenset[str],
) -> Iterator[Signal]:
    """Where the links lead."""
    text = subject.text
    seen: dict[str, list[Span]] = {}
    short, strange = [], []
    for span in spans[:MOST]:
        address = hosts.address(text[span[0] : span[1]])
        if not address.host:
            continue
        seen.setdefault(hosts.owner(address.host), []).append(span)
        if address.host in shorteners:
            short.append(span)
        if hosts.ending(address.host) in odd:
            strange.append(span)
    if short:
        # In a short comment it is all there is to it.
        strength = 1.67 if len(subject.run) <= options.few_words else 1.0
        yield from _quoted("shortener", text, short, strength)
    yield from _quoted("odd_ending", text, strange)
    if len(seen) > options.limit:
        yield Signal(NAME, "many_hosts", spans[:MOST], {"n": len(seen), "limit": options.limit})
    most = max(map(len, seen.values()), default=0)
    if most > options.repeat_limit:
        again = next(tuple(found) for found in seen.values() if len(found) == most)
        yield Signal(NAME, "repeated", again, {"n": most, "limit": options.repeat_limit})


def _is_hidden(text: str, span: Span) -> bool:
    address = hosts.address(text[span[0] : span[1]])
    return address.user or hosts.is_number(address.host) or hosts.is_disguised(address.host)


def _share(
    subject: Subject, spans: tuple[Span, ...], share: float, words_beside: int
) -> Iterator[Signal]:
    """A comment that is hardly more than its links says nothing of its own."""
    text = subject.text
    linked = sum(end - start for start, end in spans)
    percent = 100 * linked // max(1, len("".join(text.split())))
    within = sum(len(WORD.findall(text, start, end)) for start, end in spans)
    beside = len(WORD.findall(text)) - within
    if percent >= 100 * share and beside <= words_beside:
        params: dict[str, Param] = {"percent": min(percent, 100), "limit": round(100 * share)}
        # With no word of the author's nobody can know what it is good for.
        yield Signal(NAME, "mostly_links", spans, params, 0.8 if beside > 2 else 1.0)


def _quoted(rule: str, text: str, spans: Iterable[Span], strength: float = 1.0) -> Iterator[Signal]:
    found = tuple(spans)
    if found:
        yield Signal(NAME, rule, found, {"n": len(found), "words": said(text, found)}, strength)


def _any_of(words: Iterable[str], pattern: str) -> re.Pattern[str]:
    choice = "|".join(map(re.escape, words))
    return re.compile(pattern.format(endings=choice) if choice else r"(?!)")


def _endings(endings: Iterable[str]) -> re.Pattern[str]:
    choice = "|".join(sorted(map(re.escape, endings), key=len, reverse=True))
    return re.compile(rf"\.(?:{choice})\b(?!\.\w)" if choice else r"(?!)")


def _bare(lower: str, links: tuple[Span, ...], ending: re.Pattern[str]) -> Iterable[Span]:
    """Site names that stand in no link and are no part of an e-mail address."""
    upcoming = iter(links)
    link = next(upcoming, None)
    done = 0
    for found in ending.finditer(lower):
        while link is not None and link[1] <= found.start():
            link = next(upcoming, None)
        if found.start() < done or (link is not None and link[0] <= found.start()):
            continue
        floor = max(done, found.start() - LONGEST_NAME)
        backwards = reversed(lower[floor : found.start()])
        length = 0
        for char in islice(backwards, LONGEST_NAME):
            if char not in NAME_CHARACTERS:
                break
            length += 1
        start = found.start() - length
        done = found.end()
        named = length > 1 and ".." not in lower[start : found.end()]
        if named and not (start and lower[start - 1] in "@_/"):
            path = PATH.match(lower, found.end())
            done = path.end() if path else done
            yield (start, done)
