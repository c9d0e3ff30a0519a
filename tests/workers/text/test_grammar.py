"""Phrases over classes of words: what fits, what does not, and what is wrong with one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.text.grammar import BESIDE, MOST, BadPhrase, Grammar

WORDS = {
    "folk": ["cats", "dogs", "guinea pigs", "<kind> pets"],
    "kind": ["old", "black"],
    "they": ["they"],
    "mention": ["<folk>"],
    "not": ["not", "never"],
    "stops": ["<not>", "but"],
    "be": ["are", "'re"],
    "so": ["so", "very", "rather"],
    "bad": ["bad", "no good"],
    "watched": ["<folk>", "<bad>"],
    "glue": ["all"],
}
PHRASES = {
    "said": ["<folk>|<they> <be> <so>* <bad>"],
    "gap": ["<folk> ... bark"],
    "either": ["feed|pet the? <folk>"],
    "first": [". down boy"],
    "last": ["<folk> out ."],
    "quoted": ['say " <folk>'],
}
ASIDES = {"denied": ["<not> ... ~"], "told": ["~ , he"]}
GRAMMAR = Grammar(WORDS, PHRASES, ASIDES)


def found(name: str, text: str) -> list[str]:
    reading = GRAMMAR.read(text)
    spans = reading.spans()
    places = GRAMMAR.find(reading).get(name, [])
    return [text[spans[first][0] : spans[end - 1][1]] for first, end in places]


@pytest.mark.parametrize(
    ("name", "text", "places"),
    [
        ("said", "cats are bad", ["cats are bad"]),
        ("said", "well, cats are so very rather bad!", ["cats are so very rather bad"]),
        ("said", "old pets and guinea pigs are no good", ["guinea pigs are no good"]),
        ("said", "cats are bad. dogs are bad", ["cats are bad", "dogs are bad"]),
        ("said", "i know dogs. they're bad", ["they're bad"]),
        ("said", "c a t s are bad", ["c a t s are bad"]),
        ("said", "dgos are bad; allcats are bad", ["dgos are bad", "allcats are bad"]),
        ("gap", "dogs that are old bark", ["dogs that are old bark"]),
        ("gap", 'dogs "rarely" bark', ['dogs "rarely" bark']),
        ("either", "feed the cats, pet dogs", ["feed the cats", "pet dogs"]),
        ("first", "down boy", ["down boy"]),
        ("last", "cats out", ["cats out"]),
        ("quoted", "they say “cats", ["say “cats"]),
    ],
)
def test_a_phrase_is_found_where_it_stands(name: str, text: str, places: list[str]) -> None:
    assert [place.strip(" .") for place in found(name, text)] == places


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("said", ""),
        ("said", "cats are not bad"),
        ("said", "cats are so very rather so so bad"),
        ("said", "they are bad"),
        ("said", "cats are. bad"),
        ("said", "cats " + "x " * 40 + "they are bad"),
        ("gap", "dogs never bark"),
        ("gap", "dogs, he said, bark"),
        ("gap", "dogs one two three four bark"),
        ("gap", "dogs but bark"),
        ("first", "get down boy"),
        ("last", "cats out there"),
        ("quoted", "they say cats"),
    ],
)
def test_a_phrase_is_not_found_elsewhere(name: str, text: str) -> None:
    assert found(name, text) == []


def test_what_stands_about_a_place_is_looked_at_with_the_place_as_one() -> None:
    def asides(text: str) -> set[str]:
        reading = GRAMMAR.read(text)
        (place,) = GRAMMAR.find(reading)["said"]
        return GRAMMAR.asides(reading, place)

    assert asides("never say that cats are bad") == {"denied"}
    assert asides("cats are bad, he says") == {"told"}
    assert asides("not that cats are bad, he says") == {"denied", "told"}
    assert asides("cats are bad") == set()
    assert asides("never. cats are bad. he says") == set()
    assert asides("never " + "x " * BESIDE + "cats are bad") == set()


def test_only_so_many_places_are_looked_at() -> None:
    assert len(found("said", "cats are bad. " * 50)) == MOST


@pytest.mark.parametrize(
    ("words", "phrase", "why"),
    [
        ({}, "the <cats>", "there is no <cats>"),
        ({"a": ["<b>"], "b": ["x <a>"]}, "<a>", "<a> is made of itself"),
    ],
)
def test_a_bad_phrase_is_an_error_that_names_the_class(
    words: dict[str, list[str]], phrase: str, why: str
) -> None:
    with pytest.raises(BadPhrase, match=why):
        Grammar(words, {"bad": [phrase]})


def test_a_grammar_of_nothing_finds_nothing() -> None:
    grammar = Grammar({}, {"none": []})
    assert grammar.find(grammar.read("cats are bad")) == {}


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["c", "a", "t", "s", "dogs", "are", "bad", ".", "'"]))
)
def test_any_text_has_a_place_in_it_for_each_mark(text: str | list[str]) -> None:
    text = text if isinstance(text, str) else " ".join(text)
    reading = GRAMMAR.read(text)
    spans = reading.spans()
    assert len(spans) == len(reading.marks)
    assert list(spans) == sorted(spans)
    assert all(0 <= start <= end <= len(text) for start, end in spans)
