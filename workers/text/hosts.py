"""Web addresses and what they are made of.

Pure, but for the list of public suffixes, which comes with the package publicsuffixlist (Mozilla's
list, as it was when the package was made) and is read once a process. No network is asked.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from publicsuffixlist import PublicSuffixList

from workers.text.scripts import scripts

LONGEST = 253
DOTTED_NUMBERS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|0x[0-9a-f]{1,8}|\d{8,10}")
SCHEME = re.compile(r"[a-z]{2,8}:/{1,3}", re.IGNORECASE)


class Address(NamedTuple):
    """`host` in lower case, without "www." and port; `path` and `query` as written."""

    host: str
    path: str = ""
    query: str = ""
    user: bool = False


def address(written: str) -> Address:
    """Of a web address with or without scheme. Anything has one, if only an empty host."""
    scheme = SCHEME.match(written)
    rest = written[scheme.end() :] if scheme else written
    place, _, query = re.split("#", rest, maxsplit=1)[0].partition("?")
    authority, slash, path = place.partition("/")
    user, at, host = authority.rpartition("@")
    host = host.partition(":")[0].lower().strip(".")[:LONGEST]
    return Address(host.removeprefix("www."), slash + path, query, bool(at and user))


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def prepare() -> None:
    """Read the list now, not when the first address comes."""
    _suffixes()


@lru_cache(maxsize=4096)
def owner(host: str) -> str:
    """The part of a host that one party holds: "blog.example.co.uk" is of "example.co.uk"."""
    if is_number(host):
        return host
    return _suffixes().privatesuffix(host) or host


def has_known_ending(host: str) -> bool:
    """Is it a name under a public suffix that there is?"""
    return "." in host and bool(_suffixes().privatesuffix(host, accept_unknown=False))


def ending(host: str) -> str:
    return host.rpartition(".")[2]


def is_number(host: str) -> bool:
    """Is it an address of the network, and no name at all?"""
    return bool(DOTTED_NUMBERS.fullmatch(host))


def is_disguised(host: str) -> bool:
    """Does a part of the name mix letters of several scripts, so as to look like another name?"""
    return any(_mixed(label) for label in host.split(".") if "xn--" in label or not label.isascii())


def _mixed(label: str) -> bool:
    if label.startswith("xn--"):
        try:
            label = label[4:].encode("ascii", "replace").decode("punycode")
        except (UnicodeError, ValueError, OverflowError):
            return True
    return len(scripts(label)) > 1
