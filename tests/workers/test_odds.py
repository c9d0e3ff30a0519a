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
    assert odds(learned("cheap pills", SPAM, GENUINE)).text > 3
    assert odds(learned("your second essay", SPAM, GENUINE)).text < -3


def test_what_was_never_met_says_nothing() -> None:
    assert odds(learned("quite other words", SPAM, GENUINE)).text == 0
    assert odds(Learned(of_text("cheap pills"), Counts(9, 9))) == Odds(0, 0)


def test_what_both_kinds_have_says_nothing() -> None:
    assert odds(learned("the shop", "the shop", "the shop")) == Odds(0, 0)


def test_once_says_less_than_often() -> None:
    once, often = (odds(learned("cheap", SPAM, GENUINE, times)).text for times in (1, 50))
    assert 0 < once < often


def test_no_feature_says_it_all() -> None:
    """All spam so far gave an address, and nobody else: the next who does may be genuine."""
    found = of_text("word")
    of = dict.fromkeys(found.text, 900 << 16)
    assert odds(Learned(found, Counts(900, 900, of))).text == 3


def test_more_lessons_of_one_kind_are_no_evidence() -> None:
    """Only shares count: a site may get nine spam to each genuine comment."""
    found = of_text("word")
    of = dict.fromkeys(found.text, (90 << 16) + 10)
    assert odds(Learned(found, Counts(900, 100, of))).text == pytest.approx(0, abs=0.5)


@pytest.mark.parametrize(
    ("text", "identity", "lean"),
    [
        (0, 0, 0),
        (0.2, 0.3, 0),
        (1, 0.75, 0.5),
        (-1, 4, 1),
        (9, 9, 1),
        (-1, -9, 0),  # innocent looks alone do not make it genuine
        (-9, 8, 0),  # nor do words alone
        (-2.5, -1, -0.5),
        (-2.5, 0.2, pytest.approx(-0.3)),
        (-9, -9, -1),
    ],
)
def test_how_much_leans_which_way(text: float, identity: float, lean: float) -> None:
    assert leaning(Odds(text, identity), OPTIONS) == lean


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
