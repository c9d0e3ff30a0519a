"""What a ruling makes of a comment, and what it cannot."""

import pytest

from moderation.comment import Status
from moderation.ruling import Kind, Ruling, Word, is_by_ruling
from moderation.verdict import Signal, Verdict, decide
from tests.workers.samples import DEFAULT, ENGINE, policy, seen, subject
from workers.checks import ruled
from workers.subject import Facts, Standing

CRY = "I want to die, I am going to kill myself tonight."


def about(word: Word, kind: Kind = Kind.EMAIL) -> Ruling:
    return Ruling(kind, "ana@example.org", word, "moderator:ben", "private words")


def signal(word: Word) -> Signal:
    (found,) = seen(ruled, subject("x", facts=Facts(rulings=(about(word),)))).values()
    return found


def verdict(body: str, *words: Word) -> Verdict:
    facts = Facts(rulings=tuple(map(about, words)))
    (found,) = ENGINE.examine([subject(body, facts=facts)])
    return found


def test_where_nobody_ruled_nothing_is_said() -> None:
    assert seen(ruled, subject("x")) == {}


@pytest.mark.parametrize("kind", Kind)
def test_whom_it_is_about_is_told_in_words_and_nothing_else_is(kind: Kind) -> None:
    facts = Facts(rulings=(about(Word.BAN, kind), about(Word.TRUST)))
    found = seen(ruled, subject("x", facts=facts))
    assert list(found) == ["banned"]
    assert set(found["banned"].params) == {"what"}
    assert "ana" not in str(found["banned"].params)
    assert "private" not in repr(found)


def test_a_ban_rejects_and_a_hold_holds_what_would_be_published() -> None:
    assert verdict("A fine article.").outcome is Status.PUBLISHED
    banned, held = verdict("A fine article.", Word.BAN), verdict("A fine article.", Word.HOLD)
    assert (banned.outcome, banned.decisive) == (Status.REJECTED, "ruled.banned")
    assert (held.outcome, held.decisive) == (Status.HELD, "ruled.held")
    assert is_by_ruling(banned)
    assert is_by_ruling(held)
    assert banned.category == held.category == "other"
    assert not is_by_ruling(verdict("A fine article.", Word.TRUST))


def test_a_cry_for_help_is_never_rejected_by_a_ban() -> None:
    found = verdict(CRY, Word.BAN)
    assert (found.outcome, found.category) == (Status.HELD, "self_harm")
    assert "ruled.banned" in [each.name for each in found.signals]


def test_trust_publishes_no_cry_for_help() -> None:
    assert verdict(CRY, Word.TRUST).outcome is Status.HELD


def test_to_hold_is_not_to_let_through_what_would_be_rejected() -> None:
    trap = Signal("trap", "filled")
    assert decide([trap, signal(Word.HOLD)], DEFAULT).outcome is Status.REJECTED


def test_trust_lets_an_ordinary_doubt_of_spam_through_and_no_other() -> None:
    trusted = signal(Word.TRUST)
    alone, contact = Signal("links", "too_many"), Signal("spam", "contact_channel")
    for doubt in (alone, Signal("rate", "by_author")):
        assert decide([doubt], DEFAULT).outcome is Status.HELD
        assert decide([doubt, trusted], DEFAULT).outcome is Status.PUBLISHED
    for doubt in (Signal("profanity", "slur"), Signal("trap", "filled"), Signal("outside", "hold")):
        before = decide([doubt], DEFAULT).outcome
        assert before is not Status.PUBLISHED
        assert decide([doubt, trusted], DEFAULT).outcome is before
    assert decide([alone, contact, trusted], DEFAULT).outcome is Status.HELD


def test_trust_given_and_trust_won_are_no_more_than_one() -> None:
    won = Signal("standing", "trusted", params={"published": 9, "rejected": 0}, strength=2.0)
    doubt = Signal("links", "too_many", strength=2.0)
    one = decide([doubt, signal(Word.TRUST)], DEFAULT)
    both = decide([doubt, signal(Word.TRUST), won], DEFAULT)
    assert both.score == one.score > decide([doubt, won], DEFAULT).score - 3
    assert decide([doubt, won], DEFAULT).score == decide([doubt], DEFAULT).score - 1.5


def test_nothing_that_would_be_rejected_as_spam_is_published_by_trust() -> None:
    rejected = [Signal("links", "too_many"), *[Signal("duplicates", "same_text")] * 4]
    assert decide(rejected, DEFAULT).outcome is Status.REJECTED
    assert decide([*rejected, signal(Word.TRUST)], DEFAULT).outcome is not Status.PUBLISHED


@pytest.mark.parametrize(
    "flood",
    [
        Facts(by_author=6),
        Facts(by_address=6),
        Facts(same_link=3),
        Facts(same_text=2),
        Facts(near_text=2),
    ],
)
def test_nobody_is_trusted_while_there_is_a_flood(flood: Facts) -> None:
    fields = {name: getattr(flood, name) for name in flood.__struct_fields__}
    for word, rules in ((Word.TRUST, []), (Word.BAN, ["banned"]), (Word.HOLD, ["held"])):
        facts = Facts(**{**fields, "rulings": (about(word),)})
        assert list(seen(ruled, subject("x", facts=facts))) == rules


def test_who_is_trusted_may_have_been_rejected_before() -> None:
    facts = Facts(standing=Standing(0, 1), rulings=(about(Word.TRUST),))
    (found,) = ENGINE.examine([subject("A fine article.", facts=facts)])
    assert found.outcome is Status.PUBLISHED


def test_a_policy_without_the_rules_does_nothing() -> None:
    bare = policy("")
    assert decide([signal(Word.BAN)], bare).outcome is Status.PUBLISHED
