"""What the report says of verdicts that were made up."""

import pytest

from bench.accuracy.report import DEFAULT, report, summary
from bench.accuracy.run import Judged
from bench.accuracy.sets import Row
from bench.accuracy.table import table


def judged(outcome: str, set_: str = "drug_reviews", label: str = "clean", **more: str) -> Judged:
    row = Row(set_, label, {"text": more.get("text", "It helped."), "labels": {}})
    failed = (more["not_run"],) if "not_run" in more else ()
    return Judged(row, outcome, more.get("category", "clean"), 0.0, (), failed, 10.0)


def cells(text: str, *begin: str) -> list[list[str]]:
    rows = [[c.strip() for c in line.strip("|").split("|")] for line in text.splitlines()]
    return [row for row in rows if tuple(row[: len(begin)]) == begin]


def test_a_check_that_failed_is_not_passed_over() -> None:
    rows = [judged("held", not_run="links"), judged("held", not_run="links"), judged("published")]
    assert "Checks that failed: links on 2 comments." in report({DEFAULT: rows}, (), {})
    assert "failed" not in report({DEFAULT: rows[2:]}, (), {})


def test_the_missed_are_named() -> None:
    rows = [judged("published")] * 98 + [judged("held", category="self_harm")] * 2
    told = summary(rows, ["drug_reviews"])
    assert told == "Targets met: 0 of 1. Missed: self-harm queue: drug_reviews, self_harm."
    assert summary(rows[1:98], ["drug_reviews"]) == "Targets met: 1 of 1."


def test_other_passes_show_how_far_the_share_moves() -> None:
    passes = {
        DEFAULT: [judged("published"), judged("held", category="self_harm")],
        "plain": [judged("published"), judged("published")],
        "lower": [judged("published"), judged("held", category="self_harm")],
    }
    text = report(passes, ["drug_reviews"], {})
    (target,) = cells(text, "self-harm queue: drug_reviews")
    assert target[4:] == ["50.0 %", "1", "9.5 to 90.5", "**missed**", "-50.0", "0"]
    (row,) = cells(text, "drug_reviews", "clean", "2", "50.0 % (1; 9.5 to 90.5)")
    assert row[-2:] == ["+50.0", "0"]


def test_parts_stand_below_the_whole() -> None:
    rows = [judged("held", "blog_comment_spam", "spam"), judged("published", "wp_queue_spam", "x")]
    text = report({DEFAULT: rows}, ["blog_comment_spam", "wp_queue_spam"], {})
    found = [row for row in cells(text) if row[2:3] == ["published"] and row[3] == "≤ 3 %"]
    assert [(row[0], row[1], row[5]) for row in found] == [
        ("blog spam", "2", "1"),
        ("- blog_comment_spam", "1", "0"),
        ("- wp_queue_spam", "1", "1"),
    ]


def test_what_the_service_would_not_take_has_its_own_time() -> None:
    long = Judged(judged("held", text="x" * 6000).row, "held", "spam", 0.0, (), (), 99.0)
    text = report({DEFAULT: [judged("held"), long]}, (), {})
    assert cells(text, "slowest that the service would take") == [
        ["slowest that the service would take", "10", "50000"]
    ]
    assert cells(text, "slowest", "99")


def test_no_rows_make_no_tables() -> None:
    text = report({DEFAULT: []}, (), {"commit": "unknown"})
    assert "- commit: unknown" in text
    assert "|" not in text


@pytest.mark.parametrize("cell", ["a|b", "|"])
def test_a_cell_stays_one_cell(cell: str) -> None:
    assert table(["head"], [[cell]]).splitlines()[2].count(" | ") == 0
