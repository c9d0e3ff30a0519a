"""A ruling: what a moderator has ruled about whom comments come from: trust, always hold, ban.

Pure: how those it is about are spelt, under which names a comment is looked up, and which of
several rulings counts. Nothing an author types proves who they are, and many share an address.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import msgspec

from moderation.comment import Comment
from moderation.verdict import Verdict


class Word(StrEnum):
    """What is ruled. Of several that apply, the first here counts."""

    BAN = "ban"
    HOLD = "hold"
    TRUST = "trust"


class Kind(StrEnum):
    """What is known of whom it is about, the most telling first. `address` is one, or a range;
    `domain` is that of an e-mail address and `host` that of a link, with all below it."""

    EMAIL = "email"
    ADDRESS = "address"
    NAME = "name"
    HOST = "host"
    DOMAIN = "domain"


# The rules of the check `ruled`, by the word.
RULES = {Word.BAN: "banned", Word.HOLD: "held", Word.TRUST: "trusted"}
BANNED = f"ruled.{RULES[Word.BAN]}"

# Ranges of these lengths can be ruled about, so that a comment is looked up under few names.
LENGTHS_4 = tuple(range(32, 15, -1))
LENGTHS_6 = (128, 64, 56, 48, 40, 32)
# What is looked up of a comment.
MOST_HOSTS = 50
MOST_LABELS = 10
LONGEST_HOST = 253
LONGEST_NAME = 200

LINK = re.compile(r"\b(?:https?://|(?=www\.))([^\s<>\"'\[\]/?#\\]{1,300})", re.IGNORECASE)
HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}", re.ASCII)
DOTS = dict.fromkeys(map(ord, "。．｡"), ".")

# Why there can be no such ruling.
BAD_NAME = "A name needs at least one letter or digit."
BAD_EMAIL = "That is not an e-mail address."
BAD_HOST = "That is not a name like example.com."
BAD_ADDRESS = "That is neither an IP address nor a range like 192.0.2.0/24."
BAD_RANGE = "A range is at most as wide as /16, or one of /64, /56, /48, /40 and /32 for IPv6."
NOT_PUBLIC = "That address is not one of the open Internet: it is your own, or a proxy's."
UNPROVED = "A name or a link proves nothing, so nobody is trusted for it."


class BadRuling(ValueError):
    """There can be no such ruling. The message says why."""


class Ruling(msgspec.Struct, frozen=True, omit_defaults=True):
    """`whom` is spelt as `spelt` does. `at` and `until` are in ms of the store's clock; with no
    `until` it holds for good. `by` decided it, and why is for moderators alone."""

    kind: Kind
    whom: str
    word: Word
    by: str = ""
    why: str = ""
    at: int = 0
    until: int | None = None

    @property
    def name(self) -> str:
        """There is one ruling of a name; a later one takes its place."""
        return f"{self.kind} {self.whom}"


def make_ruling(kind: Kind, text: str, word: Word, by: str, why: str = "") -> Ruling:
    """A ruling about whoever `text` means. Raises `BadRuling`."""
    if word is Word.TRUST and kind in (Kind.NAME, Kind.HOST):
        raise BadRuling(UNPROVED)
    return Ruling(kind, spelt(kind, text), word, by, why)


def spelt(kind: Kind, text: str) -> str:
    """One spelling for all that mean the same. Raises `BadRuling`."""
    if kind is Kind.ADDRESS:
        return _range(text)
    if kind is Kind.NAME:
        name = _name(text)
        if not any(char.isalnum() for char in name):
            raise BadRuling(BAD_NAME)
        return name
    whom = _email(text) if kind is Kind.EMAIL else _host(text)
    if not whom:
        raise BadRuling(BAD_EMAIL if kind is Kind.EMAIL else BAD_HOST)
    return whom


def names(comment: Comment) -> list[str]:
    """Under which a ruling on this comment may stand, the most telling first."""
    author, found = comment.author, []
    email = _email(author.email or "")
    if email:
        found.append(f"{Kind.EMAIL} {email}")
    found += [f"{Kind.ADDRESS} {whom}" for whom in ranges(comment.client.ip)]
    if name := _name(author.name):
        found.append(f"{Kind.NAME} {name}")
    for host in hosts(comment):
        found += [f"{Kind.HOST} {whom}" for whom in _above(host)]
    if email:
        found += [f"{Kind.DOMAIN} {whom}" for whom in _above(email.rpartition("@")[2])]
    return list(dict.fromkeys(found))


def rulings_for(comment: Comment, rulings: Mapping[str, Ruling]) -> list[Ruling]:
    """Those of `rulings`, by name, that are about this comment; the first is the one that counts.

    A ban counts before a hold and a hold before trust; of the same word the most telling one.
    """
    found = [rulings[name] for name in names(comment) if name in rulings]
    return sorted(found, key=lambda ruling: tuple(Word).index(ruling.word))


def is_by_ruling(verdict: Verdict | None) -> bool:
    """Did a ruling settle it? Then the author is not told why."""
    return verdict is not None and verdict.decisive.startswith("ruled.")


def ranges(ip: str | None) -> list[str]:
    """Those that an address lies in, the narrowest first: itself."""
    try:
        address = ip_address(ip or "")
    except ValueError:
        return []
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    lengths = LENGTHS_4 if isinstance(address, IPv4Address) else LENGTHS_6
    bits, number, make = address.max_prefixlen, int(address), type(address)
    return [f"{make(number >> bits - n << bits - n)}/{n}" for n in lengths]


def hosts(comment: Comment) -> list[str]:
    """Whom a comment links to, in its text or as the author's own place."""
    author = [comment.author.url] if comment.author.url else []
    found: dict[str, None] = {}
    for text in (*author, comment.body):
        for match in LINK.finditer(text):
            if host := _host(match[1].rpartition("@")[2].partition(":")[0]):
                found[host] = None
            if len(found) == MOST_HOSTS:
                return list(found)
    return list(found)


