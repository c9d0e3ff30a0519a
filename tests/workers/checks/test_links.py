"""Links, markup, shorteners, bare names, the author's address."""

import pytest

from tests.workers.samples import marked, seen, subject
from workers.checks import links


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("no link at all. e.g. this, 0.5 mg", {}),
        ("see https://a.example/x", {"any": 1}),
        ("www.a.example and HTTP://b.example", {"any": 2}),
        ("http://a.b http://c.d http://e.f", {"any": 3, "too_many": 3}),
        ("[url=http://a.b]x[/url]", {"any": 1, "markup": 1}),
        ('<a rel="x" href="http://a.b">x</a>', {"any": 1, "markup": 1}),
        ("short: https://bit.ly/abc", {"any": 1, "shortener": 1}),
        ("go to cheap-pills.com/now, or my.shop.xyz", {"bare": 2}),
        ("https://a.com/b.com/c.net and dd.org", {"any": 1, "bare": 1}),
        ("cheap-pills.co.uk, the i.me", {"bare": 1}),
        ("mail me: ann@mail.com", {}),
    ],
)
def test_links_are_counted(text: str, rules: dict[str, int]) -> None:
    found = seen(links, subject(text))
    assert {rule: len(signal.spans) for rule, signal in found.items()} == rules
    assert all(signal.params["n"] == len(signal.spans) for signal in found.values())


def test_a_bare_name_is_marked_from_its_beginning() -> None:
    text = "x cheap-pills.co.com x"
    assert marked(seen(links, subject(text))["bare"], text) == ["cheap-pills.co.com"]


def test_the_authors_address_is_seen_and_marks_nothing_in_the_text() -> None:
    found = seen(links, subject("hello", url="https://ann.example"))
    assert found["author_url"].spans == ()
