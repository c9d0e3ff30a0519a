"""A drain: claim, gather, check, decide, batch after batch, until a site's inbox is empty; then it
learns from the decisions of people that are due.

Running one twice, or two at once, does no harm: a claim is a lease, and a decision is made only if
the comment is still what the drain saw.
"""

import asyncio
import logging
import time
from collections.abc import Sequence

from moderation.comment import Status
from moderation.doorbell import Doorbell
from moderation.ruling import BANNED
from moderation.store import Store
from moderation.store.comments import GIVE_UP_AFTER
from moderation.store.records import Claim, Decision
from moderation.store.sites import Site
from moderation.verdict import Verdict, could_not_be_checked, is_care
from workers.engine import Engine
from workers.gather import Gatherer
from workers.lessons import take
from workers.outside import Hook, consult

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
        gatherer = Gatherer(self._store, self._engine.policy, lessons)
        deadline = time.monotonic() + BUDGET_SECONDS
        decided, hush = 0, True
        while time.monotonic() < deadline:
            claims = await self._store.comments.claim(site_name, BATCH, hush=hush)
            hush = False  # once is enough: later rings must reach other workers
            if claims.comments:
                decided += await self._decide(site, gatherer, claims.comments)
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

    async def _decide(self, site: Site | None, gatherer: Gatherer, claims: Sequence[Claim]) -> int:
        hopeless = [c for c in claims if _hopeless(c)]
        hopeful = [c for c in claims if not _hopeless(c)]
        gathered = await gatherer.gather(site, hopeful)
        subjects = [each.subject for each in gathered]
        verdicts = self._engine.examine(subjects, self._stop)
        if self._hook:
            comments = [subject.comment for subject in subjects]
            verdicts = await consult(self._hook, comments, verdicts, self._engine.policy)
        decisions = [
            self._decision(claim, verdict, each.parties)
            for claim, verdict, each in zip(hopeful, verdicts, gathered, strict=True)
        ]
        for claim in hopeless:
            log.error("comment %s could not be checked, held", claim.comment.id)
            verdict = could_not_be_checked(self._engine.policy, GIVE_UP_AFTER)
            decisions.append(self._decision(claim, verdict, ()))
        outcomes = await self._store.comments.decide(decisions)
        return sum(outcome.made for outcome in outcomes)

    def _decision(self, claim: Claim, verdict: Verdict, parties: tuple[str, ...]) -> Decision:
        """Whatever becomes of a cry for help, it never speaks against who wrote it. Nor does what a
        ban rejected: it is no evidence, and the ban may be lifted."""
        comment, care = claim.comment, is_care(verdict, self._engine.policy)
        return Decision(
            id=comment.id,
            site=comment.site,
            thread_key=comment.thread.key,
            status=Status.PENDING,
            version=claim.version,
            to=verdict.outcome,
            by=BY,
            verdict=verdict,
            parties=() if care or verdict.decisive == BANNED else parties,
            care=care,
        )


def _hopeless(claim: Claim) -> bool:
    return claim.attempts > GIVE_UP_AFTER or not claim.readable
