"""Kill -9 of each part under load: every comment that was accepted is decided, and once."""

import asyncio
import os
import signal
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import redis

from moderation.comment import Status
from moderation.store import keys
from tests.eventually import eventually
from tests.faults import auditor
from tests.faults.ledger import Promise, digest
from tests.flow.conftest import Running

CLIENTS = 8


@dataclass
class Ledger:
    """What clients were promised: the body by id, for every 202."""

    promised: dict[str, str] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    stop: bool = False


async def client(running: Running, ledger: Ledger, number: int) -> None:
    """Posts until told to stop. Any doubt is asked again with the same key, as front ends do."""
    count = 0
    while not ledger.stop:
        count += 1
        body = f"A remark by reader {number}, their number {count}, on this article."
        draft = {"thread": {"key": "/load"}, "body": body}
        headers = {"Idempotency-Key": f"{number}-{count}"}
        while True:
            try:
                async with running.http.post(
                    "/v1/comments", json=draft, headers=headers
                ) as response:
                    ledger.answers[response.status] += 1
                    if response.status == 202:
                        answer = await response.json()
                        ledger.promised[answer["id"]] = body
                        break
                    assert response.status == 503, await response.text()
            except aiohttp.ClientError:
                ledger.answers[0] += 1
            await asyncio.sleep(0.05)


async def more(ledger: Ledger, count: int) -> None:
    """Return when so many more comments were accepted."""
    goal = len(ledger.promised) + count
    await eventually(lambda: len(ledger.promised) >= goal, 60)


async def in_mid_drain(running: Running) -> int:
    """A worker's forked process, while a comment is leased: the last to fall due is not due yet."""

    async def look() -> int | None:
        horses, now = running.house.horses(), await running.store.now_ms()
        with redis.Redis.from_url(running.house.settings.redis_url) as raw:
            last: Any = raw.zrange(keys.inbox("blog"), -1, -1, withscores=True)
        return horses[0] if horses and last and last[0][1] > now + 1000 else None

    horse: int = await eventually(look, 30)
    return horse


async def audit(running: Running, ledger: Ledger) -> None:
    """Every promise kept (I1 to I7), and nothing there that was not promised."""

    async def settled() -> bool:
        return (await running.store.threads.sizes("blog"))[Status.PENDING] == 0

    await eventually(settled, 60)
    promises = [Promise(each, each, digest(body)) for each, body in ledger.promised.items()]
    account = auditor.audit(running.house.settings.redis_url, promises)
    # One comment a key, also of those whose first answer was lost.
    assert (account.faults, account.unclaimed) == ([], 0)


async def test_kills_under_load_lose_nothing_and_decide_nothing_twice(running: Running) -> None:
    ledger = Ledger()
    clients = [asyncio.create_task(client(running, ledger, n)) for n in range(CLIENTS)]
    house = running.house
    try:
        await more(ledger, 100)

        os.kill(await in_mid_drain(running), signal.SIGKILL)
        await more(ledger, 100)

        for pid in [*house.horses(), *house.workers()]:
            os.kill(pid, signal.SIGKILL)
        await more(ledger, 100)

        house.kill_part("serve")
        house.start_part("serve")
        await house.ready()
        await more(ledger, 100)

        house.valkey.kill()
        house.valkey.start()
        await more(ledger, 100)

        house.kill_part("work")
        house.start_part("work")
        await more(ledger, 100)
    finally:
        ledger.stop = True
        await asyncio.gather(*clients)
    assert ledger.answers[0] + ledger.answers[503] > 0, "no client noticed: nothing was tested"
    await audit(running, ledger)
