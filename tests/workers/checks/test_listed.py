"""The operator's lists."""

import pytest
from msgspec.structs import replace

from moderation.comment import Author, Client
from tests.workers.samples import marked, policy, seen, subject
from workers.checks import listed
from workers.subject import Subject

RIVALS = policy(
    """
[allow]
phrases = ["not acme clinic", "acme city"]
[lists.rivals]
phrases = ["Acme Clinic", "acme", "k-shop", "c++", "💊"]
[lists.other]
phrases = ["zeppelin"]
"""
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Go to ACME   clinic!", ["ACME   clinic"]),
        ("acme\nclinic and acme", ["acme\nclinic", "acme"]),
        ("telegram @k-shop 💊", ["k-shop", "💊"]),
        ("we use C++.", ["C++"]),
        ("not acme clinic, but acme", ["acme"]),
    ],
)
def test_a_listed_phrase_is_found_whole_in_any_case_and_spacing(
    text: str, words: list[str]
) -> None:
    found = seen(listed, subject(text), RIVALS)
    assert marked(found["rivals"], text) == words
    assert set(found) == {"rivals"}


@pytest.mark.parametrize("text", ["", "pacmen", "acmes", "Acme City", "k shop", "not acme  clinic"])
def test_part_of_a_word_or_of_an_allow_phrase_does_not_count(text: str) -> None:
    assert seen(listed, subject(text), RIVALS) == {}


def test_each_list_is_a_rule_of_its_own() -> None:
    assert set(seen(listed, subject("acme zeppelin"), RIVALS)) == {"rivals", "other"}


EVERY_KIND = policy(
    r"""
[lists.bad]
regex = ['(?i)\bmiracle\s+cures?\b', 'q*']
hosts = ["Spam.example", "xyz"]
addresses = ["203.0.113.0/24", "2001:db8::7"]
emails = ["bob@mail.example", "@throwaway.example"]
"""
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("😀 A Miracle   cure, a miracle cure", ["Miracle   cure", "miracle cure"]),
        ("see https://shop.SPAM.example/x", ["shop.SPAM.example"]),
        ("see spam.example. Or a.b.xyz?", ["spam.example", "a.b.xyz"]),
    ],
)
def test_expressions_and_hosts_are_marked_where_they_stand(text: str, words: list[str]) -> None:
    assert marked(seen(listed, subject(text), EVERY_KIND)["bad"], text) == words


@pytest.mark.parametrize(
    "text", ["no spam.example.org", "notspam.example", "xyz", "miracles cure", "203.0.113.9", ""]
)
def test_what_only_looks_alike_is_not_listed(text: str) -> None:
    assert seen(listed, subject(text), EVERY_KIND) == {}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"email": "BOB@mail.example"}, "the author's e-mail address"),
        ({"email": "x@sub.throwaway.example"}, "the author's e-mail address"),
        ({"url": "http://good.example@spam.example/"}, "the author's site"),
        ({"ip": "203.0.113.255"}, "the sender's address"),
        ({"ip": "2001:db8::7"}, "the sender's address"),
        ({"email": "alice@mail.example"}, None),
        ({"email": "x@notthrowaway.example"}, None),
        ({"url": "http://spam.example.org/"}, None),
        ({"url": "http://[broken"}, None),
        ({"ip": "203.0.114.1"}, None),
        ({"ip": "2001:db8::8"}, None),
        ({"ip": "nowhere"}, None),
    ],
)
def test_who_wrote_it_may_be_listed(changes: dict[str, str], says: str | None) -> None:
    comment = subject("Thanks.").comment
    author = Author(name="Ann", email=changes.get("email"), url=changes.get("url"))
    comment = replace(comment, author=author, client=Client(ip=changes.get("ip")))
    found = seen(listed, Subject(comment), EVERY_KIND)
    assert [signal.params["words"] for signal in found.values()] == ([says] if says else [])


def test_a_flood_of_matches_is_counted_to_a_bound() -> None:
    found = seen(listed, subject("miracle cure " * 300), EVERY_KIND)
    assert found["bad"].params["n"] == 50
