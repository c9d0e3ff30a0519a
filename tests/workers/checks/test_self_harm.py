"""A disclosure is told from talk about the subject."""

import pytest

from tests.workers.samples import marked, policy, seen, subject
from workers.checks import self_harm


@pytest.mark.parametrize(
    "text",
    [
        "I have suicidal thoughts again since the infusions stopped",
        "I want to die",
        "i just want to DIE",
        "I don't want to be here anymore",
        "I don’t want to live",
        "I keep thinking about ending it all",
        "thinking about ending it all",
        "I can't go on",
        "kms",
        "I've been having suicidal thoughts lately",
        "I have been cutting myself again",
        "Honestly I feel suicidal.",
        "My brother died two years ago and I want to die",
        "I used to be happy, now I want to die",
        "there is no reason to live",
        "they would be better off without me",
    ],
)
def test_a_disclosure_is_seen(text: str) -> None:
    assert set(seen(self_harm, subject(text))) == {"disclosure"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ketamine may help with suicidal thoughts",
        "Suicide prevention saves lives; call the hotline.",
        "my brother attempted suicide in 2010",
        "I used to have suicidal thoughts and the therapy helped",
        "I no longer have suicidal thoughts",
        "I have never been suicidal",
        "I am suicidal no longer",
        "Watching that, I want to die laughing",
        "I was suicidal before the infusions",
        "I had suicidal thoughts as a side effect of the tablets",
        "I don't want to die, I want to get better",
        "Suicidal ideation was the primary outcome of the trial.",
        "This drug made me tired and my hair fell out.",
        "The battery died and the phone wants to die.",
    ],
)
def test_talk_about_the_subject_is_not_a_disclosure(text: str) -> None:
    assert seen(self_harm, subject(text)) == {}


def test_the_words_of_the_disclosure_are_marked_once() -> None:
    text = "Well. I have suicidal thoughts again, still."
    signal = seen(self_harm, subject(text))["disclosure"]
    assert marked(signal, text) == ["I have suicidal thoughts again"]


def test_without_phrases_nothing_is_seen() -> None:
    assert seen(self_harm, subject("I want to die"), policy("")) == {}
    by = policy('[checks.self_harm]\ndisclosure = ["i ... die"]')
    assert set(seen(self_harm, subject("I did not die"), by)) == {"disclosure"}
