"""Which rows belong to which line, and when a target is met."""

from typing import Any

import pytest

from bench.accuracy.counts import CARE, OUTCOMES, Share
from bench.accuracy.sets import Row
from bench.accuracy.targets import LINES, Target
from moderation.verdict import CATEGORIES


@pytest.mark.parametrize(
    ("target", "count", "met"),
    [
        (Target("published", "least", 0.93), 92, False),
        (Target("published", "least", 0.93), 93, True),
        (Target("published", "most", 0.03), 4, False),
        (Target("published", "most", 0.03), 3, True),
        (Target("rejected", "most", 0.0), 1, False),
        (Target("rejected", "most", 0.0), 0, True),
    ],
)
def test_a_bound_itself_is_still_met(target: Target, count: int, met: bool) -> None:
    assert target.met(Share(count, 100)) is met


def test_a_target_is_told_in_percent() -> None:
    assert str(Target("rejected", "most", 0.002)) == "≤ 0.2 %"
    assert str(Target("rejected", "least", 0.70)) == "≥ 70 %"


def test_every_measure_is_an_outcome_or_a_category() -> None:
    assert CARE in CATEGORIES
    for line in LINES:
        for target in line.targets:
            assert target.measure in {*OUTCOMES, *CATEGORIES}


def test_no_two_lines_have_the_same_name() -> None:
    assert len({line.name for line in LINES}) == len(LINES)


def lines_of(set_: str, label: str, **labels: Any) -> set[str]:
    row = Row(set_, label, {"text": "Hello", "labels": labels})
    return {line.name for line in LINES if line.has(row)}


@pytest.mark.parametrize("set_", ["a_set_from_elsewhere", "sms_spam"])
def test_other_sets_are_on_no_line(set_: str) -> None:
    assert not lines_of(set_, "spam")


def test_spam_on_a_blog_of_genuine_comments_is_not_genuine() -> None:
    assert not lines_of("disqus_blog", "spam")
    assert lines_of("disqus_blog", "ham") == {
        "genuine comments",
        "self-harm queue: genuine comments",
    }


def test_only_sentences_about_health_are_health_writing() -> None:
    swearing = "profanity_false_positives"
    assert lines_of(swearing, "clean", kind="sentence_tech") == {swearing}
    assert lines_of(swearing, "clean", kind="sentence_health") == {
        swearing,
        "benign health writing",
    }


def test_an_unknown_flag_is_not_a_flag() -> None:
    flagged = "openai_moderation flagged SH"
    assert flagged not in lines_of("openai_moderation", "clean", S=1)
    assert flagged not in lines_of("openai_moderation", "clean", SH=0)
    assert flagged in lines_of("openai_moderation", "hate", SH=1)


def test_the_parts_of_a_line_share_its_targets() -> None:
    (line,) = (line for line in LINES if line.name == "blog spam")
    parts = list(line.each())
    assert [part.name for part in parts] == ["blog_comment_spam", "wp_queue_spam"]
    assert all(part.targets == line.targets for part in parts)
