"""Offers, contact channels, templates, praise for a link, names that are search queries."""

import pytest

from tests.workers.samples import marked, seen, subject
from workers.checks import spam


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        (
            "Buy ketamine online no prescription, Telegram @k-shop",
            "drugs",
            ["Buy ketamine online", "no prescription"],
        ),
        ("Telegram @k-shop", "contact_channel", ["Telegram @k-shop"]),
        ("text me on WhatsApp: +1 (555) 010-4477", "contact_channel", None),
        ("https://t.me/kshop", "contact_channel", None),
        ("Visit my web site, and grab your rss feed", "template", None),
        ("Please subscribe to my channel", "promotion", None),
    ],
)
def test_phrases_of_spam_are_seen_and_marked(text: str, rule: str, words: list[str] | None) -> None:
    signal = seen(spam, subject(text))[rule]
    assert words is None or marked(signal, text) == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "My sister started ketamine infusions last spring and her depression lifted",
        "My doctor suggested ketamine. Is a prescription needed for the spray?",
        "I read on Telegram that 40 minutes is usual",
        "The clinic signals when it is your turn",
        "Great article, thank you for sharing",
    ],
)
def test_what_patients_write_is_not_spam(text: str) -> None:
    assert seen(spam, subject(text)) == {}


def test_praise_counts_only_with_an_address_and_less_if_it_is_in_the_text() -> None:
    text = "Great article, thank you for sharing"
    with_url = seen(spam, subject(text, url="https://x.example"))
    with_link = seen(spam, subject(text + " https://x.example"))
    assert with_url["praise_with_url"].strength > with_link["praise_with_url"].strength > 0


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Ann", False),
        ("Ann van der Berg", False),
        ("cheap loans", True),
        ("Marriage Services Denver", True),
        ("blue pet bag", True),
        ("", False),
    ],
)
def test_a_name_that_is_a_search_query_counts_with_an_address(name: str, query: bool) -> None:
    url = "https://x.example"
    assert ("keyword_name" in seen(spam, subject("x", name=name, url=url))) == query
    assert seen(spam, subject("x", name=name)) == {}
