"""Lessons that are due: what became of a comment, made into what it teaches.

A lesson is due some seconds after a person's decision, and leaves the list only when it is learned;
what counts then is how the comment stands. Two workers at one lesson, or the same one twice, teach
it once (`learn.lua`).
"""

from collections.abc import Iterable, Sequence

from moderation.comment import Comment
from moderation.lesson import Counts, Label, Lesson, label_of
from moderation.policy import Policy
from moderation.store import Store
from moderation.store.records import Due, Learnt, Record, Teaching
from moderation.store.sites import Site
from workers.features import Features, features
from workers.fingerprint import fingerprint
from workers.odds import Learned, leaning, odds

BATCH = 32
# From so many lessons of each kind on, the filter knows enough to be surprised.
ENOUGH = 50
SHORTEST = 20
NOTHING = Features([], {})


async def take(store: Store, site: Site, policy: Policy) -> int:
    """Learn from at most `BATCH` decisions that are due. Returns how many were settled."""
    due = await store.learning.due(site.name, BATCH)
    if not due:
        return 0
    records = await store.comments.read(site.name, [each.id for each in due])
    met = [features(record.comment) if record else None for record in records]
    counts = await recall(store, site.name, [each for each in met if each])
    teachings = [
        _teaching(each, record, found, counts, site, policy)
        for each, record, found in zip(due, records, met, strict=True)
    ]
    learnt = await store.learning.learn(site.name, teachings)
    return len(learnt) - learnt.count(Learnt.NOT_NOW)


async def recall(store: Store, site: str, met: Iterable[Features]) -> Counts:
    """What the site's filter knows of all these features."""
    return await store.learning.recall(site, {f for each in met for f in each.all})


async def learned(
    store: Store, site: str, totals: Counts, comments: Sequence[Comment], policy: Policy
) -> list[Learned | None]:
    """What the site's filter knows of each comment's features; None if it knows nothing at all.

    `totals` were read a moment ago. While there are too few lessons, they are all that is told, and
    nothing is asked.
    """
    if not totals.spam and not totals.genuine:
        return [None] * len(comments)
    if min(totals.spam, totals.genuine) < policy.checks.learned.least:
        return [Learned(NOTHING, totals)] * len(comments)
    met = [features(comment) for comment in comments]
    counts = await recall(store, site, met)
    return [Learned(each, counts) for each in met]


def lesson(
    site: Site,
    comment: Comment,
    label: Label,
    teacher: str,
    version: int,
    learned: Learned,
    policy: Policy,
) -> Lesson:
    """What a decision on the comment teaches, given what the filter knows of it beforehand.

    No author and no text teaches much, however often; nor does one moderator who contradicts what
    the filter is sure of, as a stolen account or a careless hand would.
    """
    sources = [*_author(site, comment), *_text(comment)]
    if surprising(label, learned, policy):
        sources.append(f"against {teacher}")
    return Lesson(label, teacher, version, learned.features.all, tuple(sources))


def surprising(label: Label, learned: Learned, policy: Policy) -> bool:
    """Would the filter, with much to go by, have called it the other?"""
    if min(learned.counts.spam, learned.counts.genuine) < ENOUGH:
        return False
    leans = leaning(odds(learned), policy.checks.learned)
    return leans < 0 if label is Label.SPAM else leans > 0


def _teaching(
    due: Due,
    record: Record | None,
    met: Features | None,
    counts: Counts,
    site: Site,
    policy: Policy,
) -> Teaching:
    if record is None or met is None:
        return Teaching(due.id, None, due.version)  # gone, or damaged: nothing can be learned
    last = record.history[-1]
    label = label_of(record.status, last, record.verdict, policy)
    if label is None:
        return Teaching(due.id, None, str(record.version))
    taught = lesson(
        site, record.comment, label, last.by, record.version, Learned(met, counts), policy
    )
    return Teaching(due.id, taught, str(record.version))


def _author(site: Site, comment: Comment) -> Sequence[str]:
    """Who this is, as far as we can tell. A bare name is nobody: many people are called John."""
    author, ip = comment.author, comment.client.ip
    who = author.email.lower() if author.email else f"{author.name} {ip}" if ip else None
    return [f"author {site.digest_of('author', who)}"] if who else []


def _text(comment: Comment) -> Sequence[str]:
    found = fingerprint(comment.body, SHORTEST)
    return [f"text {found}"] if found else []
