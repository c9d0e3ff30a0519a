"""How a comment was sent, whatever it says."""

import pytest

from moderation.comment import Doubt, Status
from tests import make
from tests.workers.samples import ENGINE, seen
from workers.checks import sent
from workers.subject import Facts, Standing, Subject


def of(*doubts: str, facts: Facts | None = None) -> Subject:
    return Subject(make.comment(doubts=doubts), facts)


@pytest.mark.parametrize("doubt", list(Doubt))
def test_every_doubt_of_the_service_is_seen(doubt: Doubt) -> None:
    assert set(seen(sent, of(doubt))) == {doubt}


def test_no_doubt_is_nothing_and_one_of_a_newer_service_stops_nobody() -> None:
    assert not seen(sent, of())
    assert set(seen(sent, of("of tomorrow", "fast"))) == {"fast"}


@pytest.mark.parametrize("doubt", [Doubt.FAST, Doubt.UNSIGNED, Doubt.UNPROVEN])
def test_a_doubt_holds_even_those_who_are_known(doubt: Doubt) -> None:
    known = Facts(standing=Standing(published=500))
    for facts in (Facts(), known):
        verdict = ENGINE.examine([of(doubt, facts=facts)])[0]
        assert (verdict.outcome, verdict.category) == (Status.HELD, "other")


def test_a_form_that_was_open_for_long_holds_nothing_by_itself() -> None:
    assert ENGINE.examine([of(Doubt.LATE)])[0].outcome is Status.PUBLISHED


def test_no_doubt_rejects() -> None:
    assert ENGINE.examine([of(*Doubt)])[0].outcome is Status.HELD
