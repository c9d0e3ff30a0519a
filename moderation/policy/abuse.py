"""What a policy knows of abuse: words by their meaning, phrases over them, and weights of words.

Pure.
"""

import difflib
import re

import msgspec

from moderation.policy.table import Table

Lists = dict[str, tuple[str, ...]]

CLASS = re.compile(r"<([^<>|\s]*)>")


class Abuse(Table, frozen=True):
    """`words` are classes of words by name, `phrases` lists by the check's rules.

    `excuses` and `reports` take back what a phrase found, `owns` a slur that somebody says of
    themselves; `insists` take back that. How phrases are spelt stands in `text/classes.py`.
    """

    words: Lists = msgspec.field(default_factory=dict)
    phrases: Lists = msgspec.field(default_factory=dict)
    excuses: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    owns: tuple[str, ...] = ()
    insists: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raises `ValueError` for a class that is not there, or is made of itself."""
        uses = {name: _classes(entries) for name, entries in self.words.items()}
        asides = (self.excuses, self.reports, self.owns, self.insists)
        texts = [*self.phrases.values(), *asides]
        for name in set().union(*uses.values(), *map(_classes, texts)):
            if name not in uses:
                close = difflib.get_close_matches(name, uses, 1)
                hint = f'; did you mean "{close[0]}"?' if close else ""
                raise ValueError(f"there is no <{name}>{hint}")
        while uses:
            made = {name for name, needed in uses.items() if not needed & uses.keys()}
            if not made:
                raise ValueError(f"<{min(uses)}> is made of itself")
            uses = {name: needed for name, needed in uses.items() if name not in made}


class Toxicity(Table, frozen=True):
    """`weights` is a file of words and weights: one that comes with Greenroom, or a whole path.

    Its value begins to count at `first`, and counts in full from `sure` up.
    """

    weights: str = ""
    first: float = 0.0
    sure: float = 1.0


def _classes(texts: tuple[str, ...]) -> set[str]:
    return {name for text in texts for name in CLASS.findall(text)}
