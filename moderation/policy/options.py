"""What each check needs to know: a struct a check, named as the check is.

Pure. Defaults here are what a policy that says nothing means: mostly nothing to look for.
"""

from moderation.policy.table import Table
from moderation.policy.topics import Topic


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


class Learned(Table, frozen=True):
    """The filter that moderators' decisions teach; its odds are those of `workers/odds.py`.

    It says nothing before it has had `least` lessons of each kind. Its strength grows from nothing
    to all from the first of two odds to the second: for spam, and for genuine.
    """

    least: int = 10
    spam: tuple[float, float] = (0.5, 3.2)
    genuine: tuple[float, float] = (2.0, 3.0)


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
    """Wordings (`workers/wordings.py`) of what is said, and of what makes it talk about the subject.

    `words` are families of words; of these, `soft`, `and` and `self` have a meaning of their own.
    `negations` are the family `undo`: what may not stand just before a wording or in its gaps.
    `about` undoes what stands in its clause, `reported` in its sentence, `idioms` what they overlap,
    `jokes` what is a few words away. Words that are `disguised` are found with masks in them, too.
    `distress` takes `distress_least` different wordings.
    """

    words: dict[str, tuple[str, ...]] = {}
    disclosure: tuple[str, ...] = ()
    thoughts: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    attempt: tuple[str, ...] = ()
    asks_method: tuple[str, ...] = ()
    self_injury: tuple[str, ...] = ()
    third_person: tuple[str, ...] = ()
    encouragement: tuple[str, ...] = ()
    talk: tuple[str, ...] = ()
    distress: tuple[str, ...] = ()
    distress_least: int = 3
    negations: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    reported: tuple[str, ...] = ()
    idioms: tuple[str, ...] = ()
    jokes: tuple[str, ...] = ()
    disguised: tuple[str, ...] = ()


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
    learned: Learned = Learned()
    rate: Rate = Rate()
    duplicates: Duplicates = Duplicates()
    shouting: Shouting = Shouting()
    self_harm: SelfHarm = SelfHarm()
    spam: Spam = Spam()
    topic: Topic = Topic()
