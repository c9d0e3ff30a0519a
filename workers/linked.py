"""Where the links of a text lead: their hosts and addresses, in one spelling each.

Pure and linear in the text. A host is the whole name without `www.`: whoever has a page on a shared
domain is not their neighbour.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from moderation.verdict import Span

LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'\[\]]+", re.IGNORECASE)
# Nothing that is longer leads anywhere, and nobody pays for reading it.
LONGEST = 500

_ADDRESS = re.compile(
    r"(?:https?:/*)?(?:[^/?#@]*@)?(?:www\.)*(?P<host>[^/:?#@]*)(?::\d*)?(?P<rest>[^#]*)"
)


class Link(NamedTuple):
    """`address` is the host and what follows it, to a last slash or a `#`."""

    host: str
    address: str
    span: Span


def links(text: str) -> Iterator[Link]:
    """Links that a text spells out, in order."""
    if "://" not in text and "ww." not in text.lower():
        return
    for match in LINK.finditer(text):
        found = parse(match[0])
        if found is not None:
            yield Link(*found, match.span())


def parse(url: str) -> tuple[str, str] | None:
    """A URL's host and address; None if it names no host."""
    match = _ADDRESS.match(url[:LONGEST].lower().rstrip(".,;:!?)'*_~"))
    host = match["host"].strip(".") if match else ""
    if match is None or "." not in host or len(host) > 253:
        return None
    return host, host + match["rest"].rstrip("/")


def within(host: str, known: Iterable[str]) -> bool:
    """Is it one of these, or below one of them?"""
    if host in known:
        return True
    labels = host.split(".")
    return any(".".join(labels[at:]) in known for at in range(1, len(labels) - 1))
