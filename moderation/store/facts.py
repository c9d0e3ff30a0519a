"""What the store knows that a check may want to know, and questions that are not kept.

Tallies count a comment among its like. Asks carry comments to the workers and verdicts back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import redis.asyncio

from moderation.store import keys
from moderation.store.connection import Call, Scripts

ASK_MS = 30_000


@dataclass(frozen=True, slots=True)
class Tally:
    """Count comment `id`, created at `created_us`, among those with the same digest in each window.

    `counts` are (what, digest, window ms).
    """

    site: str
    id: str
    created_us: int
    counts: tuple[tuple[str, str, int], ...]


class Facts:
    """See the module."""

    def __init__(
        self,
        client: "redis.asyncio.Redis",
        scripts: Scripts,
        patient: "redis.asyncio.Redis",
    ) -> None:
        self._client = client
        self._scripts = scripts
        self._patient = patient

    async def tally(self, tallies: Sequence[Tally]) -> list[dict[str, int]]:
        """Counts by `what`, the comment itself included, in one round trip."""
        calls: list[Call] = [
            (
                "tally",
                [keys.seen(t.site, what, digest) for what, digest, _ in t.counts],
                [t.id, t.created_us, *(window for _, _, window in t.counts)],
            )
            for t in tallies
        ]
        replies = await self._scripts.run_many(calls)
        for reply in replies:
            if isinstance(reply, Exception):
                raise reply
        return [
            {what: int(n) for (what, _, _), n in zip(t.counts, reply, strict=True)}
            for t, reply in zip(tallies, replies, strict=True)
        ]

    async def ask(self, site: str, ask_id: str, payload: bytes) -> None:
        """Leave comments for a worker to judge; forgotten after `ASK_MS`."""
        await self._client.set(keys.ask(site, ask_id), payload, px=ASK_MS)

    async def asked(self, site: str, ask_id: str) -> bytes | None:
        payload: Any = await self._client.getdel(keys.ask(site, ask_id))
        return bytes(payload) if payload is not None else None

    async def answer(self, site: str, ask_id: str, payload: bytes) -> None:
        key = keys.answer(site, ask_id)
        pipe = self._client.pipeline(transaction=True)
        pipe.rpush(key, payload)
        pipe.pexpire(key, ASK_MS)
        await pipe.execute()

    async def answered(self, site: str, ask_id: str, seconds: float) -> bytes | None:
        """Wait for the answer; None if none came in time."""
        reply: Any = await self._patient.blpop([keys.answer(site, ask_id)], timeout=seconds)
        return bytes(reply[1]) if reply else None
