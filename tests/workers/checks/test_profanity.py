"""Grades, allow phrases, and what is no swearing at all."""

import pytest

from tests.workers.samples import marked, policy, seen, subject
from workers.checks import profanity


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("what a fucking mess", "strong", ["fucking"]),
        ("sh1t and $hit", "strong", ["sh1t", "$hit"]),
        ("f.u.c.k this", "strong", ["f.u.c.k"]),
        ("s h i t happens", "strong", ["s h i t"]),
        ("an ass hole", "strong", ["ass hole"]),
        ('he said "shit" **fuck** bitch\'s', "strong", ["shit", "fuck", "bitch"]),
        ("a pack of assholes", "strong", ["assholes"]),
        ("damn, what the hell", "mild", ["damn", "hell"]),
        ("my rectum, and I was raped", "clinical", ["rectum", "raped"]),
        ("some retard wrote it", "slur", ["retard"]),
        ("that fagg0t", "slur", ["fagg0t"]),
    ],
)
def test_a_listed_word_is_seen_in_its_grade(text: str, rule: str, words: list[str]) -> None:
    found = seen(profanity, subject(text))
    assert marked(found[rule], text) == words
    assert found[rule].params == {"n": len(words)}
    assert set(found) == {rule}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "My sister started ketamine infusions last spring and her depression lifted",
        "God, the weed, the pawn, the pot roast and I was drunk",
        "Dick Cheney met Van Dyke, then DICK   VAN\nDYKE",
        "a Maine coon, blue tits and a chink in the armour",
        "the pen is here, as 5 of us know; he/she was so used to test-3",
        "Scunthorpe, assess, classic, cocktail, Essex, grapes",
        "450 mg, 142,460 people, 5*5=25 *****",
    ],
)
def test_ordinary_words_names_and_chance_meetings_are_no_swearing(text: str) -> None:
    assert seen(profanity, subject(text)) == {}


def test_an_allow_phrase_saves_only_what_stands_inside_it() -> None:
    text = "Dick Cheney is a dick"
    found = seen(profanity, subject(text))
    assert marked(found["strong"], text) == ["dick"]
    assert found["strong"].spans == ((17, 21),)


def test_more_of_a_grade_is_stronger_up_to_twice() -> None:
    strengths = [seen(profanity, subject("shit " * n + "."))["strong"].strength for n in (1, 2, 9)]
    assert strengths == [1.0, 1.25, 2.0]


def test_an_operator_adds_words_and_grades_them() -> None:
    by = policy('[checks.profanity]\nextra = ["Blimey", "zounds"]\nmild = ["blimey"]')
    found = seen(profanity, subject("Blimey! Zounds, bl1mey"), by)
    assert {rule: signal.params["n"] for rule, signal in found.items()} == {"mild": 2, "strong": 1}


def test_a_disguised_word_that_may_be_several_is_taken_for_the_gravest() -> None:
    by = policy('[checks.profanity]\nextra = ["zat", "zot"]\nordinary = ["zat"]')
    assert seen(profanity, subject("a zat here"), by) == {}
    assert set(seen(profanity, subject("a z@t here"), by)) == {"strong"}
