"""The span finder and the word index against better-profanity's own, unmodified answers."""

import pytest
from better_profanity import Profanity
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.text.swearing import SwearFinder
from workers.text.wordset import WordSet

LIBRARY = Profanity()
LISTED = sorted({str(word) for word in LIBRARY.CENSOR_WORDSET})
FINDER = SwearFinder(Profanity())

SEPARATORS = st.sampled_from(
    [" ", "  ", "-", "_", ".", "...", " . ", "\n", "/", "+", "!", "\u200b", "—", "|"]
)
FILLERS = st.sampled_from(
    [
        "a",
        "I",
        "the",
        "****",
        "*",
        '"',
        "'s",
        "é",
        "İ",
        "\u212a",
        "ß",
        "Σ",
        "日本",
        "\u0301",
        "7",
        "😀",
    ]
)


@st.composite
def spelt_variously(draw: st.DrawFn) -> str:
    """A listed word with some of its letters exchanged, raised, or set apart."""
    spelling = ""
    for letter in draw(st.sampled_from(LISTED)):
        written = draw(st.sampled_from((letter, letter, *LIBRARY.CHARS_MAPPING.get(letter, ()))))
        spelling += written.upper() if draw(st.integers(0, 5)) == 0 else written
        if draw(st.integers(0, 12)) == 0:
            spelling += draw(SEPARATORS)
    return spelling


TEXTS = st.lists(
    st.one_of(spelt_variously(), FILLERS, SEPARATORS, SEPARATORS, st.text(max_size=4)), max_size=9
).map("".join)


def lower(text: str) -> str:
    """In lower case, letter for letter."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def censored(text: str) -> str:
    """The text with our spans replaced as the library replaces its words."""
    written, done = "", 0
    for hit in FINDER.find(text, lower(text)):
        written += text[done : hit.start] + "****"
        done = hit.end
    return written + text[done:]


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_our_spans_are_what_the_library_censors_in_texts_of_listed_words(text: str) -> None:
    assert censored(text) == LIBRARY.censor(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_our_spans_are_what_the_library_censors_in_any_text(text: str) -> None:
    assert censored(text) == LIBRARY.censor(text)


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_a_text_contains_profanity_when_censoring_it_changes_it(text: str) -> None:
    assert (censored(text) != text) == LIBRARY.contains_profanity(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        " f",
        "fuck",
        "  fuck",
        "fuck ",
        "f u c k",
        "f u c k ",
        "s h i t",
        "f u c k e r",
        "so f u c k e r x",
        "g i g o l o x",
        "e r o t i s m x",
        "jack off",
        "jack off.",
        "jack o",
        "2 girls 1 cup",
        "p.u.s.s.y.",
        "p.u.s.s.y. ",
        "so p.u.s.s.y. it",
        "son-of-a-bitch",
        "l3i+ch l3i+ch",
        "hand_job, hand job; handjob",
        "masterbat*",
        "**** sh1t ****",
        '"shit" shit\'s',
        "FUC\u212a",
        "shit" + " " * 40 + "shit",
        "mother fucker mother f",
        "sh!t shi+ sh!+",
        "the pen is here",
    ],
)
def test_the_library_and_we_agree_on_its_odd_corners(text: str) -> None:
    assert censored(text) == LIBRARY.censor(text)


def test_the_index_stands_in_for_the_librarys_list() -> None:
    indexed = Profanity()
    indexed.CENSOR_WORDSET = WordSet(map(str, indexed.CENSOR_WORDSET), indexed.CHARS_MAPPING)
    indexed.add_censor_words(["greenroomword"])
    assert indexed.censor("sh1t, a gr33nr0omw*rd") == "****, a ****"
    assert not indexed.contains_profanity("a quiet afternoon")


@settings(max_examples=100, deadline=None)
@given(st.one_of(spelt_variously(), st.text(max_size=8)))
def test_a_word_is_in_the_index_if_it_is_in_the_librarys_list(word: str) -> None:
    assert (word in FINDER.words) == (word in LIBRARY.CENSOR_WORDSET)


def test_an_exact_word_stands_before_one_it_may_also_spell() -> None:
    (hit,) = FINDER.find("he is a dick!", "he is a dick!")
    assert hit == (8, 12, ("dick",), False)
    assert FINDER.words.matching(FINDER.words.key("d1ck"), "d1ck") == ("dick", "dlck")


class CountingSet(set[str]):
    """Counts how often it is asked."""

    asked = 0

    def __contains__(self, item: object) -> bool:
        self.asked += 1
        return super().__contains__(item)


@pytest.mark.parametrize("unit", ["a ", "f u ", "* ", "shit ", "m*th*rfuc ", "son-of-a-bitcc "])
def test_twice_the_text_takes_twice_the_look_ups(unit: str) -> None:
    finder = SwearFinder(Profanity())
    counter = CountingSet(finder.words.beginnings)
    for one in (finder._any, finder._starless):
        one.words.beginnings = counter
    asked = []
    for times in (200, 400):
        counter.asked = 0
        finder.find(unit * times, unit * times)
        asked.append(counter.asked)
    assert 0 < asked[1] <= 2 * asked[0] + 20
