"""Features: the same of the same, bounded, in time linear in the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.comment import Author
from workers.features import FIRST, LAST, Features, features
from workers.text.folding import fold


def of(body: str, name: str = "", url: str | None = None, email: str | None = None) -> Features:
    return features(fold(body).text, Author(name, email, url))


def named(found: Features) -> set[str]:
    return set(map(found.name, found.all))


def test_words_and_pairs_of_a_text_in_any_spelling() -> None:
    found = of("Don't BUY, “cheap” pills!")
    assert {"dont", "buy", "cheap", "pills", "dont buy", "buy cheap", "cheap pills"} <= named(found)
    assert found.text == of("dont buy cheap - pills").text
    assert set(map(found.name, found.text)) == {
        *("dont", "buy", "cheap", "pills"),
        *("dont buy", "buy cheap", "cheap pills"),
    }


def test_a_pair_is_not_the_word_it_looks_like() -> None:
    assert not of("a bout").text.keys() & of("about").text.keys()
    assert not of("name bob").text.keys() & of("x", name="bob").identity.keys()


def test_who_wrote_it_and_where_it_leads() -> None:
    found = of(
        "See https://www.shop.example.co.uk/a?b=1 and www.example.org, bye",
        name="cheap pills 24",
        url="http://Blog.Shop.Example/x",
        email="Bob@Mail.Example.org",
    )
    assert set(map(found.name, found.identity)) == {
        *("name: cheap", "name: pills", "name: 24", "words in the name: 3"),
        *("a name in lower case", "a name with digits"),
        *("an address given", "mail at example.org"),
        *("site: shop.example", "site: example.co.uk", "site: example.org"),
        "length: 2",
    }
    assert {"see", "and", "bye"} <= named(found)
    assert not {"https", "shop", "www"} & named(found)


def test_nobody_saying_nothing_has_features_too() -> None:
    found = of("")
    assert not found.text
    assert named(found) == {"words in the name: 0", "no address given", "length: 0"}


def test_of_a_long_text_its_beginning_and_its_end_count() -> None:
    words = [f"w{n}" for n in range(1000)]
    found = of(" ".join(words))
    assert {f"w{n}" for n in range(FIRST)} <= named(found)
    assert {f"w{n}" for n in range(1000 - LAST, 1000)} <= named(found)
    assert "w500" not in named(found)


@given(st.text(max_size=400), st.text(max_size=60), st.none() | st.text(max_size=60))
def test_any_text_has_features_and_each_its_name(body: str, name: str, url: str | None) -> None:
    found = of(body, name, url)
    assert len(found.all) <= 220
    assert set(found.all) == found.text.keys() | found.identity.keys()
    assert all(map(found.name, found.all))
    assert all(0 <= feature < 2**32 for feature in found.all)
    assert of(body, name, url).all == found.all


HOSTILE = ["www." * 1250, "http://" * 700, "a" * 5000, "a " * 2500, "\u0301" * 5000, "ﷺ" * 5000]
HOSTILE += ["https://a" + "/b" * 2490, "'" * 5000, "\ud800" * 5000, "www.a\t" * 800]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.timeout(30)
def test_no_text_takes_long(body: str) -> None:
    """Twenty times what the service takes: what is not linear in it would not end in time."""
    of(body * 20)
