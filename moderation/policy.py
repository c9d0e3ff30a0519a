"""The policy: what each rule weighs, where the thresholds lie, which lists the checks use.

Pure. A policy is read from TOML (`policy.toml` beside this file is the default, written to be read
by an operator) and never changes once read. Its version stands in every verdict.
"""

import tomllib
from pathlib import Path

import msgspec

from moderation.comment import Status

DEFAULT_POLICY = Path(__file__).with_name("policy.toml")


class BadPolicy(Exception):
    """The policy file cannot be used. The message says where and why."""


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A TOML table in which an unknown key is an error."""


class Thresholds(Table, frozen=True):
    hold: float
    reject: float


class Rule(Table, frozen=True):
    """`text` is what a moderator reads; `{n}` and the like are the signal's parameters."""

    weight: float
    category: str = "other"
    group: str = ""
    text: str = ""


class Care(Table, frozen=True):
    """Categories that are held for a person and never rejected by a machine."""

    categories: tuple[str, ...] = ()


class WordList(Table, frozen=True):
    """Words or phrases of the operator's own; each list is the rule `listed.<name>`."""

    phrases: tuple[str, ...]


class Profanity(Table, frozen=True):
    """Grades of words that better-profanity lists, and words it lacks.

    A word of its list that stands in none of the grades is `strong`. `ordinary` words are not
    swearing at all. `extra` adds words, each with the grade that names it.
    """

    mild: tuple[str, ...] = ()
    slur: tuple[str, ...] = ()
    clinical: tuple[str, ...] = ()
    ordinary: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


class Links(Table, frozen=True):
    """`shorteners` are hosts that hide where a link leads."""

    limit: int = 2
    shorteners: tuple[str, ...] = ()


class Rate(Table, frozen=True):
    """At most `limit` comments of one author or address in `window_seconds`."""

    limit: int = 5
    window_seconds: int = 60


class Duplicates(Table, frozen=True):
    """The same text again within the window. Texts shorter than `min_length` may repeat."""

    limit: int = 1
    window_seconds: int = 604_800
    min_length: int = 20


class Shouting(Table, frozen=True):
    min_letters: int = 20
    share: float = 0.7


class SelfHarm(Table, frozen=True):
    """First-person phrases of disclosure, and what makes them talk about the subject.

    `negations` count where a phrase begins and in its gaps, `about` in the whole clause.
    """

    disclosure: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


class Spam(Table, frozen=True):
    """Phrases of offers, link sellers, praise and self-promotion; `name_words` make no name."""

    channels: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    praise: tuple[str, ...] = ()
    promotion: tuple[str, ...] = ()
    name_words: tuple[str, ...] = ()


class Checks(Table, frozen=True):
    """The options of each check, by its name."""

    profanity: Profanity = Profanity()
    links: Links = Links()
    rate: Rate = Rate()
    duplicates: Duplicates = Duplicates()
    shouting: Shouting = Shouting()
    self_harm: SelfHarm = SelfHarm()
    spam: Spam = Spam()


class Policy(Table, frozen=True):
    """See `policy.toml`. `rules` and `hard` are keyed by full rule name, `check.rule`."""

    version: int
    thresholds: Thresholds
    rules: dict[str, Rule] = {}
    groups: dict[str, float] = {}
    hard: dict[str, Status] = {}
    care: Care = Care()
    allow: WordList = WordList(phrases=())
    lists: dict[str, WordList] = {}
    checks: Checks = Checks()


def parse_policy(text: str) -> Policy:
    """Read a policy from TOML text. Raises `BadPolicy`."""
    try:
        policy = msgspec.convert(tomllib.loads(text), Policy)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as exc:
        raise BadPolicy(str(exc)) from exc
    for name, outcome in policy.hard.items():
        if outcome not in (Status.HELD, Status.REJECTED):
            raise BadPolicy(f"hard rule {name}: may only hold or reject, not {outcome}")
    if policy.thresholds.hold > policy.thresholds.reject:
        raise BadPolicy("thresholds: hold must not lie above reject")
    return policy


def load_policy(path: Path = DEFAULT_POLICY) -> Policy:
    """Read a policy file. Raises `BadPolicy`, naming the file."""
    try:
        return parse_policy(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, BadPolicy) as exc:
        raise BadPolicy(f"{path}: {exc}") from exc
