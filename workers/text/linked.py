"""Where the links of a text lead, in one spelling each.

Pure and linear in the text. A place is called by the part of its name that one party holds
(`text.hosts`): they may have any number of names below it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from moderation.verdict import Span
from workers.text.hosts import address, owner

LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'\[\]]+", re.IGNORECASE)
# Nothing that is longer leads anywhere, and nobody pays for reading it.
LONGEST = 500


class Link(NamedTuple):
    """`host` is what one party holds; `address` is the whole name and what follows, up to a `#`."""

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
    """A URL's host and address, as a `Link` has them; None if it names no host."""
    host, path, query, _ = address(url[:LONGEST].lower().rstrip(".,;:!?)'*_~"))
    if "." not in host:
        return None
    return owner(host), (f"{host}{path}?{query}" if query else host + path).rstrip("/")
