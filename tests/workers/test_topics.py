"""What a thread is about."""

import pytest

from moderation.comment import Thread
from tests.workers.samples import DEFAULT, policy
from workers.topics import Topics, stem

TOPICS = Topics(DEFAULT)


def thread(**fields: object) -> Thread:
    return Thread(**{"key": "x", **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Ketamine therapy: what to expect"},
        {"topics": ("ketamine",)},
        {"topics": ("Psychedelics", "health")},
        {"key": "/2026/11/ketamine-infusions-at-home"},
        {"key": "%2Fketamine%20therapy"},
    ],
)
def test_a_thread_on_ketamine_makes_its_words_ordinary(fields: dict[str, object]) -> None:
    ordinary = TOPICS.of(thread(**fields)).ordinary
    named = "ketamine infusion dose clinic depression suicidal esketamine spravato opium"
    assert set(named.split()) <= ordinary


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "The best sourdough bread"},
        {"title": "Bread", "key": "/ketamine"},
        {"title": "", "topics": (), "key": "4711"},
        {"title": "A dose of spring"},
    ],
)
def test_a_thread_on_bread_does_not(fields: dict[str, object]) -> None:
    assert not {"ketamine", "heroin", "rectum"} & TOPICS.of(thread(**fields)).ordinary


def test_empty_words_are_no_topic() -> None:
    topic = TOPICS.of(thread(title="What is the best way to do this? A post about bread"))
    assert topic.words == {"bread"}


def test_a_policy_without_families_knows_the_titles_words() -> None:
    topic = Topics(policy("")).of(thread(title="Loaves of rye"))
    assert topic.words == topic.ordinary == {"loave", "rye"}


@pytest.mark.parametrize(
    ("word", "is_"),
    [("infusions", "infusion"), ("therapies", "therapy"), ("virus", "virus"), ("gas", "gas")],
)
def test_plurals_meet_their_words(word: str, is_: str) -> None:
    assert stem(word) == is_


def test_a_long_title_is_read_to_a_length() -> None:
    topic = TOPICS.of(thread(title="bread " * 200 + "ketamine", topics=("rye " * 500 + "heroin",)))
    assert topic.words == {"bread", "rye"}
