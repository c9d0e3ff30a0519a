"""Names and search queries."""

import pytest

from workers.text.names import MOST, Names, is_host

NAMES = Names(
    trade=["loans", "repair", "tattoo", "cheap", "dentist"],
    first=["ann", "maria", "josé", "wei"],
    small=["for", "how", "to", "in"],
)


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("", 0, 0),
        ("Ann", 0, 0),
        ("ann b. okafor", 0, 0),
        ("maria da silva santos", 0, 0),
        ("José", 0, 0),
        ("nightowl", 0, 0),
        ("Ann the Dentist", 0, 0.99),
        ("Okafor Adeyemi Bello", 0, 0.49),
        ("loans", 1, 1),
        ("cheap phone repair", 1.25, MOST),
        ("How To Sleep In Winter", 0.5, MOST),
        ("blue pet bag", 0.5, 1),
        ("ann.example.com", 0, 0),
        ("x" * 10_000, 0, 0),
    ],
)
def test_doubt_grows_with_what_no_name_has(name: str, least: float, most: float) -> None:
    assert least <= NAMES.doubt(name) <= most


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("acme.com", True),
        ("HTTP://acme", True),
        ("J.R. Okafor", False),
        ("St.John", False),
        ("", False),
    ],
)
def test_an_address_is_no_name(name: str, host: bool) -> None:
    assert is_host(name) == host


def test_the_subject_of_a_query_is_its_rarer_words() -> None:
    assert NAMES.subject_words("how to cheap tattoo in Ann") == ["cheap", "tattoo"]
