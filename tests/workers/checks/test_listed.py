"""The operator's lists."""

import pytest

from tests.workers.samples import marked, policy, seen, subject
from workers.checks import listed

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
