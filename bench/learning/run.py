"""What becomes of comments that nobody has seen, after so many decisions, right ones and wrong.

Of the comments decided half are spam. Those that are judged are all the others.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from bench.learning.blog import Blog
from bench.learning.mix import Comments
from moderation.comment import Status
from moderation.lesson import Label
from workers.engine import Engine
from workers.subject import Subject

POINTS = (0, 10, 20, 50, 100, 200, 500)
MODERATORS = ("ana", "ben", "cleo")
WRONG = "dan"

Decision = tuple[str, Subject, Label, str]


class Shares(NamedTuple):
    """Of comments not seen. `own_published` is of that part of the spam that stood on the blog."""

    spam_published: float
    own_published: float
    genuine_held: float
    genuine_rejected: float


class Wrong(NamedTuple):
    """So many wrong labels of one moderator among the right ones of the others."""

    name: str
    spam: int = 0  # approved
    genuine: int = 0  # rejected
    when: Literal["first", "among", "last"] = "among"


CLEAN = Wrong("none")
WRONGS = (
    Wrong("25 spam approved, 25 genuine rejected", 25, 25),
    Wrong("50 spam approved", 50),
    Wrong("50 genuine rejected", 0, 50),
    Wrong("25 and 25, before all others", 25, 25, "first"),
    Wrong("50 spam approved, after all others", 50, 0, "last"),
    Wrong("50 genuine rejected, after all others", 0, 50, "last"),
)


def curve(engine: Engine, mixed: Comments) -> Iterator[tuple[int, Shares]]:
    """After each of `POINTS` decisions, as far as something is left to judge; the same blog goes
    on."""
    most = min(len(mixed.genuine), len(mixed.spam))
    points = [point for point in POINTS if point // 2 < most]
    blog = Blog(engine)
    decided = list(_right(mixed, max(points)))
    done = 0
    for point in points:
        _teach(blog, decided[done:point])
        done = point
        yield point, _shares(blog, mixed, point // 2, point // 2)


def taught(engine: Engine, mixed: Comments, wrong: Wrong, seed: int) -> tuple[Blog, Shares]:
    """After the most decisions that are right, and some that are wrong."""
    half = max(POINTS) // 2
    right = list(_right(mixed, max(POINTS)))
    spam, genuine = (each[half:] for each in (mixed.spam, mixed.genuine))
    bad = [
        *((f"w{n}", each, Label.GENUINE, WRONG) for n, each in enumerate(spam[: wrong.spam])),
        *((f"v{n}", each, Label.SPAM, WRONG) for n, each in enumerate(genuine[: wrong.genuine])),
    ]
    drawn = random.Random(seed)
    drawn.shuffle(bad)
    every = [*bad, *right] if wrong.when == "first" else [*right, *bad]
    if wrong.when == "among":
        drawn.shuffle(every)
    blog = Blog(engine)
    _teach(blog, every)
    return blog, _shares(blog, mixed, half + wrong.spam, half + wrong.genuine)


def not_published(judge: Blog, subjects: Sequence[Subject]) -> float:
    return 1 - _share(judge, subjects, Status.PUBLISHED)


def _right(mixed: Comments, count: int) -> Iterator[Decision]:
    """Genuine and spam in turns, each as it is, by the moderators in turns."""
    for n in range(count):
        label, own = (Label.SPAM, mixed.spam) if n % 2 else (Label.GENUINE, mixed.genuine)
        yield f"c{n}", own[n // 2], label, MODERATORS[n % len(MODERATORS)]


def _teach(blog: Blog, decisions: Iterable[Decision]) -> None:
    for decision in decisions:
        blog.teach(*decision)


def _shares(blog: Blog, mixed: Comments, spam: int, genuine: int) -> Shares:
    """Of those after so many."""
    rest, bad = mixed.genuine[genuine:], mixed.spam[spam:]
    held, rejected = (_share(blog, rest, each) for each in (Status.HELD, Status.REJECTED))
    return Shares(
        _share(blog, bad, Status.PUBLISHED),
        _share(blog, [each for each in bad if each in mixed.own], Status.PUBLISHED),
        held,
        rejected,
    )


def _share(blog: Blog, subjects: Sequence[Subject], status: Status) -> float:
    found = [blog.judge(each).outcome for each in subjects]
    return found.count(status) / len(found) if found else 0.0
