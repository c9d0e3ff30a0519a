"""Spam by what it says: offers kind by kind, ways to reach a seller, link sellers' ready-made
comments, praise for the sake of a link, self-promotion, names that are search queries. All words
are the policy's."""

from collections.abc import Iterable, Iterator

from moderation.policy import Policy
from moderation.policy.spam import Spam
from moderation.verdict import Param, Signal, Span
from workers.checks.check import Check, Rules
from workers.subject import Subject
from workers.text.contacts import Contacts
from workers.text.folding import fold
from workers.text.names import Names
from workers.text.patterns import Found, Patterns, apart
from workers.text.run import Run
from workers.text.said import said

NAME = "spam"
# And a rule for each kind of the policy, with `n` and `words`.
RULES: Rules = {
    "contact_channel": ("n", "words"),
    "hidden_contact": ("n", "words"),
    "phone": ("n", "words"),
    "mail": ("n", "words"),
    "offer": ("n", "words"),
    "template": ("n", "words"),
    "promotion": ("n", "words"),
    "praise_with_url": ("n", "words"),
    "generic": ("n", "percent", "limit"),
    "keyword_name": ("words",),
}
LONG, SHORT, SHORTEST = 60, 16, 8  # words; those of a link count
OFFER, TEMPLATE, PROMOTION, PRAISE = "offer", "template", "promotion", "praise_with_url"
LINKS = ("http", "www.", ".com", "watch?v=")
HEDGE = ""  # no rule: what makes others weigh less


def build(policy: Policy) -> Check:
    options = policy.checks.spam
    contacts = Contacts(options.channels, options.doubtful_channels, options.asking, options.crisis)
    names = Names(options.name_words, options.first_names, options.name_small)
    phrases = _phrases(options)
    kinds_of: dict[str, list[str]] = {}
    for kind, listed in phrases.items():
        for pattern in listed:
            kinds_of.setdefault(pattern, []).append(kind)
    order = {kind: at for at, kind in enumerate(phrases)}
    patterns = Patterns(kinds_of, options.words)
    ordinary, of_blogs = frozenset(options.generic_words), frozenset(options.generic_topics)

    def check(subject: Subject) -> Iterable[Signal]:
        author = subject.comment.author
        contact = list(_contact(subject, contacts))
        yield from contact
        found: dict[str, list[Found]] = {}
        for one in patterns.find(subject):
            for kind in kinds_of[one.pattern]:
                found.setdefault(kind, []).append(one)
        in_text = any(sign in subject.plain for sign in LINKS)
        linked = in_text or bool(author.url)
        hedged = HEDGE in found and not (linked or contact) and len(subject.run) <= 2 * LONG
        for kind in sorted(found, key=order.__getitem__):
            if kind == HEDGE or (kind == PRAISE and not linked):
                continue
            spans = apart(one.span for one in found[kind])
            strength = _strength(kind, _different(subject.plain, spans), bool(author.url))
            params: dict[str, Param] = {"n": len(spans), "words": said(subject.text, spans)}
            alone = len(spans) == 1 == len({one.pattern for one in found[kind]})
            if kind != PRAISE:
                strength *= _density(len(subject.run), alone, in_text)
            if hedged and kind in options.kinds:
                strength /= 2
            yield Signal(NAME, kind, spans, params, strength)
        yield from _generic(subject, options, ordinary, of_blogs, linked)
        if author.url:
            doubt = names.doubt(author.name)
            if doubt >= options.name_doubt:
                yield Signal(NAME, "keyword_name", (), {"words": author.name[:40]}, doubt)

    return check


def _phrases(options: Spam) -> dict[str, tuple[str, ...]]:
    own = {
        OFFER: options.offers,
        TEMPLATE: options.templates,
        PROMOTION: options.promotion,
        PRAISE: options.praise,
        HEDGE: options.hedges,
    }
    return {**options.kinds, **own}


def _contact(subject: Subject, contacts: Contacts) -> Iterator[Signal]:
    seen = {
        "contact_channel": contacts.messengers(subject),
        "hidden_contact": contacts.hidden(subject),
        "phone": contacts.phones(subject),
        "mail": contacts.mails(subject),
    }
    for rule, spans in seen.items():
        if spans:
            params: dict[str, Param] = {"n": len(spans), "words": said(subject.text, spans)}
            yield Signal(NAME, rule, tuple(spans), params)


def _different(plain: str, spans: Iterable[Span]) -> int:
    return len({plain[start:end] for start, end in spans})


def _strength(kind: str, n: int, url: bool) -> float:
    """One phrase may be chance; each further one adds half, up to twice the weight."""
    strength = min(0.5 + n / 2, 2.0)
    if kind == TEMPLATE and not url:
        # Readers speak of their own sites too, but have no link to sell by it.
        return strength * 2 / 3
    if kind == PRAISE:
        # People who praise an article and link to something in the text often mean it.
        return min(strength, 1.0) * (0.7 if n == 1 else 1.0) * (1.0 if url else 0.5)
    return strength


def _density(length: int, alone: bool, linked: bool) -> float:
    """One phrase says less in a long text, and all the more if there is little else, or a link."""
    if alone and length > LONG:
        return 0.6
    if linked and length <= SHORT:
        return 1.25
    return 1.15 if length <= SHORTEST else 1.0


def _generic(
    subject: Subject,
    options: Spam,
    ordinary: frozenset[str],
    of_blogs: frozenset[str],
    linked: bool,
) -> Iterator[Signal]:
    """A comment about comments, articles and sites in general, without a word on the matter."""
    words = subject.folded_run.words
    if len(words) < options.generic_least or not linked:
        return
    about_blogs = sum(word in of_blogs for word in words)
    if about_blogs < options.generic_topic_share * len(words):
        return
    common = sum(word in ordinary or word in of_blogs for word in words)
    percent, limit = 100 * common // len(words), round(100 * options.generic_share)
    if percent < limit or _on_topic(subject, ordinary, of_blogs):
        return
    # A short one may be a shy reader's. The longer one says nothing, the less it is that.
    strength = min(0.5 + len(words) / 40, 1.25) * (1.0 if subject.comment.author.url else 0.5)
    params: dict[str, Param] = {"n": len(words), "percent": percent, "limit": limit}
    yield Signal(NAME, "generic", (), params, strength)


def _on_topic(subject: Subject, ordinary: frozenset[str], of_blogs: frozenset[str]) -> bool:
    """Does the comment share a word with the title that not every comment could have?"""
    thread = subject.comment.thread
    shared = Run(fold(thread.title or "").text).at.keys() & subject.folded_run.at.keys()
    return any(len(word) > 3 and word not in ordinary and word not in of_blogs for word in shared)
