"""The engine with the default policy: what must be shown, held and rejected; and failing checks."""

import time
from collections.abc import Iterable

import pytest

import workers.engine
from moderation.comment import Status
from moderation.policy import Policy
from moderation.verdict import Signal
from tests.workers.samples import ENGINE, policy, subject
from workers.checks import CHECKS
from workers.checks.check import Check
from workers.engine import Engine
from workers.subject import Facts, Subject


@pytest.mark.parametrize(
    "text",
    [
        "My sister started ketamine infusions last spring and her depression lifted",
        "ketamine may help with suicidal thoughts",
        "I used to have suicidal thoughts and the therapy helped",
        "I was raped as a child and this article gave me hope.",
        "Oh god, what the hell, weed and pot will kill you",
        "god hell kill weed rectum pawn drunk pot",
        "Dick Cheney and Dick Van Dyke had a pot roast with Van Dyke",
        "damn crap hell stupid moron piss suck damn crap hell stupid moron piss suck",
        "rectum penis vagina sex raped opium meth rectum penis vagina sex raped opium",
        "My dose was 0.5 mg/kg over 40 minutes, see https://example.org/study",
    ],
)
def test_ordinary_talk_is_published(text: str) -> None:
    verdict = ENGINE.examine([subject(text)])[0]
    assert verdict.outcome == Status.PUBLISHED
    assert verdict.category == "clean"


def test_a_disclosure_is_held_as_self_harm() -> None:
    text = "I have suicidal thoughts again since the infusions stopped"
    verdict = ENGINE.examine([subject(text)])[0]
    assert (verdict.outcome, verdict.category) == (Status.HELD, "self_harm")


def test_a_disclosure_with_everything_wrong_about_it_is_still_only_held() -> None:
    text = "I want to die you fucking shit http://a.b http://c.d http://e.f telegram @k-shop"
    verdict = ENGINE.examine([subject(text, trapped=True, facts=Facts(same_text=50))])[0]
    assert (verdict.outcome, verdict.category) == (Status.HELD, "self_harm")


def test_an_insult_that_swears_is_held() -> None:
    text = "You are a fucking idiot, go to hell you stupid asshole"
    verdict = ENGINE.examine([subject(text)])[0]
    assert (verdict.outcome, verdict.category) == (Status.HELD, "profanity")


def test_an_offer_of_drugs_is_rejected() -> None:
    text = "Buy ketamine online no prescription, Telegram @k-shop https://k-shop.example"
    verdict = ENGINE.examine([subject(text)])[0]
    assert (verdict.outcome, verdict.category) == (Status.REJECTED, "spam")


def test_the_trap_rejects_whatever_is_said() -> None:
    verdict = ENGINE.examine([subject("A kind word", trapped=True)])[0]
    assert (verdict.outcome, verdict.decisive) == (Status.REJECTED, "trap.filled")


def test_verdicts_come_in_the_order_of_the_comments() -> None:
    texts = ["A kind word", "fuck you", "Another kind word"]
    verdicts = ENGINE.examine([subject(text) for text in texts])
    assert [v.outcome for v in verdicts] == [Status.PUBLISHED, Status.HELD, Status.PUBLISHED]


class TimeIsUp(BaseException):
    """What a worker's time limit raises."""


class Failing:
    """A check that raises what it is given."""

    NAME = "failing"

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def build(self, policy: Policy) -> Check:
        def check(subject: Subject) -> Iterable[Signal]:
            yield Signal(self.NAME, "begun")
            raise self.error

        return check


def engine_with(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr(workers.engine, "CHECKS", (*CHECKS, Failing(error)))
    return Engine(policy(""))


def test_a_check_that_raises_was_not_run_and_the_comment_is_held(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    engine = engine_with(ValueError("broken"), monkeypatch)
    verdict = engine.examine([subject("A kind and secret word")])[0]
    assert (verdict.outcome, verdict.decisive) == (Status.HELD, "not_run")
    assert verdict.not_run == ("failing",)
    assert "c1" in caplog.text
    assert "secret word" not in caplog.text


class Dawdling:
    """A check that uses up processor time, and finds something all the same."""

    NAME = "dawdling"

    def build(self, policy: Policy) -> Check:
        def check(subject: Subject) -> Iterable[Signal]:
            until = time.thread_time() + 2 * policy.budget.check_ms / 1000
            while time.thread_time() < until:
                pass
            yield Signal(self.NAME, "found")

        return check


def test_a_check_that_takes_too_long_was_not_run_and_what_it_found_still_counts(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(workers.engine, "CHECKS", (*CHECKS, Dawdling()))
    verdict = Engine(policy("[budget]\ncheck_ms = 5")).examine([subject("A secret word")])[0]
    assert (verdict.outcome, verdict.not_run) == (Status.HELD, ("dawdling",))
    assert [signal.name for signal in verdict.signals] == ["dawdling.found"]
    assert "dawdling overran on comment c1" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("error", [TimeIsUp(), TimeoutError()])
def test_the_workers_own_exceptions_pass_through(
    error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_with(error, monkeypatch)
    with pytest.raises(type(error)):
        engine.examine([subject("A kind word")], stop=(TimeIsUp, TimeoutError))
