"""The default policy, and what a policy file may not say."""

import itertools
import re
from pathlib import Path

import pytest
from better_profanity import Profanity

from moderation.comment import Status
from moderation.policy import BadPolicy, load_policy, parse_policy
from moderation.verdict import CATEGORIES
from ops.policy import RULES
from tests.workers.samples import BARE

DEFAULT = load_policy()
# The kinds of spam are the policy's own, each a rule.
KINDS = {f"spam.{kind}": ("n", "words") for kind in DEFAULT.checks.spam.kinds}
GIVEN = {**RULES, **KINDS}


def test_every_rule_of_the_default_policy_is_some_checks_and_every_checks_rule_is_in_it() -> None:
    assert set(GIVEN) == set(DEFAULT.rules)


def test_every_rule_says_to_a_moderator_what_was_seen() -> None:
    for name, rule in DEFAULT.rules.items():
        assert rule.text
        assert set(re.findall(r"\{(\w+)\}", rule.text)) <= set(GIVEN[name]), name
        assert rule.category in CATEGORIES


def test_groups_hard_rules_and_care_name_what_exists() -> None:
    assert {rule.group for rule in DEFAULT.rules.values() if rule.group} == set(DEFAULT.groups)
    assert set(DEFAULT.hard) <= set(DEFAULT.rules)
    assert set(DEFAULT.care.categories) <= set(CATEGORIES)


def test_mild_words_cannot_hold_and_swearing_cannot_reject() -> None:
    assert DEFAULT.groups["mild_language"] < DEFAULT.thresholds.hold
    assert DEFAULT.groups["swearing"] < DEFAULT.thresholds.reject


def test_each_word_has_one_grade() -> None:
    own = DEFAULT.checks.profanity
    for words in (own, *own.languages.values()):
        named = [words.strong, words.slur, words.mild, words.clinical]
        named += [own.ordinary] if words is own else []
        for one, other in itertools.combinations(named, 2):
            assert not set(one) & set(other)
        assert all(len(set(grade)) == len(grade) for grade in named)


def test_no_word_is_named_that_is_strong_already() -> None:
    listed = {str(word) for word in Profanity().CENSOR_WORDSET}
    assert not listed & set(DEFAULT.checks.profanity.strong)


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


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text)
    return folder / "mine.toml"


def test_a_file_may_start_from_the_default_and_change_a_little(tmp_path: Path) -> None:
    mine = """
    extends = "default"
    version = 7
    [thresholds]
    hold = 2.5
    [add.allow]
    phrases = ["ketamine infusion"]
    [checks.links]
    shorteners = ["sho.rt"]
    """
    policy = load_policy(written(tmp_path, mine=mine))
    assert (policy.version, policy.thresholds.hold, policy.thresholds.reject) == (7, 2.5, 8.0)
    assert policy.allow.phrases == (*DEFAULT.allow.phrases, "ketamine infusion")
    assert policy.checks.links.shorteners == ("sho.rt",)
    assert policy.checks.links.limit == DEFAULT.checks.links.limit
    assert policy.rules == DEFAULT.rules


def test_included_files_are_read_in_order_and_the_file_itself_last(tmp_path: Path) -> None:
    mine = 'include = ["a.toml", "b.toml"]\n' + BARE
    a = "[groups]\nx = 1\ny = 1\n[thresholds]\nhold = 1\n"
    policy = load_policy(written(tmp_path, mine=mine, a=a, b="[groups]\ny = 2"))
    assert policy.groups == {"x": 1.0, "y": 2.0}
    assert policy.thresholds.hold == 3.0


@pytest.mark.parametrize(
    ("mine", "says"),
    [
        ('extends = "other"', "default"),
        ("include = [1]", "include is a list of file names"),
        ('include = ["nowhere.toml"]', "nowhere.toml"),
        ('include = ["loop.toml"]', "may not include others"),
        ('extends = "default"\n[add.thresholds]\nhold = 1', "[add] adds to lists; hold"),
        ('extends = "default"\n[treshholds]\nhold = 1', 'did you mean "thresholds"?'),
        ('extends = "default"\n[checks.links]\nlimt = 1', '"checks.links.limt"'),
        ('extends = "default"\n[add.alow]\nphrases = []', 'did you mean "allow"?'),
        ('extend = "default"', 'did you mean "extends"?'),
        (BARE + "[lists.x]\nregex = ['(a)\\1']", "list x: '(a)\\\\1' is no RE2 expression"),
        (BARE + "[lists.x]\nregex = ['((a{99}){99}){99}']", "is no RE2 expression"),
        (BARE + '[lists.x]\naddresses = ["10.0.0.1/8"]', "list x: 10.0.0.1/8 has host bits set"),
        (BARE + '[lists.x]\nhosts = ["http://x.example"]', "is no host name"),
        (BARE + '[lists.x]\nemails = ["bob"]', "'bob' is neither an e-mail address"),
        (BARE + '[lists.x]\nphrases = [" "]', "an empty phrase"),
        (BARE + '[lists.x.files]\nhosts = "no.txt"', "no.txt"),
        (BARE + '[lists.x.files]\nhosts = "bad.toml"', "bad.toml: line 3: 'not a host'"),
    ],
)
def test_what_a_file_takes_from_others_is_checked(tmp_path: Path, mine: str, says: str) -> None:
    path = written(
        tmp_path, mine=mine, loop='include = ["loop.toml"]', bad="# hosts\nok.example\nnot a host"
    )
    with pytest.raises(BadPolicy, match=re.escape(says)):
        load_policy(path)


def test_lists_may_stand_in_files(tmp_path: Path) -> None:
    mine = (
        BARE
        + """
    [lists.bad]
    hosts = ["one.example"]
    files = { hosts = "hosts.toml", regex = "regex.toml" }
    """
    )
    hosts = "# ours\n\ntwo.example   # found in March\n  three.example\n"
    path = written(tmp_path, mine=mine, hosts=hosts, regex="a#b # c\n")
    bad = load_policy(path).lists["bad"]
    assert bad.hosts == ("one.example", "two.example", "three.example")
    assert bad.regex == ("a#b # c",)


def test_what_a_file_adds_to_the_default_stays_its_own(tmp_path: Path) -> None:
    """The default's files are parsed once a process, for every policy that starts from them."""
    mine = written(
        tmp_path, mine='extends = "default"\n[groups]\nx = 1\n[add.allow]\nphrases = ["mine"]'
    )
    before = load_policy()
    first, again = load_policy(mine), load_policy(mine)
    assert first == again
    assert first != before
    assert load_policy() == before
