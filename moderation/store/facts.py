"""What the store knows that a check may want to know, and questions that are not kept.

Asks carry comments to the workers and verdicts back.
"""

from collections.abc import Sequence
from typing import Any

import redis.asyncio

from moderation.store import inquiry, keys
from moderation.store.connection import Scripts
from moderation.store.inquiry import Batch, Known

ASK_MS = 30_000


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

    async def gather(self, batch: Batch) -> tuple[list[Known], dict[str, list[str]]]:
        """What is known of each comment, and the last texts of each thread, in one round trip.

        The comments are counted among their like by this; again, and nothing changes. Raises what
        `StoreErrors` names.
        """
        replies = await self._scripts.run_many(inquiry.calls(batch))
        for reply in replies:
            if isinstance(reply, Exception):
                raise reply
        return inquiry.read(batch, replies)

    async def records(self, site: str, parties: Sequence[str]) -> list[tuple[int, int]]:
        """Of each party, how many of its comments are published, and how many rejected."""
        pipe = self._client.pipeline(transaction=False)
        for bucket, name in (keys.record(site, party) for party in parties):
            pipe.hmget(bucket, [f"{name}p", f"{name}r"])
        return [(int(p or 0), int(r or 0)) for p, r in await pipe.execute()]

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
