"""Parties: authors and hosts, for whom a comment counts, and how the store calls them.

A name is made with the site's secret, so that no key of the store says who somebody is. Pure.
"""

from typing import NamedTuple

from moderation.comment import Author, Client
from moderation.store.sites import Site

# Kinds of parties. A name with an address is a weak one: whoever shares both shares the record.
EMAIL, NAME, HOST = "a", "w", "h"
DIGITS = 15


class Party(NamedTuple):
    """`digest` stands for them, too, where comments are counted."""

    kind: str
    digest: str

    @property
    def name(self) -> str:
        """The key of their record."""
        return self.kind + self.digest[:DIGITS]

    @property
    def weak(self) -> bool:
        return self.kind == NAME


def author_of(site: Site, author: Author, client: Client) -> Party | None:
    """Who wrote it, as far as we can tell. A bare name is nobody: many people are called John."""
    if author.email:
        return Party(EMAIL, site.digest_of("author", author.email.lower()))
    if author.name and client.ip:
        return Party(NAME, site.digest_of("author", f"{author.name} {client.ip}"))
    return None


def host_of(site: Site, host: str) -> Party:
    """The party that holds a host."""
    return Party(HOST, site.digest_of("host", host))
