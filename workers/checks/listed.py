"""The operator's own lists of words, hosts, addresses and e-mail addresses. Allow phrases beat
words."""

import ipaddress
import re
from collections.abc import Callable, Iterable

from moderation.policy import Policy
from moderation.policy.lists import WordList, compiled, network
from moderation.verdict import Param, Signal, Span
from workers.checks.check import Check, Rules
from workers.subject import Subject
from workers.text.hosts import address
from workers.text.phrases import Phrases, outside

NAME = "listed"
# One rule a list of the policy, with the parameters `n` and `words`.
RULES: Rules = {}

HOSTS = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+")
MOST_MATCHES = 50  # of one expression; more say nothing new


def build(policy: Policy) -> Check:
    lists = {name: _List(words) for name, words in policy.lists.items()}
    allow = Phrases(policy.allow.phrases)

    def check(subject: Subject) -> Iterable[Signal]:
        for name, one in lists.items():
            found = one.spans(subject)
            spans = outside(found, allow.spans(subject)) if found else ()
            words = [subject.text[start:end] for start, end in spans] + one.about(subject)
            if words:
                params: dict[str, Param] = {"n": len(words), "words": _few(words)}
                yield Signal(NAME, name, spans, params)

    return check


class _List:
    """One list, prepared."""

    def __init__(self, words: WordList) -> None:
        self._phrases = Phrases(words.phrases)
        self._expressions = [compiled(expression) for expression in words.regex]
        self._hosts = frozenset(host.lower() for host in words.hosts)
        self._emails = frozenset(email.lower() for email in words.emails)
        networks = [network(text) for text in words.addresses]
        self._lengths = sorted({(net.version, net.prefixlen) for net in networks})
        self._networks = frozenset(networks)

    def spans(self, subject: Subject) -> tuple[Span, ...]:
        """Where entries stand in the text, in order."""
        found = list(self._phrases.spans(subject))
        for expression in self._expressions:
            for count, match in enumerate(expression.finditer(subject.text)):
                if count == MOST_MATCHES:
                    break
                if match.end() > match.start():
                    found.append(match.span())
        if self._hosts and "." in subject.lower:
            found += [m.span() for m in HOSTS.finditer(subject.lower) if self._has_host(m[0])]
        return tuple(sorted(found))

    def about(self, subject: Subject) -> list[str]:
        """What of the author is listed, in words for a moderator, who is told no address."""
        author, client = subject.comment.author, subject.comment.client
        tests: tuple[tuple[str, str | None, Callable[[str], bool]], ...] = (
            ("the author's e-mail address", author.email, self._has_email),
            ("the author's site", author.url, self._has_url),
            ("the sender's address", client.ip, self._has_address),
        )
        return [what for what, value, listed in tests if value and listed(value)]

    def _has_host(self, host: str) -> bool:
        """Is it, or what it is below of, on the list?"""
        labels = host.split(".")[-10:]
        return any(".".join(labels[at:]) in self._hosts for at in range(len(labels)))

    def _has_url(self, url: str) -> bool:
        return self._has_host(address(url).host)

    def _has_email(self, email: str) -> bool:
        lower = email.lower()
        labels = lower.rpartition("@")[2].split(".")
        domains = (f"@{'.'.join(labels[at:])}" for at in range(len(labels)))
        return lower in self._emails or not self._emails.isdisjoint(domains)

    def _has_address(self, text: str) -> bool:
        if not self._networks:
            return False
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return False
        return any(
            ipaddress.ip_network((address, length), strict=False) in self._networks
            for version, length in self._lengths
            if version == address.version
        )


def _few(words: list[str]) -> str:
    """Up to three of them, each cut short."""
    return ", ".join(dict.fromkeys(word[:40] for word in words[:3]))
