"""Who says they wrote it: the name and the web address an author gives, and how they go together.

An address of one's own is nothing bad, nor is a strange name: each sign here is weak by itself.
Whether a name reads like a search query is `spam.keyword_name`.
"""

from collections.abc import Iterable

from moderation.policy import Policy
from moderation.policy.spam import Author
from moderation.verdict import Signal
from workers.checks.check import Check, Rules
from workers.subject import Subject
from workers.text import hosts
from workers.text.names import Names, is_host

NAME = "author"
RULES: Rules = {
    "host_as_name": ("words",),
    "name_in_address": ("words",),
    "name_in_text": ("words",),
    "deep_address": ("words",),
    "planted_address": ("words",),
    "seller_address": ("words",),
    "hidden_address": ("words",),
    "address_in_text": ("words",),
}
LONGEST = 40
# Deeper than a home: so many parts of a path.
DEEP = 2
DEEP_AT_HOME = 3


def build(policy: Policy) -> Check:
    options = policy.checks.author
    spam = policy.checks.spam
    names = Names(spam.name_words, spam.first_names, spam.name_small)
    shorteners = frozenset(policy.checks.links.shorteners)
    homes, home_parts = frozenset(options.homes), frozenset(options.home_parts)

    def check(subject: Subject) -> Iterable[Signal]:
        author = subject.comment.author
        if is_host(author.name):
            yield _signal("host_as_name", author.name)
        if not author.url:
            return
        address = hosts.address(author.url)
        shown = address.host + address.path
        if _is_deep(address, homes, home_parts):
            yield _signal("deep_address", shown)
        if address.host in shorteners or hosts.is_number(address.host) or address.user:
            yield _signal("hidden_address", shown)
        yield from _seller(address, options)
        written = author.url.lower()
        if any(piece in written for piece in options.planted):
            yield _signal("planted_address", shown)
        owner = hosts.owner(address.host)
        if owner and owner not in homes and owner in subject.plain:
            short = len(subject.run) <= options.few_words
            yield _signal("address_in_text", owner, 2.0 if short else 1.0)
        if names.doubt(author.name) >= options.name_doubt:
            yield from _query(subject, names, (address.host + address.path).lower())

    return check


def _seller(address: hosts.Address, options: Author) -> Iterable[Signal]:
    shown = (address.host + address.path).lower()
    words = [word for word in options.host_words if word in shown]
    hints = [word for word in options.host_hints if word in address.host]
    if words or hints:
        strength = 0.75 + len(words) / 4 + len(hints) / 8
        yield _signal("seller_address", ", ".join((words + hints)[:3]), min(strength, 1.5))


def _query(subject: Subject, names: Names, address: str) -> Iterable[Signal]:
    words = names.subject_words(subject.comment.author.name)
    if not words:
        return
    if all(word in address for word in words):
        yield _signal("name_in_address", ", ".join(words))
    said = [word for word in words if word in subject.folded_run.at]
    if said and len(said) * 2 >= len(words):
        yield _signal("name_in_text", ", ".join(said))


def _is_deep(address: hosts.Address, homes: frozenset[str], home_parts: frozenset[str]) -> bool:
    parts = [part for part in address.path.lower().split("/") if part]
    if address.query:
        return True
    if hosts.owner(address.host) in homes or address.host in homes:
        return len(parts) > DEEP_AT_HOME
    parts = [part for part in parts if part not in home_parts and not part.startswith("~")]
    return len(parts) >= DEEP or any(
        part.endswith((".html", ".htm", ".php", ".aspx", ".asp", ".jsp", ".cgi"))
        or part.count("-") > 1
        for part in parts
    )


def _signal(rule: str, words: str, strength: float = 1.0) -> Signal:
    return Signal(NAME, rule, (), {"words": words[:LONGEST]}, min(strength, 2.0))
