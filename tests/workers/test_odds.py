import pytest

from moderation.comment import Author
from moderation.lesson import Counts
from moderation.policy.options import Learned as Options
from workers.features import Features, features
from workers.odds import Learned, Odds, leaning, moving, odds


def of_text(text: str) -> Features:
    return features(text, Author("Ann"))


OPTIONS = Options(spam=(0.5, 3.0), genuine=(2.0, 3.0))


def learned(body: str, spam: str, genuine: str, times: int = 20) -> Learned:
    """The body's features, after so many lessons of one spam text and one genuine one."""
    of: dict[int, int] = {}
    for text, one in ((spam, 1 << 16), (genuine, 1)):
        for feature in of_text(text).all:
            of[feature] = of.get(feature, 0) + one * times
    return Learned(of_text(body), Counts(times, times, of))


SPAM, GENUINE = "cheap pills from our trusted shop", "the second chapter of your essay"


def test_words_of_either_kind_speak_for_it() -> None:
    assert odds(learned("cheap pills", SPAM, GENUINE)).by_lessons > 3
    assert odds(learned("your second essay", SPAM, GENUINE)).by_lessons < -3


def test_what_was_never_met_says_nothing() -> None:
    assert odds(learned("quite other words", SPAM, GENUINE)).by_lessons == 0
    assert odds(Learned(of_text("cheap pills"), Counts(9, 9))) == Odds(0, 0, 0)


def test_what_both_kinds_have_says_nothing() -> None:
    assert odds(learned("the shop", "the shop", "the shop")) == Odds(0, 0, 0)


def test_once_says_less_than_often() -> None:
    once, often = (odds(learned("cheap", SPAM, GENUINE, times)).by_lessons for times in (1, 50))
    assert 0 < once < often


def test_a_long_text_is_not_spam_for_being_long() -> None:
    """Spam was three times as long here; words that all texts have say nothing for it."""
    found = of_text("and then the other of them went there")
    of = dict.fromkeys(found.text, (90 << 16) + 30)
    assert odds(Learned(found, Counts(100, 100, of, 1000, 1000))).spam > 2
    assert odds(Learned(found, Counts(100, 100, of, 3000, 1000))).spam == 0


def test_a_short_text_is_not_genuine_for_being_short() -> None:
    found = of_text("and then the other of them went there")
    of = dict.fromkeys(found.text, (50 << 16) + 50)
    long_spam = odds(Learned(found, Counts(100, 100, of, 9000, 1000)))
    assert long_spam.by_words < -2
    assert long_spam.genuine == 0
    assert long_spam.spam < 0


def test_no_feature_says_it_all() -> None:
    """All spam so far gave an address, and nobody else: the next who does may be genuine."""
    found = of_text("word")
    of = dict.fromkeys(found.text, 900 << 16)
    assert odds(Learned(found, Counts(900, 900, of))).by_lessons == pytest.approx(3 / 2**0.5)


def test_more_lessons_of_one_kind_are_no_evidence() -> None:
    """Only shares count: a site may get nine spam to each genuine comment."""
    found = of_text("word")
    of = dict.fromkeys(found.text, (90 << 16) + 10)
    assert odds(Learned(found, Counts(900, 100, of))).by_lessons == pytest.approx(0, abs=0.5)


@pytest.mark.parametrize(
    ("found", "lean"),
    [
        (Odds(0, 0, 0), 0),
        (Odds(0.2, 0.2, 0.3), 0),
        (Odds(1, 1, 0.75), 0.5),
        (Odds(-1, -1, 4), 1),
        (Odds(9, 9, 9), 1),
        (Odds(9, 0.2, 0), 0),  # spam must be spam by either share
        (Odds(0.2, 9, 0), 0),
        (Odds(-1, -1, -9), 0),  # innocent looks alone do not make it genuine
        (Odds(-9, -9, 8), 0),  # nor do words alone
        (Odds(-9, -1, -9), 0),  # nor do they by one share
        (Odds(-2.5, -2.5, -1), -0.5),
        (Odds(-2.5, -9, 0.2), pytest.approx(-0.3)),
        (Odds(-9, -9, -9), -1),
    ],
)
def test_how_much_leans_which_way(found: Odds, lean: float) -> None:
    assert leaning(found, OPTIONS) == lean


def test_the_features_that_say_most_come_first() -> None:
    found = learned("cheap pills from a shop for your essay", SPAM, GENUINE)
    moved = moving(found, 5)
    assert len(moved) == 5
    strengths = [abs(each) for _, each in moved]
    assert strengths == sorted(strengths, reverse=True)
    named = {found.features.name(f): each > 0 for f, each in moving(found, 99)}
    assert named["cheap"]
    assert "cheap pills" not in named
    assert not named["essay"]
    assert "for" not in named
