import pytest

from moderation.comment import HistoryEntry, Status
from moderation.lesson import Label, label_of
from moderation.policy import parse_policy
from moderation.verdict import Signal, Verdict
from tests import make

POLICY = parse_policy(
    'version = 1\n[thresholds]\nhold = 3\nreject = 8\n[care]\ncategories = ["violence"]'
)
HELD = make.verdict(Status.HELD, category="spam")


def last(to: Status, by: str = "moderator:ana", reason: str | None = None) -> HistoryEntry:
    return HistoryEntry(at=1, by=by, to=to, version=3, from_=Status.HELD, reason=reason)


@pytest.mark.parametrize(
    ("to", "reason", "label"),
    [
        (Status.PUBLISHED, None, Label.GENUINE),
        (Status.REJECTED, "spam", Label.SPAM),
        (Status.REJECTED, " Spam ", Label.SPAM),
        (Status.REMOVED, "spam", Label.SPAM),
        (Status.REJECTED, "toxicity", None),
        (Status.REJECTED, "spammy", None),
        (Status.REMOVED, "hate", None),
        (Status.HELD, None, None),
        (Status.HELD, "spam", None),
    ],
)
def test_what_a_person_decides_teaches(to: Status, reason: str | None, label: Label | None) -> None:
    assert label_of(to, last(to, reason=reason), HELD, POLICY) is label
    assert label_of(to, last(to, by="api", reason=reason), HELD, POLICY) is label


@pytest.mark.parametrize("to", [Status.PUBLISHED, Status.REJECTED, Status.PENDING])
@pytest.mark.parametrize("by", ["checks", "author"])
def test_what_no_person_decided_teaches_nothing(to: Status, by: str) -> None:
    assert label_of(to, last(to, by=by, reason="spam"), HELD, POLICY) is None


@pytest.mark.parametrize(
    ("category", "label"), [("spam", Label.SPAM), ("profanity", None), ("clean", None)]
)
def test_without_a_reason_the_one_shown_counts(category: str, label: Label | None) -> None:
    verdict = make.verdict(Status.HELD, category=category)
    assert label_of(Status.REJECTED, last(Status.REJECTED), verdict, POLICY) is label


CARED_FOR = [
    make.verdict(Status.HELD, category="self_harm"),
    make.verdict(Status.HELD, category="violence"),
    make.verdict(
        Status.HELD,
        category="spam",
        signals=(Signal("x", "y", weight=1.0, category="self_harm"),),
    ),
]


@pytest.mark.parametrize("verdict", CARED_FOR)
@pytest.mark.parametrize("to", [Status.PUBLISHED, Status.REJECTED, Status.REMOVED])
def test_a_comment_in_care_teaches_nothing(verdict: Verdict, to: Status) -> None:
    assert label_of(to, last(to, reason="spam"), verdict, POLICY) is None


def test_a_comment_that_was_never_checked_teaches_nothing() -> None:
    """It may be one in care."""
    assert label_of(Status.PUBLISHED, last(Status.PUBLISHED), None, POLICY) is None
