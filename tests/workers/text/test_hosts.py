"""Web addresses, however they are written."""

import pytest

from workers.text import hosts


@pytest.mark.parametrize(
    ("written", "host", "path", "query"),
    [
        ("https://www.A.example:80/b/c?d=e#f", "a.example", "/b/c", "d=e"),
        ("a.example", "a.example", "", ""),
        ("http://user:pass@a.example/", "a.example", "/", ""),
        ("http:///", "", "", ""),
        ("", "", "", ""),
        ("http://[::1]/x", "[", "/x", ""),
        ("http://a.example?b", "a.example", "", "b"),
    ],
)
def test_an_address_comes_apart(written: str, host: str, path: str, query: str) -> None:
    found = hosts.address(written)
    assert (found.host, found.path, found.query) == (host, path, query)


@pytest.mark.parametrize(
    ("host", "owner"),
    [
        ("blog.ann.co.uk", "ann.co.uk"),
        ("ann.github.io", "ann.github.io"),
        ("www.x.ann.example", "ann.example"),
        ("10.0.0.1", "10.0.0.1"),
        ("localhost", "localhost"),
        ("a..b", "a..b"),
        ("", ""),
    ],
)
def test_the_owner_of_a_host_is_told_by_public_suffixes(host: str, owner: str) -> None:
    assert hosts.owner(host) == owner


@pytest.mark.parametrize(
    ("host", "disguised"),
    [
        ("apple.com", False),
        ("аpple.com", True),
        ("xn--pple-43d.com", True),
        ("münchen.de", False),
        ("xn--mnchen-3ya.de", False),
        ("пример.рф", False),
        ("xn--\udcff.com", True),
    ],
)
def test_a_name_of_mixed_letters_is_in_disguise(host: str, disguised: bool) -> None:
    assert hosts.is_disguised(host) == disguised


def test_only_endings_that_there_are_make_a_host() -> None:
    assert hosts.has_known_ending("ann.com")
    assert not hosts.has_known_ending("st.john")
    assert not hosts.has_known_ending("com")
