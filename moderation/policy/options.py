"""What each check needs to know: a struct a check, named as the check is.

Pure. Defaults here are what a policy that says nothing means: mostly nothing to look for.
"""

from typing import Literal

import msgspec

from moderation.policy.abuse import Abuse, Toxicity
from moderation.policy.profanity import Profanity
from moderation.policy.spam import Author, Gibberish, Language, Links, Spam
from moderation.policy.table import Table
from moderation.policy.topics import Topic

# Of personal data.
Kind = Literal[
    "email",
    "phone",
    "card",
    "bank_account",
    "national_id",
    "document",
    "home",
    "location",
    "secret",
    "birth_date",
]


class Learned(Table, frozen=True):
    """The filter that moderators' decisions teach; its odds are those of `workers/odds.py`.

    It says nothing before it has had `least` lessons of each kind. Its strength grows from nothing
    to all from the first of two odds to the second: for spam, and for genuine.
    """

    least: int = 10
    spam: tuple[float, float] = (0.75, 3.5)
    genuine: tuple[float, float] = (2.0, 4.0)


class Hosts(Table, frozen=True):
    """`common` are hosts that everybody links to: no record speaks of them. A host is the part of a
    name that one party holds, with all below it.

    A host is doubtful after `rejected_after` rejected comments and none published, and known after
    `known_after` published ones.
    """

    common: tuple[str, ...] = ()
    rejected_after: int = 2
    known_after: int = 3


class Standing(Table, frozen=True):
    """An author is trusted after so many published comments, if few were rejected."""

    trusted_after: int = 3


class Streets(Table, frozen=True):
    """Words for streets: `after` a name ("Rose Lane"), `before` it ("rue de la Paix"), or `joined`
    to it ("Gartenstraße")."""

    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()


class PersonalData(Table, frozen=True):
    """`mask`: kinds of which readers are shown `[removed]`; the rules of this check are the kinds.

    A telephone number is looked for in `regions` (ISO 3166), is surer after `calling` words, and is
    none near `helplines` or after `other_numbers`. Mailboxes of `roles` are no person's;
    `providers` and `writing` make a disguised one sure. The rest are phrases after which a kind
    stands.
    """

    mask: tuple[Kind, ...] = ()
    regions: tuple[str, ...] = ()
    calling: tuple[str, ...] = ()
    helplines: tuple[str, ...] = ()
    other_numbers: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    writing: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    streets: Streets = Streets()
    here: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    passwords: tuple[str, ...] = ()
    birth: tuple[str, ...] = ()


class Rate(Table, frozen=True):
    """At most `limit` comments of one author or address in `window_seconds`, and one link of an
    author in at most `link_limit` threads in `link_window_seconds`."""

    limit: int = 5
    window_seconds: int = 60
    link_limit: int = 2
    link_window_seconds: int = 86_400


class Duplicates(Table, frozen=True):
    """The same text again within the window, or one like it. Texts shorter than `min_length` may
    repeat; those of fewer than `min_words` words are compared whole only."""

    limit: int = 1
    near_limit: int = 1
    window_seconds: int = 604_800
    min_length: int = 20
    min_words: int = 16


class Shouting(Table, frozen=True):
    min_letters: int = 20
    share: float = 0.7


class SelfHarm(Table, frozen=True):
    """Wordings (`text/wordings.py`) of what is said, and of what makes it mere talk about it.

    `words` are families of words; `soft`, `and`, `self`, `not_me`, `others` mean something here.
    `negations` are the family `undo`: what may not stand just before a wording or in its gaps.
    `together` are words that stand in one sentence in any order.
    `loose` ones are undone by any of these and of `others` in their sentence.
    `about` undoes what stands in its clause, `reported` in its sentence, `idioms` what they
    overlap, `jokes` what is a few words away. Words that are `disguised` are found with masks, too.
    `distress` takes `distress_least` different wordings.
    """

    words: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    disclosure: tuple[str, ...] = ()
    thoughts: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    attempt: tuple[str, ...] = ()
    asks_method: tuple[str, ...] = ()
    self_injury: tuple[str, ...] = ()
    third_person: tuple[str, ...] = ()
    encouragement: tuple[str, ...] = ()
    talk: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    distress: tuple[str, ...] = ()
    distress_least: int = 3
    negations: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    reported: tuple[str, ...] = ()
    idioms: tuple[str, ...] = ()
    jokes: tuple[str, ...] = ()
    disguised: tuple[str, ...] = ()


class Checks(Table, frozen=True):
    """The options of each check, by its name."""

    profanity: Profanity = Profanity()
    links: Links = Links()
    learned: Learned = Learned()
    hosts: Hosts = Hosts()
    standing: Standing = Standing()
    personal_data: PersonalData = PersonalData()
    rate: Rate = Rate()
    duplicates: Duplicates = Duplicates()
    shouting: Shouting = Shouting()
    self_harm: SelfHarm = SelfHarm()
    spam: Spam = Spam()
    abuse: Abuse = Abuse()
    toxicity: Toxicity = Toxicity()
    topic: Topic = Topic()
    author: Author = Author()
    language: Language = Language()
    gibberish: Gibberish = Gibberish()
