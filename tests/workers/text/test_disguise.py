"""What odd writing may say, and that hostile texts cost no more than their length."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workers.samples import DEFAULT, subject
from workers.text import disguise
from workers.text.disguise import readings
from workers.text.folding import fold
from workers.text.profane import Profane
from workers.text.run import Run

PROFANE = Profane(DEFAULT.checks.profanity)
BEGINNINGS = PROFANE.lexicon.beginnings


def read(text: str) -> set[tuple[str, str]]:
    """The kinds and letters of all readings."""
    return {(one.kind, one.letters) for one in readings(text, Run(text), BEGINNINGS)}


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("sh1t", ("leet", "shit")),
        ("$hit", ("leet", "shit")),
        ("(unt", ("leet", "cunt")),
        ("h()rny", ("leet", "horny")),
        ("f!u!c!k", ("apart", "fuck")),
        ("f*ck", ("masked", "f*ck")),
        ("f----ng", ("masked", "f****ng")),
        ("f u c k", ("apart", "fuck")),
        ("wan k er", ("split", "wanker")),
        ("ass-hole", ("joined", "asshole")),
        ("a_shit_day", ("part", "shit")),
        ("fuuuuck", ("stretched", "fuuuuck")),
        ("8====d", ("drawn", "8==d")),
    ],
)
def test_odd_writing_is_read(text: str, reading: tuple[str, str]) -> None:
    assert reading in read(text)


@pytest.mark.parametrize(
    "text",
    [
        *("450ms", "142,460", "7/10", "10mg/kg", "73rd", "$10b", "*****", "5*5=25"),
        *("(which it is)", "Plain words, said plainly!", "it's what I don't do"),
        "https://a.example/sh1t",
    ],
)
def test_numbers_links_and_plain_words_are_not_read(text: str) -> None:
    assert read(text.lower()) == set()


def test_what_is_left_of_an_apostrophe_is_no_letter_alone() -> None:
    assert not PROFANE.find(subject("it s hit me hard, and that s hit songs"))


HOSTILE = st.one_of(
    st.text(alphabet="fuckshitnigaes013457@$!*#-_.()<> \n'\u200b\u0301е", max_size=120),
    st.text(max_size=60),
)


@settings(max_examples=300, deadline=None)
@given(HOSTILE)
def test_readings_lie_in_the_text_and_have_its_letters(body: str) -> None:
    text = fold(body).text
    for one in readings(text, Run(text), BEGINNINGS):
        assert 0 <= one.start < one.end <= len(text)
        assert any(map(str.isalpha, text[one.start : one.end])) or one.kind == "drawn"


@settings(max_examples=300, deadline=None)
@given(HOSTILE)
def test_swear_words_are_found_in_order_and_apart(body: str) -> None:
    found = PROFANE.find(subject(body))
    assert all(0 <= one.start < one.end <= len(body) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    "unit",
    ["f u ", "f.", "a-b-", "sh1", "sh1t ", "f* ", "* ", "_a", "uu", "aa ", "8==", "(.)", "$a$ "],
)
def test_twice_the_text_has_at_most_about_twice_the_readings(unit: str) -> None:
    counts = []
    for times in (400, 800):
        text = unit * times
        disguise._piece.cache_clear()
        counts.append(sum(1 for _ in readings(text, Run(text), BEGINNINGS)))
    assert counts[1] <= 2 * counts[0] + 20


class Counting(set[str]):
    """Counts how often it is asked."""

    asked = 0

    def __contains__(self, item: object) -> bool:
        self.asked += 1
        return super().__contains__(item)


@pytest.mark.parametrize("unit", ["f u ", "m o t h e r f ", "b ", "wan k er ", "s h i t "])
def test_twice_the_text_takes_twice_the_look_ups(unit: str) -> None:
    asked = []
    for times in (200, 400):
        beginnings = Counting(BEGINNINGS)
        text = unit * times
        list(readings(text, Run(text), beginnings))
        asked.append(beginnings.asked)
    assert 0 < asked[1] <= 2 * asked[0] + 20
