"""Links: number, targets, markup, disguise, and comments that are little else."""

import pytest

from tests.workers.samples import marked, seen, subject
from workers.checks import links

REST = "and this is what I have to say about it, in some more words of my own than that"


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("no link at all. e.g. this, 0.5 mg", {}),
        ("the trial is at https://a.example/x", {"any": 1}),
        ("www.a.example and HTTP://b.example", {"any": 2}),
        ("http://a.b http://c.d http://e.f", {"any": 3, "too_many": 3, "many_hosts": 3}),
        ("[url=http://a.b]x[/url]", {"any": 1, "markup": 1}),
        ("[this](https://a.example/b)", {"any": 1, "markup": 1}),
        ('<a rel="x" href="http://a.b">x</a>', {"any": 1, "markup": 1}),
        ("short: https://bit.ly/abc", {"any": 1, "shortener": 1}),
        ("go to cheap-pills.com/now, or my.shop.xyz", {"bare": 2, "odd_ending": 1}),
        ("https://a.com/b.com/c.net and dd.org", {"any": 1, "bare": 1}),
        ("cheap-pills.co.uk, the i.me", {"bare": 1}),
        ("ug..ug..ly and so.to say ...me", {"bare": 1}),
        ("mail me: ann@mail.com", {}),
        ("http://10.1.2.3/x", {"any": 1, "hidden_host": 1}),
        ("http://bank.com@evil.example/x", {"any": 1, "hidden_host": 1}),
        ("https://аррle.com/x", {"any": 1, "hidden_host": 1}),
        ("https://münchen.de/x", {"any": 1}),
        ("it is at cheap-stuff (dot) com, really", {"hidden_host": 1}),
        ("Cheap-stuff .com has it", {"hidden_host": 1}),
        ("The dot com bubble. Info on that is scarce", {}),
        ("http://shop.example/?ref=ann", {"any": 1, "paid": 1}),
        ("http://a.example/1 http://b.a.example", {"any": 2}),
        (
            "http://a.example/1 http://a.example/2 http://b.a.example",
            {"any": 3, "too_many": 3, "repeated": 3},
        ),
    ],
)
def test_links_are_counted(text: str, rules: dict[str, int]) -> None:
    found = seen(links, subject(f"{text} {REST}"))
    assert {rule: len(signal.spans) for rule, signal in found.items()} == rules


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("https://a.example/a-video-of-mine", 1.0),
        ("see https://a.example/a-video-of-mine", 1.0),
        ("here is something more: https://a.example/a-video-of-mine", 0.8),
        (f"https://a.example/a-video-of-mine {REST}", None),
        ("Thanks", None),
    ],
)
def test_a_comment_that_is_little_but_a_link_is_seen(text: str, strength: float | None) -> None:
    found = seen(links, subject(text))
    assert (found["mostly_links"].strength if "mostly_links" in found else None) == strength


def test_hosts_of_one_owner_are_one() -> None:
    text = "http://a.x.co.uk http://b.x.co.uk http://a.y.co.uk"
    assert "many_hosts" not in seen(links, subject(text))
    assert seen(links, subject(f"{text} http://z.co.uk"))["many_hosts"].params["n"] == 3


def test_a_bare_name_is_marked_from_its_beginning() -> None:
    text = "x cheap-pills.co.com/buy x"
    assert marked(seen(links, subject(text))["bare"], text) == ["cheap-pills.co.com/buy"]


def test_the_authors_address_is_seen_and_marks_nothing_in_the_text() -> None:
    found = seen(links, subject("hello", url="https://ann.example"))
    assert found["author_url"].spans == ()
