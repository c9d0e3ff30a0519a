"""How signals are weighed into a verdict."""

import pytest

from moderation.comment import Status
from moderation.policy import Policy, parse_policy
from moderation.verdict import Signal, could_not_be_checked, decide, is_care

POLICY = parse_policy(
    """
version = 7
[thresholds]
hold = 3
reject = 8
[groups]
words = 2.5
good = 3
[hard]
"trap.filled" = "rejected"
"doubt.any" = "held"
[care]
categories = ["self_harm"]
[rules."word.mild"]
weight = 2
category = "profanity"
group = "words"
[rules."word.clinical"]
weight = 1
category = "sexual"
group = "words"
[rules."spam.offer"]
weight = 4
category = "spam"
[rules."good.author"]
weight = -2
category = "spam"
group = "good"
[rules."trap.filled"]
weight = 1
category = "spam"
[rules."doubt.any"]
weight = 0.1
category = "other"
[rules."self_harm.disclosure"]
weight = 3
category = "self_harm"
[rules."ungrouped.cap"]
weight = 9
group = "no_cap"
"""
)


def signal(name: str, strength: float = 1.0) -> Signal:
    check, _, rule = name.partition(".")
    return Signal(check, rule, strength=strength)


@pytest.mark.parametrize(
    ("names", "outcome", "score"),
    [
        ([], Status.PUBLISHED, 0),
        (["word.mild"], Status.PUBLISHED, 2),
        (["spam.offer"], Status.HELD, 4),
        (["spam.offer", "spam.offer"], Status.REJECTED, 8),
        (["spam.offer", "good.author"], Status.PUBLISHED, 2),
        (["spam.offer", "good.author", "good.author"], Status.PUBLISHED, 1),  # its group's cap
        (["word.mild", "good.author"], Status.PUBLISHED, 2),  # nothing of its category to take off
        (["good.author"], Status.PUBLISHED, 0),
        (["unheard.of"], Status.PUBLISHED, 0),
        (["ungrouped.cap"], Status.REJECTED, 9),
    ],
)
def test_the_sum_of_weights_decides(names: list[str], outcome: Status, score: float) -> None:
    verdict = decide([signal(name) for name in names], POLICY)
    assert (verdict.outcome, verdict.score) == (outcome, score)
    assert (verdict.decisive, verdict.policy_version) == ("score", 7)


def test_a_group_adds_no_more_than_its_cap() -> None:
    verdict = decide([signal("word.mild"), signal("word.clinical"), signal("word.mild")], POLICY)
    assert (verdict.outcome, verdict.score) == (Status.PUBLISHED, 2.5)


def test_strength_multiplies_the_weight() -> None:
    assert decide([signal("spam.offer", 2)], POLICY).outcome == Status.REJECTED
    assert decide([signal("spam.offer", 0.5)], POLICY).outcome == Status.PUBLISHED


def test_a_hard_rule_settles_the_outcome_upwards_only() -> None:
    trapped = decide([signal("trap.filled")], POLICY)
    assert (trapped.outcome, trapped.decisive) == (Status.REJECTED, "trap.filled")
    assert trapped.category == "spam"
    doubtful = decide([signal("doubt.any")], POLICY)
    assert (doubtful.outcome, doubtful.decisive) == (Status.HELD, "doubt.any")
    both = decide([signal("doubt.any"), signal("spam.offer", 3)], POLICY)
    assert both.outcome == Status.REJECTED


@pytest.mark.parametrize("others", [[], ["spam.offer"] * 3, ["trap.filled"], ["good.author"] * 5])
def test_care_is_held_whatever_else_was_seen(others: list[str]) -> None:
    names = [*others, "self_harm.disclosure"]
    verdict = decide([signal(name) for name in names], POLICY, not_run=["links"])
    assert (verdict.outcome, verdict.category) == (Status.HELD, "self_harm")
    assert verdict.decisive == "self_harm.disclosure"


def test_a_check_not_run_holds_what_would_be_published() -> None:
    verdict = decide([], POLICY, not_run=["links"])
    assert (verdict.outcome, verdict.decisive) == (Status.HELD, "not_run")
    assert verdict.not_run == ("links",)
    assert decide([signal("trap.filled")], POLICY, ["links"]).outcome == Status.REJECTED


def test_the_strongest_signal_stands_first_and_gives_the_category() -> None:
    verdict = decide([signal("word.clinical"), signal("spam.offer"), signal("word.mild")], POLICY)
    assert [s.name for s in verdict.signals] == ["spam.offer", "word.mild", "word.clinical"]
    assert [s.weight for s in verdict.signals] == [4, 2, 1]
    assert verdict.category == "spam"


@pytest.mark.parametrize("names", [[], ["word.mild"], ["good.author"]])
def test_what_is_published_by_its_score_is_clean(names: list[str]) -> None:
    assert decide([signal(name) for name in names], POLICY).category == "clean"


def test_a_comment_that_could_not_be_checked_is_held() -> None:
    verdict = could_not_be_checked(POLICY, attempts=3)
    assert verdict.outcome == Status.HELD
    assert verdict.signals[0].params == {"attempts": 3}
    assert verdict.not_run


def test_an_empty_policy_publishes() -> None:
    assert decide([signal("spam.offer")], Policy(1, POLICY.thresholds)).outcome == Status.PUBLISHED


def test_care_is_known_by_its_category_or_a_signal_that_weighs() -> None:
    assert is_care(decide([signal("self_harm.disclosure")], POLICY), POLICY)
    assert not is_care(decide([signal("spam.offer")], POLICY), POLICY)
    assert not is_care(decide([signal("self_harm.disclosure", 0.0)], POLICY), POLICY)
    assert not is_care(None, POLICY)
    careless = parse_policy(
        "version = 1\n[thresholds]\nhold = 3\nreject = 8\n"
        '[rules."self_harm.disclosure"]\nweight = 1\ncategory = "self_harm"'
    )
    unsettled = decide([signal("self_harm.disclosure")], careless)
    assert unsettled.outcome is Status.PUBLISHED
    assert is_care(unsettled, careless)


def test_categories_under_the_ceiling_add_no_more_than_it_together() -> None:
    policy = parse_policy(
        """
version = 1
[thresholds]
hold = 3
reject = 8
[ceiling]
categories = ["profanity", "hate"]
most = 7
[rules."a.a"]
weight = 6
category = "profanity"
[rules."b.b"]
weight = 6
category = "hate"
[rules."c.c"]
weight = 1
category = "spam"
"""
    )
    rude = [signal("a.a"), signal("b.b")]
    assert (decide(rude, policy).outcome, decide(rude, policy).score) == (Status.HELD, 7)
    assert decide([signal("a.a")], policy).score == 6
    assert decide([*rude, signal("c.c")], policy).outcome is Status.REJECTED
