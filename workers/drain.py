"""A drain: claim, gather, check, decide, batch after batch, until a site's inbox is empty; then it
learns from the decisions of people that are due.

Running one twice, or two at once, does no harm: a claim is a lease, and a decision is made only if
the comment is still what the drain saw.
"""

import asyncio
import logging
import time
from collections.abc import Sequence

from moderation.comment import Author, Client, Comment, Status
from moderation.doorbell import Doorbell
from moderation.lesson import Counts
from moderation.policy import Policy
from moderation.store import Store
from moderation.store.comments import GIVE_UP_AFTER
from moderation.store.facts import Tally
from moderation.store.records import Claim, Decision
from moderation.store.sites import Site
from moderation.verdict import Verdict, could_not_be_checked
from workers.engine import Engine
from workers.fingerprint import fingerprint
from workers.lessons import learned, take
from workers.outside import Hook, consult
from workers.subject import Facts, Subject

log = logging.getLogger(__name__)

# Small, so that a front end's comment never waits long for a batch of ours in the store.
BATCH = 16
# In a rush a drain pauses after each batch: what is in the inbox is safe and may wait; who posts is
# not served until the store has answered.
PAUSE_SECONDS = 0.2
BUDGET_SECONDS = 5.0
BY = "checks"


class Drain:
    """See the module. `stop` names the exceptions that are the worker's own, not a check's."""

    def __init__(
        self,
        store: Store,
        doorbell: Doorbell,
        engine: Engine,
        stop: tuple[type[BaseException], ...] = (),
        hook: Hook | None = None,
    ) -> None:
        self._store = store
        self._doorbell = doorbell
        self._engine = engine
        self._stop = stop
        self._hook = hook

    async def run(self, site_name: str) -> int:
        """Drain a site for at most `BUDGET_SECONDS`, then ring again if something is left.

        Returns how many comments were decided here.
        """
        site = await self._store.sites.get(site_name)
        lessons = await self._store.learning.totals(site_name)
        deadline = time.monotonic() + BUDGET_SECONDS
        decided, hush = 0, True
        while time.monotonic() < deadline:
            claims = await self._store.comments.claim(site_name, BATCH, hush=hush)
            hush = False  # once is enough: later rings must reach other workers
            if claims.comments:
                decided += await self._decide(site, lessons, claims.comments)
                if claims.rush:
                    await asyncio.sleep(PAUSE_SECONDS)
            elif not await self._learn(site):
                return decided
        await self._learn(site)
        for name in await self._store.comments.ring([site_name]):
            await self._doorbell.ring(name)
        return decided

    async def _learn(self, site: Site | None) -> int:
        """A batch of lessons. They can wait: comments come first."""
        return await take(self._store, site, self._engine.policy) if site else 0

    async def _decide(self, site: Site | None, lessons: Counts, claims: Sequence[Claim]) -> int:
        hopeless = [c for c in claims if c.attempts > GIVE_UP_AFTER]
        hopeful = [c for c in claims if c.attempts <= GIVE_UP_AFTER]
        subjects = await self._gather(site, lessons, hopeful)
        verdicts = self._engine.examine(subjects, self._stop)
        if self._hook:
            comments = [subject.comment for subject in subjects]
            verdicts = await consult(self._hook, comments, verdicts, self._engine.policy)
        decisions = [_decision(c, v) for c, v in zip(hopeful, verdicts, strict=True)]
        for claim in hopeless:
            log.error("comment %s could not be checked, held", claim.comment.id)
            verdict = could_not_be_checked(self._engine.policy, GIVE_UP_AFTER)
            decisions.append(_decision(claim, verdict))
        outcomes = await self._store.comments.decide(decisions)
        return sum(outcome.made for outcome in outcomes)

    async def _gather(
        self, site: Site | None, lessons: Counts, claims: Sequence[Claim]
    ) -> list[Subject]:
        """Facts for a batch, in the time of one round trip."""
        if site is None:
            return [Subject(claim.comment) for claim in claims]
        tallies = [_tally(site, claim, self._engine.policy) for claim in claims]
        wanted = [tally for tally in tallies if tally.counts]
        comments = [claim.comment for claim in claims]
        told, met = await asyncio.gather(
            self._store.facts.tally(wanted),
            learned(self._store, site.name, lessons, comments, self._engine.policy),
        )
        counts = iter(told)
        found = [next(counts) if tally.counts else {} for tally in tallies]
        return [
            Subject(comment, Facts(**known, learned=each))
            for comment, known, each in zip(comments, found, met, strict=True)
        ]


def _tally(site: Site, claim: Claim, policy: Policy) -> Tally:
    """Among what this comment is to be counted: its author's, its address's, its text's like."""
    comment, rate, same = claim.comment, policy.checks.rate, policy.checks.duplicates
    counts = []
    author = _author(comment.author, comment.client)
    if author:
        digest = site.digest_of("author", author)
        counts.append(("by_author", digest, rate.window_seconds * 1000))
    if comment.client.ip:
        digest = site.digest_of("address", comment.client.ip)
        counts.append(("by_address", digest, rate.window_seconds * 1000))
    text = fingerprint(comment.body, same.min_length)
    if text:
        counts.append(("same_text", text, same.window_seconds * 1000))
    return Tally(site.name, comment.id, claim.created_us, tuple(counts))


def _author(author: Author, client: Client) -> str | None:
    """Who this is, as far as we can tell. A bare name is nobody: many people are called John."""
    if author.email:
        return author.email.lower()
    return f"{author.name} {client.ip}" if author.name and client.ip else None


def _decision(claim: Claim, verdict: Verdict) -> Decision:
    comment: Comment = claim.comment
    return Decision(
        id=comment.id,
        site=comment.site,
        thread_key=comment.thread.key,
        status=Status.PENDING,
        version=claim.version,
        to=verdict.outcome,
        by=BY,
        verdict=verdict,
    )
