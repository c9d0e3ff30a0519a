"""Names and addresses of authors: people's own pages, and those that are there to be linked."""

import pytest

from tests.workers.samples import DEFAULT, seen, subject
from workers.checks import author

CHECK = author.build(DEFAULT)


def rules(name: str, url: str | None, text: str = "I see it the same way.") -> set[str]:
    return {signal.rule for signal in CHECK(subject(text, name=name, url=url))}


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("Ann", None),
        ("Ann", "https://ann.example"),
        ("Ann Okafor", "https://annokafor.example/"),
        ("Ann Okafor", "https://www.annokafor.example/blog/"),
        ("Ann", "https://university.example/~ann/index.html"),
        ("Ann", "https://github.com/ann/notes"),
        ("Ann", "https://www.linkedin.com/in/ann-okafor"),
        ("Ann", "https://ann.blogspot.com/"),
        ("J.R. Okafor", "https://jr.example"),
        ("", "https://ann.example"),
    ],
)
def test_a_page_of_ones_own_says_nothing(name: str, url: str | None) -> None:
    assert rules(name, url) == set()


@pytest.mark.parametrize(
    ("name", "url", "expected"),
    [
        ("acme.example.com", "https://ann.example", {"host_as_name"}),
        ("http://acme.com/x", None, {"host_as_name"}),
        ("Ann", "https://ann.example/2014/05/how-to-do-it.html", {"deep_address"}),
        ("Ann", "https://ann.example/?p=77", {"deep_address"}),
        (
            "Ann",
            "https://ann.example/buy-this-for-less",
            {"deep_address"},
        ),
        ("Ann", "https://www.youtube.com/watch?v=abc", {"deep_address", "planted_address"}),
        ("Ann", "http://forum.example/profile.php?id=7", {"deep_address", "planted_address"}),
        ("Ann", "http://best-payday-loans.example", {"seller_address"}),
        ("Ann", "http://bit.ly/abc", {"hidden_address"}),
        ("Ann", "http://10.0.0.1/", {"hidden_address"}),
        ("bouncy castle hire", "http://bouncycastlehire.example", {"name_in_address"}),
    ],
)
def test_an_address_that_is_there_to_be_linked_is_seen(
    name: str, url: str | None, expected: set[str]
) -> None:
    assert rules(name, url) == expected


def test_a_query_that_the_comment_is_about_is_seen_and_a_persons_name_is_not() -> None:
    text = "A good tattoo removal takes several sessions, Ann."
    assert "name_in_text" in rules("tattoo removal Leeds", "https://a.example", text)
    assert rules("Ann", "https://a.example", text) == set()


def test_the_authors_own_link_in_a_short_text_is_an_advert() -> None:
    short = seen(author, subject("See http://shop1.example", url="http://shop1.example"))
    long = seen(author, subject("See http://a1.example " + "word " * 30, url="http://a1.example"))
    assert short["address_in_text"].strength > long["address_in_text"].strength


def test_the_address_is_quoted_short() -> None:
    found = seen(author, subject("x", url="https://a.example/" + "b/" * 300))
    assert len(str(found["deep_address"].params["words"])) <= 40
