"""What the checks on spam need to know: a struct a check, named as the check is.

Pure. Defaults here are what a policy that says nothing means: nothing to look for.
"""

import difflib
import re

from msgspec import field

from moderation.policy.table import Table

CLASS = re.compile(r"<([a-z0-9_]+)>")
NUMBER = "number"  # a class that every policy has


class Spam(Table, frozen=True):
    """Phrases (`text/patterns.py`) of offers, link sellers, praise and self-promotion.

    `words` are classes that phrases may name. Each of `kinds` is a rule of its own. `channels` are
    messengers; `doubtful_channels` have names that are words, too, and count with a handle only.
    `asking` are the words that make a number or mail address an invitation; with a word of `crisis`
    a number is help. `name_words`, `name_small` make no name, `first_names` do; from `name_doubt`
    up (0 to 1.5) a name is a query. `hedges` are what people say who speak about a trade. A comment
    of at least `generic_least` words is generic if `generic_share` of them are `generic_words` or
    `generic_topics`, and `generic_topic_share` the latter.
    """

    channels: tuple[str, ...] = ()
    doubtful_channels: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    crisis: tuple[str, ...] = ()
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    offers: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    praise: tuple[str, ...] = ()
    promotion: tuple[str, ...] = ()
    name_words: tuple[str, ...] = ()
    name_small: tuple[str, ...] = ()
    first_names: tuple[str, ...] = ()
    name_doubt: float = 0.5
    hedges: tuple[str, ...] = ()
    generic_words: tuple[str, ...] = ()
    generic_topics: tuple[str, ...] = ()
    generic_least: int = 6
    generic_share: float = 0.85
    generic_topic_share: float = 0.08

    def __post_init__(self) -> None:
        """Raises `ValueError` for a class that a phrase names and that is not there."""
        lists = (*self.kinds.values(), self.offers, self.templates, self.praise, self.promotion)
        for phrase in (*(one for each in lists for one in each), *self.hedges):
            for name in CLASS.findall(phrase):
                if name not in self.words and name != NUMBER:
                    close = difflib.get_close_matches(name, self.words, 1)
                    hint = f'; did you mean "{close[0]}"?' if close else ""
                    raise ValueError(f"there is no <{name}>{hint}: {phrase}")


class Author(Table, frozen=True):
    """`homes` are sites where people's pages lie deep, `home_parts` parts of a path that are no
    depth, `host_words` and, of less weight, `host_hints` pieces of sellers' host names, `planted`
    pieces of addresses of pages on other people's sites. A comment of at most `few_words` with its
    author's link is an advert."""

    planted: tuple[str, ...] = ()
    few_words: int = 16
    homes: tuple[str, ...] = ()
    home_parts: tuple[str, ...] = ()
    host_words: tuple[str, ...] = ()
    host_hints: tuple[str, ...] = ()
    name_doubt: float = 0.5


class Links(Table, frozen=True):
    """`shorteners` are hosts that hide where a link leads; `bare_endings` make a name without
    "http" a link, `spoken_endings` one that is written with a space or "(dot)". `odd_endings` are
    those that spammers buy by the thousand. `paid_marks` in a link say that somebody is paid for
    each visitor. A comment is mostly links if at least `share` of its characters are, and at most
    `words_beside` words are not. With at most `few_words` a shortened link is all there is to it.
    `repeat_limit`: so many links to one site are ordinary.
    """

    limit: int = 2
    repeat_limit: int = 2
    shorteners: tuple[str, ...] = ()
    bare_endings: tuple[str, ...] = ()
    spoken_endings: tuple[str, ...] = ()
    odd_endings: tuple[str, ...] = ()
    paid_marks: tuple[str, ...] = ()
    share: float = 0.6
    words_beside: int = 6
    few_words: int = 12


class Language(Table, frozen=True):
    """`words` are small words by their language. `expected` languages and `scripts` are a site's
    own, besides those of a thread's title. `least`: so many small words tell a language."""

    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    expected: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    least: int = 3


class Gibberish(Table, frozen=True):
    """`random_share` of the longer words, and at least `random_least`, cannot be pronounced. Of at
    least `repeat_least` words at most `repeat_share` are different ones."""

    random_least: int = 2
    random_share: float = 0.5
    repeat_least: int = 30
    repeat_share: float = 0.25
