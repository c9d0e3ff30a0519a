"""Where links lead, in one spelling each."""

import pytest

from workers.text.linked import links, parse


@pytest.mark.parametrize(
    ("url", "host", "address"),
    [
        ("HTTP://WWW.Example.ORG/", "example.org", "example.org"),
        ("www.example.org.", "example.org", "example.org"),
        ("https://a.example.org:8080/x/?q=1#part", "example.org", "a.example.org/x/?q=1"),
        ("https://x.shop.example.co.uk", "example.co.uk", "x.shop.example.co.uk"),
        ("https://ana.blogspot.com/2", "ana.blogspot.com", "ana.blogspot.com/2"),
        ("http://203.0.113.7:81/x", "203.0.113.7", "203.0.113.7/x"),
        ("https://ana:secret@example.org/x", "example.org", "example.org/x"),
        ("http:///example.org//", "example.org", "example.org"),
        ("example.org/page", "example.org", "example.org/page"),
        ("http://почта.example/", "почта.example", "почта.example"),
        ("https://example.org),", "example.org", "example.org"),
        ("https://friendly.example@evil.example/", "evil.example", "evil.example"),
    ],
)
def test_one_place_has_one_name(url: str, host: str, address: str) -> None:
    assert parse(url) == (host, address)


@pytest.mark.parametrize(
    "url",
    ["", "http://", "https://localhost/", "www.", "http://...", "mailto:ana", "://", "a" * 999],
)
def test_what_leads_nowhere_has_no_host(url: str) -> None:
    assert parse(url) is None


def test_links_are_found_in_order_with_their_places() -> None:
    text = 'Ａ (https://one.example/a), <a href="http://two.example">x</a> WWW.three.example!'
    found = list(links(text))
    assert [link.host for link in found] == ["one.example", "two.example", "three.example"]
    assert [text[slice(*link.span)] for link in found] == [
        "https://one.example/a),",
        "http://two.example",
        "WWW.three.example!",
    ]


@pytest.mark.parametrize(
    "text", ["http://" * 700, "www." * 1250, "http://" + "a." * 2500, "http://" + "@" * 4990,
             "://" * 1600, "http://" + "." * 4990, "https://a.b " * 416,
             " ".join(f"https://a{n}.b" for n in range(380))],
    ids=str.split,
)  # fmt: skip
@pytest.mark.timeout(30)
def test_no_text_takes_long(text: str) -> None:
    """Twenty times what the service takes: what is not linear in it would not end in time."""
    list(links(text * 20))
