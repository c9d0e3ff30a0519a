"""What a check gets to see: the comment, the facts gathered for it, and views of its text.

Pure. Views are computed once a comment, when the first check asks for one.
"""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

import msgspec

from moderation.comment import Comment
from moderation.policy.options import Checks
from moderation.ruling import Ruling
from workers.odds import Learned
from workers.text.folding import Folded, fold
from workers.text.run import Run

TOKEN = re.compile(r"\w+|[^\w\s]")
APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ`´"), "'")


class Token(NamedTuple):
    """A whole word or a single other character; `apart` if white space stands before it."""

    text: str
    start: int
    end: int
    apart: bool


class Standing(msgspec.Struct, frozen=True):
    """What became of earlier comments: how many are published now, and how many rejected.

    `weak`: they are of one name and address, which several people may share.
    """

    published: int = 0
    rejected: int = 0
    weak: bool = False


class Facts(msgspec.Struct, frozen=True):
    """What the store knew when the comment was checked. None: not known, so no check may hold it.

    Counts include the comment itself and lie within the policy's windows. `campaign` names the
    group of texts that this one is like. `hosts` are those it links to. `vocabulary` are the stems
    (`workers/topics.py`) of words that comments published on the thread use most. `rulings` are
    those of moderators about it; the first is the one that counts.
    """

    by_author: int | None = None
    by_address: int | None = None
    same_link: int | None = None
    same_text: int | None = None
    near_text: int | None = None
    campaign: str | None = None
    standing: Standing | None = None
    hosts: Mapping[str, Standing] = msgspec.field(default_factory=dict)
    vocabulary: frozenset[str] | None = None
    learned: Learned | None = None
    rulings: tuple[Ruling, ...] = ()

    def floods(self, checks: Checks) -> bool:
        """Is there more of its kind than the policy lets pass? Trust must not carry a flood."""
        rate, duplicates = checks.rate, checks.duplicates
        limits = (
            (self.by_author, rate.limit),
            (self.by_address, rate.limit),
            (self.same_link, rate.link_limit),
            (self.same_text, duplicates.limit),
            (self.near_text, duplicates.near_limit),
        )
        return any(count is not None and count > limit for count, limit in limits)


class Subject:
    """A comment under examination."""

    def __init__(self, comment: Comment, facts: Facts | None = None) -> None:
        self.comment = comment
        self.facts = facts or Facts()

    @property
    def text(self) -> str:
        """As written. Every span points into this."""
        return self.comment.body

    @cached_property
    def lower(self) -> str:
        """In lower case, letter for letter: the same length as `text`, so that spans agree."""
        lowered = self.text.lower()
        if len(lowered) == len(self.text):
            return lowered
        return "".join(c if len(c.lower()) != 1 else c.lower() for c in self.text)

    @cached_property
    def plain(self) -> str:
        """`lower` with every apostrophe made the plain one."""
        return self.lower.translate(APOSTROPHES)

    @cached_property
    def folded(self) -> Folded:
        """As a reader sees it, in plain Latin letters where it can be; with the way back."""
        return fold(self.text)

    @cached_property
    def folded_run(self) -> Run:
        """The words of `folded`, in order."""
        return self.run if self.folded.text == self.plain else Run(self.folded.text)

    @cached_property
    def run(self) -> Run:
        """The words of `plain` in order, for tools that look at what stands beside what."""
        return Run(self.plain)

    @cached_property
    def tokens(self) -> list[Token]:
        """The words and the other visible characters of `plain`, in order."""
        return tokens(self.plain)


def tokens(text: str) -> list[Token]:
    found: list[Token] = []
    end = 0
    for match in TOKEN.finditer(text):
        found.append(Token(match[0], match.start(), match.end(), match.start() > end))
        end = match.end()
    return found
