"""A blog's comments, genuine ones and spam, shuffled; and genuine ones of other kinds."""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.accuracy.run import Variant, subject
from bench.accuracy.sets import Row, load
from workers.subject import Subject

GENUINE, SPAM = "disqus_blog", "blog_comment_spam"
# Set and label of genuine comments unlike the blog's.
UNLIKE = (
    ("drug_reviews", "clean"),
    ("news_comments_ucc", "clean"),
    ("fox_news", "clean"),
    ("wordpress_blog", "ham"),
    ("youtube_spam", "ham"),
)
# Sites of other kinds: a set that has both genuine ones and spam.
OTHERS = ("youtube_spam", "sms_spam")
# And spam unlike the blog's, that what was learned as genuine must not let through.
UNLIKE_SPAM = (("youtube_spam", "spam"), ("mailing_list_spam", "spam"))


class Comments(NamedTuple):
    """`own` are those of the spam that stood among the blog's genuine comments: little, and near to
    them."""

    genuine: list[Subject]
    spam: list[Subject]
    own: frozenset[Subject] = frozenset()

    def shuffled(self, seed: int) -> "Comments":
        drawn = random.Random(seed)
        genuine, spam = (drawn.sample(each, len(each)) for each in (self.genuine, self.spam))
        return Comments(genuine, spam, self.own)


def comments(data: Path, variant: Variant) -> Comments:
    """Raises `Missing` and `BadRow`."""
    rows = load(data, (GENUINE, SPAM))
    own = _subjects(rows, GENUINE, "spam", variant)
    spam = [*_subjects(rows, SPAM, "spam", variant), *own]
    return Comments(_subjects(rows, GENUINE, "ham", variant), spam, frozenset(own))


def other(data: Path, name: str, variant: Variant) -> Comments:
    """Of a set that has both. Raises `Missing` and `BadRow`."""
    rows = load(data, (name,))
    return Comments(_subjects(rows, name, "ham", variant), _subjects(rows, name, "spam", variant))


def unlike(
    data: Path, which: Sequence[tuple[str, str]], variant: Variant
) -> dict[str, list[Subject]]:
    """Raises `Missing` and `BadRow`."""
    rows = load(data, {name for name, _ in which})
    return {f"{name} {label}": _subjects(rows, name, label, variant) for name, label in which}


def _subjects(
    rows: Mapping[str, Sequence[Row]], name: str, label: str, variant: Variant
) -> list[Subject]:
    return [subject(row, variant) for row in rows[name] if row.label == label]
