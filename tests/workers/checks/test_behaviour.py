"""What is seen in the facts and not in the text: repeats, rate, the trap. And shouting."""

from types import ModuleType

import pytest

from moderation.comment import Status
from moderation.verdict import decide
from tests.workers.samples import DEFAULT, seen, subject
from workers.checks import duplicates, rate, shouting, trap
from workers.subject import Facts


@pytest.mark.parametrize(("same", "strength"), [(1, None), (2, 1), (3, 2), (90, 3)])
def test_the_same_text_again_is_seen_beyond_the_limit(same: int, strength: float | None) -> None:
    found = seen(duplicates, subject("x", facts=Facts(same_text=same)))
    assert (found["same_text"].strength if found else None) == strength


@pytest.mark.parametrize(
    ("same", "near", "strengths"),
    [
        (1, 1, {}),
        (None, None, {}),
        (1, 2, {"near_text": 1}),
        (None, 3, {"near_text": 2}),
        (2, 2, {"same_text": 1}),  # what is the same is not also told to be alike
        (2, 3, {"same_text": 1, "near_text": 1}),
        (90, 31, {"same_text": 3}),
        (1, 90, {"near_text": 3}),
    ],
)
def test_a_text_like_others_is_seen_beyond_the_limit(
    same: int | None, near: int | None, strengths: dict[str, float]
) -> None:
    facts = Facts(same_text=same, near_text=near, campaign="17")
    found = seen(duplicates, subject("x", facts=facts))
    assert {rule: signal.strength for rule, signal in found.items()} == strengths
    assert all(signal.params["campaign"] == "17" for signal in found.values())


def test_two_much_alike_are_doubtful_and_three_are_held() -> None:
    for near, held in ((2, False), (3, True)):
        what = subject("x", facts=Facts(near_text=near, campaign="17"))
        (signal,) = seen(duplicates, what).values()
        assert (decide([signal], DEFAULT).outcome is Status.HELD) == held


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        (Facts(by_author=5, by_address=5), set()),
        (Facts(by_author=6), {"by_author"}),
        (Facts(by_author=1, by_address=6), {"by_address"}),
        (Facts(by_author=60, by_address=60), {"by_author", "by_address"}),
        (Facts(same_link=2), set()),
        (Facts(same_link=3), {"same_link"}),
    ],
)
def test_more_than_the_limit_in_the_window_is_seen(facts: Facts, rules: set[str]) -> None:
    assert set(seen(rate, subject("x", facts=facts))) == rules


@pytest.mark.parametrize("check", [duplicates, rate])
def test_what_is_not_known_is_no_signal(check: ModuleType) -> None:
    assert seen(check, subject("x")) == {}


def test_the_hidden_field_is_seen_when_filled() -> None:
    assert set(seen(trap, subject("x", trapped=True))) == {"filled"}
    assert seen(trap, subject("x")) == {}


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("THIS IS A SCANDAL AND EVERYONE KNOWS", 100),
        ("THIS IS A SCANDAL and everyone knows", None),
        ("FDA, NHS, MDMA", None),
        ("这是一个很长的中文句子这是一个很长的中文句子这是一个很长的中文句子", None),
        ("КЕТАМИН ПОМОГАЕТ ПРИ ДЕПРЕССИИ", 100),
    ],
)
def test_shouting_is_a_share_of_the_letters_that_have_a_case(
    text: str, percent: int | None
) -> None:
    found = seen(shouting, subject(text))
    assert (found["capitals"].params["percent"] if found else None) == percent
