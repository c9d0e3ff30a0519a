"""Lessons that are due: what became of a comment, made into what it teaches.

A lesson is due some seconds after a person's decision, and leaves the list only when it is learned;
what counts then is how the comment stands. Two workers at one lesson, or the same one twice, teach
it once (`learn.lua`).
"""

from collections.abc import Sequence

from moderation.comment import Comment
from moderation.lesson import Counts, Label, Lesson, label_of
from moderation.party import author_of
from moderation.policy import Policy
from moderation.store import Store
from moderation.store.records import Due, Learnt, Record, Teaching
from moderation.store.sites import Site
from workers.features import Features, features
from workers.odds import Learned, leaning, odds
from workers.text.fingerprint import fingerprint, likeness
from workers.text.folding import fold

BATCH = 32
# From so many lessons of each kind on, the filter knows enough to be surprised.
ENOUGH = 50


async def take(store: Store, site: Site, policy: Policy) -> int:
    """Learn from at most `BATCH` decisions that are due. Returns how many were settled."""
    due = await store.learning.due(site.name, BATCH)
    if not due:
        return 0
    records = await store.comments.read(site.name, [each.id for each in due])
    met = [_features(record.comment) if record else None for record in records]
    every = {feature for each in met if each for feature in each.all}
    counts = await store.learning.recall(site.name, every)
    teachings = [
        _teaching(each, record, found, counts, site, policy)
        for each, record, found in zip(due, records, met, strict=True)
    ]
    learnt = await store.learning.learn(site.name, teachings)
    return len(learnt) - learnt.count(Learnt.NOT_NOW)


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

    No author teaches much, nor do many texts that are much alike; nor does one moderator who
    contradicts what the filter is sure of, as a stolen account or a careless hand would.
    """
    sources = [*_author(site, comment), *_text(comment, policy)]
    if surprising(label, learned, policy):
        sources.append(f"against {teacher}")
    met = learned.features
    return Lesson(label, teacher, version, met.all, tuple(sources), len(met.text))


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
    last = record.last_move
    label = label_of(record.status, last, record.verdict, policy)
    if label is None:
        return Teaching(due.id, None, str(record.version))
    taught = lesson(
        site, record.comment, label, last.by, record.version, Learned(met, counts), policy
    )
    return Teaching(due.id, taught, str(record.version))


def _features(comment: Comment) -> Features:
    return features(fold(comment.body).text, comment.author)


def _author(site: Site, comment: Comment) -> Sequence[str]:
    found = author_of(site, comment.author, comment.client)
    return [f"author {found.digest}"] if found else []


def _text(comment: Comment, policy: Policy) -> Sequence[str]:
    options = policy.checks.duplicates
    same = fingerprint(comment.body, options.min_length)
    near = likeness(fold(comment.body).text, options.min_words)
    return [f"text {mark}" for mark in dict.fromkeys([*([same] if same else []), *near])]
