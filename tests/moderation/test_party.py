"""How the store calls authors and hosts: always the same, and never by what they are."""

import pytest

from moderation.comment import Author, Client
from moderation.party import Party, author_of, host_of
from moderation.store.sites import Site

SITE = Site("blog", "A Blog", None, (), b"secret" * 5, {})
HOME = Client(ip="203.0.113.7")


@pytest.mark.parametrize(
    ("author", "client", "kind", "known"),
    [
        (Author(name="Ana", email="Ana@Mail.example"), HOME, "a", "ana@mail.example"),
        (Author(email="ana@mail.example"), Client(), "a", "ana@mail.example"),
        (Author(name="Ana"), HOME, "w", "Ana 203.0.113.7"),
    ],
)
def test_an_author_is_called_by_a_digest(
    author: Author, client: Client, kind: str, known: str
) -> None:
    party = author_of(SITE, author, client)
    assert party == Party(kind, SITE.digest_of("author", known))
    assert party.name == kind + SITE.digest_of("author", known)[:15]
    assert party.weak == (kind == "w")
    assert "ana" not in party.name.lower()


@pytest.mark.parametrize(("author", "client"), [(Author(name="Ana"), Client()), (Author(), HOME)])
def test_whom_nothing_tells_from_others_is_nobody(author: Author, client: Client) -> None:
    assert author_of(SITE, author, client) is None


def test_hosts_and_authors_are_never_taken_for_each_other() -> None:
    party = host_of(SITE, "ana@mail.example")
    assert party.name == "h" + SITE.digest_of("host", "ana@mail.example")[:15]
    other = author_of(SITE, Author(email="ana@mail.example"), Client())
    assert other is not None
    assert other.digest != party.digest
