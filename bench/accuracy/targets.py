"""What the default policy promises: lines of rows, and what should become of them. Pure.

A line is met if the share that was counted lies within its target; the interval tells how much a
set of that size can know.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bench.accuracy.counts import CARE, Share
from bench.accuracy.sets import Row

# Speed, of the processor and a comment: microseconds.
MEDIAN = 250
P99 = 5_000
SLOWEST = 50_000


class Part(NamedTuple):
    """Rows of a set: with a label if one is named, and for which `where` is true."""

    set: str
    label: str | None = None
    where: Callable[[Row], bool] | None = None
    called: str = ""

    def has(self, row: Row) -> bool:
        return (
            row.set == self.set
            and self.label in (None, row.label)
            and (self.where is None or self.where(row))
        )

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.set, self.label, self.called)))


class Target(NamedTuple):
    """A bound on a share of rows, from 0 to 1. The measure is an outcome or a category."""

    measure: str
    side: Literal["most", "least"]
    bound: float

    def met(self, share: Share) -> bool:
        if self.side == "most":
            return share.share <= self.bound
        return share.share >= self.bound

    def __str__(self) -> str:
        return f"{'≤' if self.side == 'most' else '≥'} {self.bound * 100:g} %"


@dataclass(frozen=True)
class Line:
    """Rows with targets in common. `apart`: the parts are shown below the whole, each by itself."""

    name: str
    parts: tuple[Part, ...]
    targets: tuple[Target, ...]
    apart: bool = False

    def has(self, row: Row) -> bool:
        return any(part.has(row) for part in self.parts)

    @property
    def sets(self) -> set[str]:
        return {part.set for part in self.parts}

    def each(self) -> Iterator["Line"]:
        """A line for each part, if they are to be shown."""
        if self.apart:
            yield from (Line(part.name, (part,), self.targets) for part in self.parts)


def published(side: Literal["most", "least"], bound: float) -> Target:
    return Target("published", side, bound)


def _self_harm(row: Row) -> bool:
    return row.labels.get("SH") == 1


def _about_health(row: Row) -> bool:
    return row.labels.get("kind") == "sentence_health"


ORDINARY = (
    published("least", 0.93),
    Target("held", "most", 0.07),
    Target("rejected", "most", 0.002),
)
CARED_FOR = (Target(CARE, "least", 0.85), Target("rejected", "most", 0.0))
NOT_CARED_FOR = (Target(CARE, "most", 0.01),)

GENUINE = (
    Part("disqus_blog", "ham"),
    Part("wordpress_blog", "ham"),
    Part("fox_news", "clean"),
    Part("news_comments_ucc", "clean"),
)
HEALTH = (
    Part("drug_reviews"),
    Part("profanity_false_positives", None, _about_health, "about health"),
)
BLOG_SPAM = (Part("blog_comment_spam"), Part("wp_queue_spam"))
SWEARING = Part("profanity_evasion")
NOT_SWEARING = Part("profanity_false_positives")
FLAGGED = Part("openai_moderation", None, _self_harm, "flagged SH")

LINES = (
    Line("genuine comments", GENUINE, ORDINARY, apart=True),
    Line("benign health writing", HEALTH, ORDINARY, apart=True),
    Line(
        "blog spam",
        BLOG_SPAM,
        (published("most", 0.03), Target("rejected", "least", 0.70)),
        apart=True,
    ),
    Line("youtube_spam spam", (Part("youtube_spam", "spam"),), (published("most", 0.12),)),
    Line(
        "mailing_list_spam spam", (Part("mailing_list_spam", "spam"),), (published("most", 0.03),)
    ),
    Line("profanity_evasion", (SWEARING,), (published("most", 0.05),)),
    Line("profanity_false_positives", (NOT_SWEARING,), (published("least", 0.98),)),
    Line("hatecheck hate", (Part("hatecheck", "hate"),), (published("most", 0.20),)),
    Line("hatecheck clean", (Part("hatecheck", "clean"),), (published("least", 0.70),)),
    Line("openai_moderation selfharm", (Part("openai_moderation", "selfharm"),), CARED_FOR),
    Line(FLAGGED.name, (FLAGGED,), CARED_FOR),
    Line("self-harm queue: drug_reviews", (Part("drug_reviews"),), NOT_CARED_FOR),
    Line("self-harm queue: genuine comments", GENUINE, NOT_CARED_FOR),
)

# Sets whose rows are also told apart by something that their origin says of them.
FINER = {
    "hatecheck": "functionality",
    "mailing_list_spam": "category",
    "profanity_evasion": "kind",
    "profanity_false_positives": "kind",
    "pii_small": "kind",
}
