"""Gathering what the store knows of a batch of comments, in the time of one round trip.

What is asked is decided here; what it means is for the checks to say.
"""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from moderation.lesson import Counts
from moderation.party import Party, author_of, host_of
from moderation.policy import Policy
from moderation.policy.options import Checks
from moderation.ruling import names, rulings_for
from moderation.store import Store
from moderation.store.inquiry import Batch, Count, Inquiry, Known
from moderation.store.records import Claim
from moderation.store.sites import Site
from workers.filter import Filter
from workers.odds import Learned
from workers.subject import Facts, Standing, Subject
from workers.text.fingerprint import fingerprint, likeness
from workers.text.linked import Link, links, parse
from workers.topics import WORD, stem

# A comment counts for or against so many hosts, and so many of its links are counted.
HOSTS = 4
LINKS = 3
# Of a thread's words, those that most of its last comments use; of so many threads at a time.
WORDS = 200
THREADS = 200


class Asked(NamedTuple):
    """What is asked about a subject. `author` is their party; `hosts` are the parties of those it
    links to, by name."""

    subject: Subject
    inquiry: Inquiry
    author: Party | None
    hosts: dict[str, str]


class Gathered(NamedTuple):
    """A subject, and the parties in whose records its comment is to count."""

    subject: Subject
    parties: tuple[str, ...]


class Gatherer:
    """Lives as long as a drain, and so does what it has read of threads."""

    def __init__(self, store: Store, policy: Policy, lessons: Counts) -> None:
        self._store = store
        self._policy = policy
        self._filter = Filter(store, lessons, policy)
        self._empty = frozenset(policy.topics.empty)
        self._vocabularies: dict[str, frozenset[str]] = {}

    async def gather(self, site: Site | None, claims: Sequence[Claim]) -> list[Gathered]:
        """A subject a claim, in order. Of a site that is gone nothing is known."""
        if site is None or not claims:
            return [Gathered(Subject(claim.comment), ()) for claim in claims]
        if len(self._vocabularies) > THREADS:
            self._vocabularies.clear()
        own = _own(site)
        asked = [ask(site, own, claim, self._policy.checks) for claim in claims]
        batch = Batch(
            site.name,
            tuple(each.inquiry for each in asked),
            self._policy.checks.duplicates.window_seconds * 1000,
            tuple({c.comment.thread.key for c in claims} - self._vocabularies.keys()),
        )
        (found, texts), met = await asyncio.gather(
            self._store.facts.gather(batch),
            self._filter.learned(site.name, [each.subject for each in asked]),
        )
        for key, bodies in texts.items():
            self._vocabularies[key] = vocabulary(bodies, self._empty)
        gathered = []
        for each, known, lessons in zip(asked, found, met, strict=True):
            words = self._vocabularies[each.subject.comment.thread.key]
            each.subject.facts = facts(each, known, words, lessons)
            gathered.append(Gathered(each.subject, each.inquiry.parties))
        return gathered


def ask(site: Site, own: Collection[str], claim: Claim, checks: Checks) -> Asked:
    """Among what this comment is to be counted, and whose records are wanted for it.

    Links to the site's `own` hosts say nothing of who links to them.
    """
    comment, subject = claim.comment, Subject(claim.comment)
    linked = [link for link in links(comment.body) if link.host not in own]
    author = author_of(site, comment.author, comment.client)
    seconds = checks.rate.window_seconds
    counts = []
    if author:
        counts.append(Count("by_author", author.digest, seconds * 1000))
        places = dict.fromkeys(_place(link, checks.hosts.common) for link in linked)
        thread = site.digest_of("thread", comment.thread.key)[:12] if places else ""
        for place in islice(places, LINKS):
            link = site.digest_of("link", f"{author.digest} {place}")
            counts.append(Count("same_link", link, checks.rate.link_window_seconds * 1000, thread))
    if comment.client.ip:
        digest = site.digest_of("address", comment.client.ip)
        counts.append(Count("by_address", digest, seconds * 1000))
    url = parse(comment.author.url) if comment.author.url else None
    named = dict.fromkeys([url[0]] if url and url[0] not in own else [])
    named.update(dict.fromkeys(link.host for link in linked))
    hosts = {host: host_of(site, host).name for host in islice(named, HOSTS)}
    inquiry = Inquiry(
        comment.id,
        claim.created_us,
        tuple(counts),
        (*((author.name,) if author else ()), *hosts.values()),
        fingerprint(comment.body, checks.duplicates.min_length),
        likeness(subject.folded.text, checks.duplicates.min_words),
        tuple(names(comment)) if site.rulings else (),
    )
    return Asked(subject, inquiry, author, hosts)


def facts(
    asked: Asked, known: Known, words: frozenset[str], lessons: Learned | None = None
) -> Facts:
    """What is known, in the words of the checks."""
    records = {party: Standing(*record) for party, record in known.records.items()}
    standing = records[asked.author.name] if asked.author else None
    if standing is not None and asked.author and asked.author.weak:
        standing = Standing(standing.published, standing.rejected, weak=True)
    near, same = known.near, known.same
    return Facts(
        by_author=known.counts.get("by_author"),
        by_address=known.counts.get("by_address"),
        same_link=known.counts.get("same_link"),
        same_text=same.n if same else None,
        near_text=near.n if near else None,
        campaign=near.group if near else same.group if same else None,
        standing=standing,
        hosts={host: records[party] for host, party in asked.hosts.items()},
        vocabulary=words,
        learned=lessons,
        rulings=tuple(rulings_for(asked.subject.comment, {r.name: r for r in known.rulings}))
        if known.rulings
        else (),
    )


def vocabulary(bodies: Iterable[str], empty: frozenset[str]) -> frozenset[str]:
    """The stems of words that most of some texts use, but for `empty` ones."""
    used: Counter[str] = Counter()
    for body in bodies:
        used.update(map(stem, set(WORD.findall(body.lower())) - empty))
    return frozenset(word for word, _ in used.most_common(WORDS))


def _place(link: Link, common: Sequence[str]) -> str:
    """Pages of a host that everybody links to are told apart."""
    return link.address if link.host in common else link.host


def _own(site: Site) -> set[str]:
    """A site's own hosts."""
    places = (parse(url) for url in (site.url, *site.origins) if url)
    return {place[0] for place in places if place}