def _range(text: str) -> str:
    try:
        network = ip_network(text.strip(), strict=False)
    except ValueError as exc:
        raise BadRuling(BAD_ADDRESS) from exc
    if isinstance(network, IPv6Network):
        network = _mapped(network) or network
    lengths = LENGTHS_4 if isinstance(network, IPv4Network) else LENGTHS_6
    if network.prefixlen not in lengths:
        raise BadRuling(BAD_RANGE)
    if not network.is_global:
        raise BadRuling(NOT_PUBLIC)
    return f"{network.network_address}/{network.prefixlen}"


def _mapped(network: IPv6Network) -> IPv4Network | None:
    """What an IPv6 range says of IPv4 addresses, if that is all it has."""
    first = network.network_address.ipv4_mapped
    if first is None or network.prefixlen < 96:
        return None
    return IPv4Network((int(first), network.prefixlen - 96))


def _name(text: str) -> str:
    return " ".join(_plain(text[:LONGEST_NAME]).split())


def _email(text: str) -> str:
    """Empty if it is none."""
    local, _, domain = text.strip().rpartition("@")
    host = _host(domain)
    return f"{_plain(local)}@{host}" if local and host and len(local) <= LONGEST_NAME else ""


def _host(text: str) -> str:
    """In the letters that the Internet's own names have; empty if it is none."""
    plain = _plain(text.strip()[:LONGEST_HOST]).translate(DOTS).strip(".")
    try:
        host = ".".join(map(_label, plain.split(".")))
    except UnicodeError:
        return ""
    return host if HOST.fullmatch(host) else ""


def _label(label: str) -> str:
    return label if label.isascii() else f"xn--{label[:63].encode('punycode').decode()}"


def _above(host: str) -> Iterator[str]:
    """The host and those it is below of, but for the last part alone."""
    labels = host.split(".")[-MOST_LABELS:]
    return (".".join(labels[at:]) for at in range(len(labels) - 1))


def _plain(text: str) -> str:
    """Without what looks different and is the same."""
    lowered = unicodedata.normalize("NFKC", text).lower()
    return unicodedata.normalize("NFKC", lowered)
