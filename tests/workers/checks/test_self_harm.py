"""A disclosure is told from talk about the subject."""

import pytest

from moderation.comment import Status
from moderation.verdict import decide
from tests.workers.checks.cries import OTHERS_CARED_FOR
from tests.workers.checks.disclosures import CARED_FOR
from tests.workers.checks.mere_talk import NOT_CARED_FOR
from tests.workers.samples import DEFAULT, marked, policy, seen, subject
from workers.checks import self_harm

CHECK = self_harm.build(DEFAULT)


def rules(text: str) -> set[str]:
    return {signal.rule for signal in CHECK(subject(text))}


@pytest.mark.parametrize(
    ("rule", "text"), [(rule, text) for rule, texts in CARED_FOR.items() for text in texts]
)
def test_who_speaks_of_themselves_is_cared_for(rule: str, text: str) -> None:
    assert rule in rules(text)


@pytest.mark.parametrize("text", OTHERS_CARED_FOR)
def test_who_is_in_need_is_cared_for_by_some_rule(text: str) -> None:
    assert rules(text)


@pytest.mark.parametrize("text", [text for texts in CARED_FOR.values() for text in texts])
def test_carelessly_written_too(text: str) -> None:
    plain = text.lower().replace("'", "").replace("’", "").replace(".", "")
    assert rules(plain)


@pytest.mark.parametrize("text", NOT_CARED_FOR)
def test_talk_about_the_subject_is_not_a_disclosure(text: str) -> None:
    assert rules(text) == set()
    assert rules(text.lower()) == set()


def test_the_words_of_the_disclosure_are_marked_once() -> None:
    text = "Well. I have suicidal thoughts again, still."
    signal = seen(self_harm, subject(text))["disclosure"]
    assert marked(signal, text) == ["I have suicidal thoughts again"]


def test_marks_stand_true_after_strange_letters() -> None:
    text = 'İİ — "ok"… 🌱\n\nI really, really want to die'
    signal = seen(self_harm, subject(text))["disclosure"]
    assert marked(signal, text) == ["I really, really want to die"]


def test_what_is_found_is_held_never_rejected_and_the_gravest_decides() -> None:
    text = "I want to die and I have been saving up my pills"
    verdict = decide(list(CHECK(subject(text))), DEFAULT)
    assert (verdict.outcome, verdict.category) == (Status.HELD, "self_harm")
    assert verdict.decisive == "self_harm.plan"


def test_without_phrases_nothing_is_seen() -> None:
    assert seen(self_harm, subject("I want to die"), policy("")) == {}
    by = policy('[checks.self_harm]\ndisclosure = ["i ... die"]')
    assert set(seen(self_harm, subject("I did not die"), by)) == {"disclosure"}
