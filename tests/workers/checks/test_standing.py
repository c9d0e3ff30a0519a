"""What an author's earlier comments say of the next."""

import pytest

from moderation.comment import Status
from moderation.verdict import Signal, decide
from tests.workers.samples import DEFAULT, policy, seen, subject
from workers.checks import standing
from workers.subject import Facts, Standing


def rules(published: int, rejected: int, weak: bool = False) -> dict[str, float]:
    facts = Facts(standing=Standing(published, rejected, weak))
    found = seen(standing, subject("x", facts=facts))
    return {rule: round(signal.strength, 2) for rule, signal in found.items()}


def test_who_is_not_known_is_no_signal() -> None:
    assert seen(standing, subject("x")) == {}


@pytest.mark.parametrize(
    ("published", "rejected", "found"),
    [
        (0, 0, {"first_time": 1}),
        (1, 0, {}),
        (2, 0, {}),
        (3, 0, {"trusted": 1}),
        (5, 0, {"trusted": 1.67}),
        (500, 0, {"trusted": 2}),
        (0, 1, {"rejected_before": 0.5}),
        (0, 2, {"rejected_before": 1}),
        (0, 500, {"rejected_before": 2}),
        (9, 1, {"rejected_before": 0.05}),
        (10, 1, {"trusted": 2}),
        (100, 11, {"rejected_before": 0.2}),
        (-1, 0, {}),  # a damaged record
        (0, -1, {}),
    ],
)
def test_what_is_said_of_an_author(published: int, rejected: int, found: dict[str, float]) -> None:
    assert rules(published, rejected) == found


def test_a_name_from_an_address_speaks_against_a_comment_only() -> None:
    assert rules(0, 0, weak=True) == rules(50, 0, weak=True) == rules(50, 5, weak=True) == {}
    assert rules(0, 2, weak=True) == {"rejected_before": 1}


@pytest.mark.parametrize(
    "facts",
    [
        Facts(by_author=6),
        Facts(by_address=6),
        Facts(same_link=3),
        Facts(same_text=2),
        Facts(near_text=2),
    ],
)
def test_nobody_is_trusted_while_they_flood(facts: Facts) -> None:
    trusted = Standing(50)
    flooding = {name: getattr(facts, name) for name in facts.__struct_fields__}
    what = subject("x", facts=Facts(**{**flooding, "standing": trusted}))
    assert seen(standing, what) == {}


def test_trust_takes_off_doubts_of_spam_only_and_not_much() -> None:
    (trusted,) = seen(standing, subject("x", facts=Facts(standing=Standing(50)))).values()
    insult, slur = Signal("profanity", "strong"), Signal("profanity", "slur")
    for signal in (insult, slur, Signal("trap", "filled")):
        assert decide([signal], DEFAULT).outcome is not Status.PUBLISHED
        assert decide([signal, trusted], DEFAULT).outcome is decide([signal], DEFAULT).outcome
    assert decide([Signal("spam", "contact_channel"), trusted], DEFAULT).outcome is Status.HELD
    assert decide([Signal("links", "too_many"), trusted], DEFAULT).outcome is Status.PUBLISHED


def test_one_rejected_comment_alone_holds_nothing_and_two_do() -> None:
    for rejected, outcome in ((1, Status.PUBLISHED), (2, Status.HELD), (99, Status.HELD)):
        facts = Facts(standing=Standing(0, rejected))
        (signal,) = seen(standing, subject("x", facts=facts)).values()
        assert decide([signal], DEFAULT).outcome is outcome


def test_a_policy_that_trusts_at_once_or_never() -> None:
    facts = Facts(standing=Standing(1))
    at_once = policy("[checks.standing]\ntrusted_after = 0")
    never = policy("[checks.standing]\ntrusted_after = 1000000000")
    assert set(seen(standing, subject("x", facts=facts), at_once)) == {"trusted"}
    assert seen(standing, subject("x", facts=facts), never) == {}
