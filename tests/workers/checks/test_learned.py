"""The check over what was learned: silent, advisory, or a reason with its words."""

from typing import Any

import pytest

from moderation.comment import Status
from moderation.lesson import Counts
from moderation.verdict import Signal, decide
from tests.workers.samples import DEFAULT, seen, subject
from workers.checks import learned as check
from workers.features import Features, features
from workers.odds import Learned
from workers.subject import Facts, Subject

SPAM = ["cheap pills from our trusted shop", "order cheap pills here", "our pills are trusted"]
GENUINE = ["the second chapter of your essay", "your essay made me think", "in the chapter on moss"]
HARD = Signal("trap", "filled")


def met(what: Subject) -> Features:
    return features(what.folded.text, what.comment.author)


def taught(body: str, lessons: int = 20, **fields: Any) -> Subject:
    """A comment, after so many lessons of each kind."""
    of: dict[int, int] = {}
    for texts, one in ((SPAM, 1 << 16), (GENUINE, 1)):
        for n in range(lessons):
            for feature in met(subject(texts[n % len(texts)])).all:
                of[feature] = of.get(feature, 0) + one
    what = subject(body, **fields)
    known = Learned(met(what), Counts(lessons, lessons, of))
    return subject(body, **fields, facts=Facts(learned=known))


def test_without_lessons_it_is_silent() -> None:
    assert not seen(check, subject("cheap pills"))


@pytest.mark.parametrize(("spam", "genuine"), [(4, 7), (0, 500), (500, 9)])
def test_with_too_few_lessons_it_says_so_and_weighs_nothing(spam: int, genuine: int) -> None:
    known = Learned(met(subject("cheap pills")), Counts(spam, genuine))
    what = subject("cheap pills", facts=Facts(learned=known))
    signals = seen(check, what)
    assert signals.keys() == {"too_little"}
    assert signals["too_little"].params == {"spam": spam, "genuine": genuine, "least": 10}
    rule = DEFAULT.rules["learned.too_little"]
    text = rule.text.format_map(signals["too_little"].params)
    assert text.endswith(f"learned from {spam} spam, {genuine} genuine; it needs 10 of each")


def test_what_it_lacks_is_told_where_somebody_decides() -> None:
    remark = Signal("learned", "too_little", params={"spam": 4, "genuine": 7, "least": 10})
    published = decide([remark], DEFAULT)
    assert (published.outcome, published.signals) == (Status.PUBLISHED, ())
    held = decide([remark], DEFAULT, ["another"])
    assert held.outcome is Status.HELD
    assert [signal.name for signal in held.signals] == ["learned.too_little"]


def test_genuine_is_told_of_a_published_comment_only_if_it_took_something_off() -> None:
    genuine = Signal("learned", "genuine")
    assert decide([genuine], DEFAULT).signals == ()
    doubted = decide([genuine, Signal("links", "any")], DEFAULT)
    assert doubted.outcome is Status.PUBLISHED
    assert {signal.name for signal in doubted.signals} == {"learned.genuine", "links.any"}
    held = decide([genuine], DEFAULT, ["another"])
    assert [signal.name for signal in held.signals] == ["learned.genuine"]


def test_spam_is_told_with_the_words_that_moved_it() -> None:
    body = "Our trusted shop: CHEAP pills!"
    signals = seen(check, taught(body))
    assert signals.keys() == {"spam"}
    told = signals["spam"]
    assert (told.params["spam"], told.params["genuine"]) == (20, 20)
    words = str(told.params["words"]).split(", ")
    assert len(words) == 5
    assert all(word[0] == "+" for word in words)
    spans = {body[start:end] for start, end in told.spans}
    assert spans
    assert spans <= {"Our", "trusted", "shop", "CHEAP", "pills"}


def test_the_words_that_spoke_against_are_told_with_their_sign() -> None:
    signals = seen(check, taught("cheap pills essay shop trusted chapter"))
    words = str(next(iter(signals.values())).params["words"])
    assert "+" in words
    assert "-" in words


def test_a_comment_like_those_approved_is_genuine() -> None:
    signals = seen(check, taught("I think your essay has a second chapter on moss"))
    assert signals.keys() == {"genuine"}


def test_what_says_nothing_either_way_gets_no_signal() -> None:
    assert not seen(check, taught("Zwei Wörter", name="Zoe"))


@pytest.mark.parametrize(
    ("other", "outcome"),
    [
        (Signal("profanity", "strong"), Status.HELD),
        (Signal("self_harm", "disclosure"), Status.HELD),
        (HARD, Status.REJECTED),
    ],
)
def test_genuine_saves_from_nothing_but_doubts_of_spam(other: Signal, outcome: Status) -> None:
    genuine = list(seen(check, taught("I think your essay has a second chapter")).values())
    alone, together = decide([other], DEFAULT), decide([*genuine, other], DEFAULT)
    assert alone.outcome is together.outcome is outcome
    if other is not HARD:
        assert alone.score == together.score


def test_genuine_takes_little_off() -> None:
    assert (
        DEFAULT.thresholds.hold - DEFAULT.thresholds.reject
        < DEFAULT.rules["learned.genuine"].weight
        < 0
    )


def test_it_alone_holds_and_never_rejects() -> None:
    sure = decide([Signal("learned", "spam", strength=1.0)], DEFAULT)
    assert (sure.outcome, sure.category) == (Status.HELD, "spam")
