"""Lists of the operator's own: words, hosts, addresses, e-mails; in the policy or in files.

A list file has one entry a line; what follows a `#` that begins a line or stands after a space is a
comment. Entries are checked when they are read, so a list that loads is a list that works.
"""

import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import Any

import re2

from moderation.policy.table import Table

COMMENT = re.compile(r"(?:^|\s)#.*")
HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9-]{2,63}", re.ASCII)

REGEX_MEMORY = 1 << 20  # bytes that RE2 may use for one expression


class BadEntry(Exception):
    """An entry that cannot be used. The message says why."""


class ListFiles(Table, frozen=True):
    """Names of files, beside the policy file, whose lines are added to the list."""

    phrases: str = ""
    regex: str = ""
    hosts: str = ""
    addresses: str = ""
    emails: str = ""


class WordList(Table, frozen=True):
    """Each list is the rule `listed.<name>`; it is set off by any entry of any kind.

    `phrases` are found whole, in any case and spacing. `regex` are RE2 expressions, tried on the
    text as written. A host stands for all below it, in links and as the author's. `addresses` are
    IP addresses or ranges (`203.0.113.0/24`). `emails` are whole addresses or `@domain`.
    """

    phrases: tuple[str, ...] = ()
    regex: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    files: ListFiles = ListFiles()


def compiled(expression: str) -> Any:
    """An RE2 expression, which takes time linear in the text. Raises `BadEntry`."""
    options = re2.Options()
    options.max_mem = REGEX_MEMORY
    options.log_errors = False
    try:
        return re2.compile(expression, options)
    except re2.error as exc:
        why = exc.args[0].decode() if isinstance(exc.args[0], bytes) else exc.args[0]
        raise BadEntry(f"{expression!r} is no RE2 expression: {why}") from exc


def network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    """An address or a range. Raises `BadEntry`."""
    try:
        return ipaddress.ip_network(text)
    except ValueError as exc:
        raise BadEntry(str(exc)) from exc


def _phrase(text: str) -> None:
    if not text.strip():
        raise BadEntry("an empty phrase")


def _host(text: str) -> None:
    if not HOST.fullmatch(text.lower()):
        raise BadEntry(f"{text!r} is no host name")


def _email(text: str) -> None:
    local, at, domain = text.rpartition("@")
    if not at or not HOST.fullmatch(domain.lower()) or any(c.isspace() for c in local):
        raise BadEntry(f"{text!r} is neither an e-mail address nor @ and a domain")


# Each kind of entry, and what raises `BadEntry` for one that cannot be used.
KINDS: Mapping[str, Callable[[str], object]] = {
    "phrases": _phrase,
    "regex": compiled,
    "hosts": _host,
    "addresses": network,
    "emails": _email,
}


def check_list(words: WordList) -> None:
    """Raises `BadEntry` for the first entry that cannot be used."""
    for kind, check in KINDS.items():
        for entry in getattr(words, kind):
            check(entry)


def read_entries(kind: str, text: str) -> list[str]:
    """The entries of a list file. Raises `BadEntry`, naming the line."""
    entries = []
    for number, line in enumerate(text.splitlines(), 1):
        # In an expression # is a character like others.
        entry = line.strip() if kind == "regex" else COMMENT.sub("", line).strip()
        if not entry or line.startswith("#"):
            continue
        try:
            KINDS[kind](entry)
        except BadEntry as exc:
            raise BadEntry(f"line {number}: {exc}") from exc
        entries.append(entry)
    return entries
