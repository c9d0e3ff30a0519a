"""The default policy, and what a policy file may not say."""

import itertools
import re
from pathlib import Path

import pytest
from better_profanity import Profanity

from moderation.comment import Status
from moderation.policy import BadPolicy, load_policy, parse_policy
from moderation.verdict import CATEGORIES
from tests.workers.samples import BARE, subject
from workers.checks import CHECKS
from workers.subject import Facts

DEFAULT = load_policy()

# One subject that sets off nearly everything, so that every rule's name and parameters are seen.
EVERYTHING = subject(
    "FUCK DAMN RECTUM RETARD I WANT TO DIE BUY KETAMINE ONLINE NO PRESCRIPTION TELEGRAM @K-SHOP "
    "VISIT MY WEB SITE SUBSCRIBE TO MY CHANNEL GREAT ARTICLE HTTP://BIT.LY HTTP://B.C HTTP://D.E "
    "[URL=X] SITE.COM",
    name="cheap loans",
    url="http://x",
    trapped=True,
    facts=Facts(by_author=99, by_address=99, same_text=99),
)
SIGNALS = [signal for check in CHECKS for signal in check.build(DEFAULT)(EVERYTHING)]


def test_every_rule_of_the_default_policy_is_some_checks_and_every_checks_rule_is_in_it() -> None:
    assert {signal.name for signal in SIGNALS} == set(DEFAULT.rules)


def test_every_rule_says_to_a_moderator_what_was_seen() -> None:
    for signal in SIGNALS:
        rule = DEFAULT.rules[signal.name]
        assert rule.text.format(**signal.params)
        assert set(re.findall(r"\{(\w+)\}", rule.text)) <= set(signal.params)
        assert rule.category in CATEGORIES


def test_groups_hard_rules_and_care_name_what_exists() -> None:
    assert {rule.group for rule in DEFAULT.rules.values() if rule.group} == set(DEFAULT.groups)
    assert set(DEFAULT.hard) <= set(DEFAULT.rules)
    assert set(DEFAULT.care.categories) <= set(CATEGORIES)


def test_mild_words_cannot_hold_and_swearing_cannot_reject() -> None:
    assert DEFAULT.groups["mild_language"] < DEFAULT.thresholds.hold
    assert DEFAULT.groups["swearing"] < DEFAULT.thresholds.reject


def test_each_word_has_one_grade_and_is_listed() -> None:
    grades = DEFAULT.checks.profanity
    listed = {str(word) for word in Profanity().CENSOR_WORDSET} | set(grades.extra)
    named = [grades.slur, grades.mild, grades.clinical, grades.ordinary]
    assert all(set(words) <= listed for words in named)
    for one, other in itertools.combinations(named, 2):
        assert not set(one) & set(other)


def test_the_smallest_policy_is_enough() -> None:
    policy = parse_policy(BARE)
    assert (policy.version, policy.thresholds.hold, policy.thresholds.reject) == (1, 3.0, 8.0)
    assert policy.rules == {}


def test_a_hard_rule_holds_or_rejects() -> None:
    policy = parse_policy(BARE + '[hard]\n"a.b" = "held"\n"c.d" = "rejected"')
    assert policy.hard == {"a.b": Status.HELD, "c.d": Status.REJECTED}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("version = ", "Invalid value"),
        ("version = 1", "thresholds"),
        (BARE + "[checks.links]\nlimits = 3", "limits"),
        (BARE + "[checks.linkz]\nlimit = 3", "linkz"),
        ('colour = "red"\n' + BARE, "colour"),
        (BARE + '[rules."a.b"]\nweight = "much"', "float"),
        (BARE + '[hard]\n"a.b" = "published"', "a.b"),
        (BARE + '[hard]\n"a.b" = "removed"', "a.b"),
        ("version = 1\n[thresholds]\nhold = 9\nreject = 8", "hold"),
    ],
)
def test_a_policy_that_cannot_be_meant_is_refused_and_says_why(text: str, says: str) -> None:
    with pytest.raises(BadPolicy, match=re.escape(says)):
        parse_policy(text)


def test_a_bad_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    with pytest.raises(BadPolicy, match=re.escape(str(path))):
        load_policy(path)
    path.write_bytes(b"\xff")
    with pytest.raises(BadPolicy, match=re.escape(str(path))):
        load_policy(path)
