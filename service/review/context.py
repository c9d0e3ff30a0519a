"""What is shown around the open comment: its author's record, the thread before it, what is like it
in the list. Reads little, whatever the size of a site, and changes nothing."""

import asyncio
from dataclasses import dataclass

from moderation.comment import Status
from moderation.party import author_of
from moderation.store import Store
from moderation.store.records import Record
from moderation.store.sites import Site
from service.filters import Filter, domain_of
from service.review.alike import Alike, addresses, alike, author_filter, leads
from service.review.order import Sort
from service.review.view import View

# Of the thread, so many comments before it; of the list, so many before it and so many after it.
BEFORE, BESIDE = 5, 25


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of an author's other comments. `weak`: the record is one of a name with an
    address, which several people may share."""

    published: int
    rejected: int
    weak: bool


@dataclass(frozen=True, slots=True)
class Context:
    """`standing` is None of an author whom nothing tells from others. `theirs` are the lists with
    their comments, by status. `hosts`, each with a list, and `addresses` are where it leads; `like`
    are what is alike among `looked` others, with its list."""

    standing: Standing | None
    domain: str
    theirs: dict[Status, str]
    before: list[Record]
    hosts: dict[str, str]
    addresses: dict[str, str]
    like: list[tuple[Alike, str]]
    looked: int


async def gather(store: Store, site: Site | None, view: View, record: Record) -> Context:
    """Everything around a comment."""
    comment = record.comment
    older, newer, before, standing = await asyncio.gather(
        _beside(store, view, record, newest=True),
        _beside(store, view, record, newest=False),
        store.threads.before(view.site, comment.thread.key, record.created_us, BEFORE),
        standing_of(store, site, record),
    )
    others = [*older, *newer]
    theirs, start = author_filter(record), View(view.site, view.status)
    return Context(
        standing=standing,
        domain=domain_of(comment.author.email),
        theirs={
            each: View(view.site, each, theirs, sort=Sort.NEWEST).path()
            for each in (Status.PUBLISHED, Status.REJECTED)
        }
        if theirs
        else {},
        before=before,
        hosts={host: start.path(filter=Filter(host=host)) for host in leads(record)},
        addresses=addresses(record),
        like=[(each, start.path(filter=each.filter)) for each in alike(record, others)],
        looked=len(others),
    )


async def standing_of(store: Store, site: Site | None, record: Record) -> Standing | None:
    """What became of the author's other comments, all of them."""
    if site is None:
        return None
    party = author_of(site, record.comment.author, record.comment.client)
    if party is None:
        return None
    ((published, rejected),) = await store.facts.records(site.name, [party.name])
    # The comment itself is in the record, too.
    published -= record.status is Status.PUBLISHED
    rejected -= record.status is Status.REJECTED
    return Standing(max(published, 0), max(rejected, 0), party.weak)


async def _beside(store: Store, view: View, record: Record, *, newest: bool) -> tuple[Record, ...]:
    """What stands before or after it in its list, by creation."""
    start = record.created_us + (-1 if newest else 1)
    window = await store.threads.window(
        view.site, view.status, BESIDE, lambda _: True, start=start, newest=newest
    )
    return window.records
