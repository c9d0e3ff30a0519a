"""A small memory limit under load: intake is refused, workers drain, intake goes on."""

import asyncio
from collections import Counter
from typing import Any

import redis

from moderation.admission import MEMORY_REFUSE
from moderation.comment import Status
from tests.eventually import eventually
from tests.flow.conftest import Running
from tests.flow.test_kill import Ledger, audit, client

CLIENTS = 16
ROOM = 2_000_000  # until comments are refused
BALLAST = 40_000_000  # so that a fifth of the limit is more than the processes' own buffers


def errors(raw: Any) -> int:
    """How often the store itself refused for want of memory."""
    return int(raw.info("errorstats").get("errorstat_OOM", {}).get("count", 0))


async def test_admission_refuses_before_memory_runs_out_and_takes_again(running: Running) -> None:
    ledger = Ledger()
    with redis.Redis.from_url(running.house.settings.redis_url) as raw:
        raw.setrange("ballast", BALLAST, b"x")
        limit = int((int(raw.info("memory")["used_memory"]) + ROOM) / MEMORY_REFUSE)
        raw.config_set("maxmemory", limit)
        clients = [asyncio.create_task(client(running, ledger, n)) for n in range(CLIENTS)]
        try:
            await eventually(lambda: ledger.answers[503] >= 50, 60)

            async def drained() -> bool:
                sizes = await running.store.threads.sizes("blog")
                return sizes[Status.PENDING] == 0

            await eventually(drained, 60)
            assert errors(raw) == 0, "the store refused before admission did"
            before, answers = len(ledger.promised), Counter(ledger.answers)
            await eventually(lambda: ledger.answers[503] >= answers[503] + 50, 60)
            assert len(ledger.promised) - before <= len(clients)

            raw.config_set("maxmemory", 2 * limit)
            await eventually(lambda: len(ledger.promised) >= before + 200, 60)
        finally:
            ledger.stop = True
            raw.config_set("maxmemory", 0)  # a client goes on until its comment is taken
            await asyncio.gather(*clients)
        assert errors(raw) == 0
    await audit(running, ledger)
