"""Spam by what it says: offers, ways to reach a seller, link sellers' templates, self-promotion,
praise for the sake of a link, names that are search queries. All phrases are the policy's."""

import re
from collections.abc import Iterable

from moderation.policy import Policy
from moderation.verdict import Signal
from workers.checks.check import Check, Rules
from workers.patterns import Patterns
from workers.run import WORD
from workers.subject import Subject

NAME = "spam"
RULES: Rules = {
    "contact_channel": ("n",),
    "offer": ("n",),
    "template": ("n",),
    "promotion": ("n",),
    "praise_with_url": ("n",),
    "keyword_name": (),
}

# Said of a messenger's address, whoever's it is.
MESSENGER_LINK = (
    r"(?<![\w.])(?:t\.me|telegram\.me|wa\.me|chat\.whatsapp\.com|api\.whatsapp\.com)/\w"
)
HANDLE_OR_NUMBER = r"(?:@\s?\w[\w.-]{0,31}|\+?\(?\d[\d\s().-]{6,20}\d)"


def build(policy: Policy) -> Check:
    options = policy.checks.spam
    contact = _contact(options.channels)
    phrases = {
        "offer": Patterns(options.offers),
        "template": Patterns(options.templates),
        "promotion": Patterns(options.promotion),
    }
    praise = Patterns(options.praise)
    name_words = frozenset(options.name_words)

    def check(subject: Subject) -> Iterable[Signal]:
        author = subject.comment.author
        spans = tuple(match.span() for match in contact.finditer(subject.plain))
        if spans:
            yield Signal(NAME, "contact_channel", spans, {"n": len(spans)})
        for rule, patterns in phrases.items():
            spans = patterns.spans(subject)
            if spans:
                # One phrase may be chance; each further one adds half, up to twice the weight.
                strength = min(0.5 + len(spans) / 2, 2.0)
                if rule == "template" and not author.url:
                    # Readers speak of their own sites too, but have no link to sell by it.
                    strength /= 2
                yield Signal(NAME, rule, spans, {"n": len(spans)}, strength)
        if author.url or "http" in subject.plain:
            spans = praise.spans(subject)
            if spans:
                # People who praise an article and link to something in the text often mean it.
                strength = 1.0 if author.url else 0.7
                yield Signal(NAME, "praise_with_url", spans, {"n": len(spans)}, strength)
        if author.url and _is_query(author.name, name_words):
            yield Signal(NAME, "keyword_name")

    return check


def _contact(channels: tuple[str, ...]) -> re.Pattern[str]:
    """A messenger's link, or its name with a handle or a number soon after."""
    choice = "|".join(r"\s?".join(map(re.escape, name.lower().split())) for name in channels)
    named = rf"|(?<!\w)(?:{choice})(?!\w)[^@\d\n]{{0,24}}{HANDLE_OR_NUMBER}" if choice else ""
    return re.compile(MESSENGER_LINK + named)


def _is_query(name: str, name_words: frozenset[str]) -> bool:
    """Is this what one types into a search box? People's names are short, and capitalised."""
    lower = name[:200].lower()
    words = WORD.findall(lower)
    return not name_words.isdisjoint(words) or (len(words) > 2 and name == lower)
