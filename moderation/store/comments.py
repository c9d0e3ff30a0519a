"""Comments in the store: accept, claim, decide, read.

But for what its author does (`authorship`) and a person's edit, nothing else writes a comment's
status, an index of statuses, or a history.
"""

import logging
from collections.abc import Sequence

import redis.asyncio

from moderation.comment import Status, check_move
from moderation.store import codec, keys
from moderation.store.codec import BELL_MS, RUSH_MS
from moderation.store.connection import Call, Scripts
from moderation.store.records import (
    LESSON_MS,
    Claims,
    Decided,
    Decision,
    Intake,
    Receipt,
    Record,
)

log = logging.getLogger(__name__)

LEASE_MS = 15_000
ALONE_AFTER = 2
GIVE_UP_AFTER = 5
# So many comments in one write: intake is at its limit, and checking should give way to it.
RUSH = 16


class Comments:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis", scripts: Scripts) -> None:
        self._client = client
        self._scripts = scripts

    async def accept(self, intakes: Sequence[Intake]) -> list[Receipt | Exception]:
        """Keep new comments, in one round trip, each all or nothing.

        When this returns, every receipt is on disk. An exception in the list means that this one
        may or may not be kept; the same idempotency key makes asking again safe.
        """
        rush = len(intakes) >= RUSH
        calls = [codec.accept_call(i, rush=rush and n == 0) for n, i in enumerate(intakes)]
        replies = await self._scripts.run_many(calls)
        return [r if isinstance(r, Exception) else codec.receipt(r) for r in replies]

    async def claim(self, site: str, limit: int, *, hush: bool = False) -> Claims:
        """Lease up to `limit` due comments for `LEASE_MS`. `hush` first lets the bell ring anew.

        A comment claimed more than `ALONE_AFTER` times comes alone.
        """
        reply = await self._scripts.run(
            "claim",
            [keys.inbox(site), keys.bell(site), keys.rush(site)],
            [keys.prefix(site), limit, LEASE_MS, ALONE_AFTER, int(hush), RUSH_MS],
        )
        claims = (codec.claim(site, row) for row in reply[1:])
        # In the order of their arrival, so that of two like comments the later is the repetition.
        ordered = sorted(claims, key=lambda claim: claim.created_us)
        return Claims(tuple(ordered), rush=bool(reply[0]))

    async def decide(self, decisions: Sequence[Decision]) -> list[Decided]:
        """Make moves, in one round trip, each only if its comment still is what was seen.

        Raises `IllegalMove` before anything is sent if a decision breaks `MOVES`.
        """
        decided = []
        for outcome in await self.decide_each(decisions):
            if isinstance(outcome, Exception):
                raise outcome
            decided.append(outcome)
        return decided

    async def decide_each(self, decisions: Sequence[Decision]) -> list[Decided | Exception]:
        """As `decide`; an exception in the list is that of one move, whose comment is damaged."""
        for decision in decisions:
            check_move(decision.status, decision.to)
        replies = await self._scripts.run_many([codec.decide_call(d) for d in decisions])
        return [
            r if isinstance(r, Exception) else codec.decided(d, r)
            for d, r in zip(decisions, replies, strict=True)
        ]

    async def watch(self, site: str, comment_id: str) -> Status | None:
        """Ask that the decision be announced. Returns the present status, None if unknown."""
        reply = await self._scripts.run("watch", [keys.comment(site, comment_id)])
        return Status(reply.decode()) if reply else None

    async def read(self, site: str, ids: Sequence[str]) -> list[Record | None]:
        """Comments by id, in one round trip; None for an unknown one."""
        if not ids:
            return []
        pipe = self._client.pipeline(transaction=False)
        for comment_id in ids:
            pipe.hmget(keys.comment(site, comment_id), codec.RECORD_FIELDS)
        rows = await pipe.execute()
        return [codec.record(site, i, row) for i, row in zip(ids, rows, strict=True)]

    async def ring(self, sites: Sequence[str]) -> list[str]:
        """Set the bells of those sites where a comment or a lesson is due and no drain is coming.

        The caller must enqueue a drain for each site returned. One that is damaged keeps no other
        from being rung for.
        """
        calls: list[Call] = [
            (
                "ring",
                [keys.inbox(s), keys.bell(s), keys.lessons(s)],
                [BELL_MS, LEASE_MS, LESSON_MS],
            )
            for s in sites
        ]
        replies = await self._scripts.run_many(calls)
        failed = [reply for reply in replies if isinstance(reply, Exception)]
        if failed and len(failed) == len(replies):
            raise failed[0]
        for fault in failed:
            log.error("a site could not be looked after: %s", fault)
        rung = zip(sites, replies, strict=True)
        return [site for site, reply in rung if reply and not isinstance(reply, Exception)]
