"""A linear model's opinion: little by little, with the words that moved it."""

from pathlib import Path

import pytest

from moderation.comment import Status
from moderation.policy import Policy
from moderation.verdict import decide
from tests.workers.samples import DEFAULT, marked, policy, seen, subject
from workers.checks import toxicity
from workers.text.linear import BadWeights


@pytest.fixture(name="by")
def by_policy(tmp_path: Path) -> Policy:
    path = tmp_path / "mine.tsv"
    path.write_text("*\t-1\nvile\t3\nfoul\t4\nkind\t-3\nmeh\t0.5\n")
    return policy(f'[checks.toxicity]\nweights = "{path}"\nfirst = 0\nsure = 2')


def test_its_words_are_named_the_strongest_marked(by: Policy) -> None:
    text = "Foul! So véry FOUL, and vile"
    signal = seen(toxicity, subject(text), by)["words"]
    assert marked(signal, text) == ["Foul", "vile"]
    assert signal.params == {"n": 2, "words": "“Foul”, “vile”", "value": 2.1, "limit": 2.0}
    assert signal.strength == 1.0


def test_it_counts_the_more_the_surer_it_is(by: Policy) -> None:
    strengths = [
        seen(toxicity, subject(text), by)["words"].strength
        for text in ("vile", "a vile", "a vile one here")
    ]
    assert strengths == sorted(strengths, reverse=True)
    assert strengths[0] == 1.0
    assert 0 < strengths[-1] < 0.5


@pytest.mark.parametrize("text", ["", "nothing known", "kind and vile", "meh", "1 2 3"])
def test_it_says_nothing_below_its_first_limit(by: Policy, text: str) -> None:
    assert seen(toxicity, subject(text), by) == {}


def test_without_weights_it_says_nothing() -> None:
    assert seen(toxicity, subject("vile and foul"), policy("")) == {}


def test_a_policy_with_a_broken_file_is_an_error_that_names_it() -> None:
    with pytest.raises(BadWeights, match=r"nowhere\.tsv"):
        toxicity.build(policy('[checks.toxicity]\nweights = "nowhere.tsv"'))


def test_alone_it_never_holds_a_comment() -> None:
    what = subject("bitches pussy cock breasts nipples porn sex cam")
    signals = list(toxicity.build(DEFAULT)(what))
    assert signals[0].strength == 1.0
    assert decide(signals, DEFAULT).outcome is Status.PUBLISHED
