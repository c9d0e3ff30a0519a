"""Letters in disguise, words that nobody can pronounce, the same words over and over."""

import pytest

from tests.workers.samples import marked, seen, subject
from workers.checks import gibberish


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Vеry gооd аrticle", {"lookalikes"}),
        ("Very good article, naïve café, Žižek, Ελλάδα, Москва, TNFα, 5 µg, Ω3", set()),
        ("xkcdqrt bvnmwrtz", {"random"}),
        ("qwrtpsd ghjklzx is what my cat wrote on the keyboard when she was hungry", set()),
        ("strengths and lengths, rhythm, Hirschsprung", set()),
        ("https and html", set()),
        ("cheap loans " * 20, {"repetition"}),
        ("no no no no no", set()),
        ("", set()),
    ],
)
def test_what_nobody_writes_by_hand_is_seen(text: str, rules: set[str]) -> None:
    assert set(seen(gibberish, subject(text))) == rules


def test_the_words_in_disguise_are_marked() -> None:
    text = "a Vеry good pоst"
    found = seen(gibberish, subject(text))["lookalikes"]
    assert marked(found, text) == ["Vеry", "pоst"]
    assert found.params["n"] == 2
