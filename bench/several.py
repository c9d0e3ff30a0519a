"""Thousands of held comments decided in one act: `python -m bench.several`.

Over HTTP, by the forms of the console: the question, its confirmation, what settles, and the undo
of all of it. Another moderator asks for the counts all the while; how long that takes is told
beside how long it takes on the same service with nothing else to do.
"""

import argparse
import asyncio
import re
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import aiohttp

from bench.accuracy.table import table
from bench.backlog import SITE, House, house
from bench.console import NAME, PASSWORD, hold_all, p95
from bench.texts import bodies
from moderation.settings import Settings

HEADERS = {"Sec-Fetch-Site": "same-origin"}
QUIET = 200  # requests of the other moderator before anything is decided


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.several", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--held", type=int, default=5000)
    args = parser.parse_args(argv)
    with house() as at:
        at.fill(bodies(args.data, args.held, seed=1))
        asyncio.run(hold_all(at))
        asyncio.run(_measure(at, args.held))
    return 0


async def _measure(at: House, held: int) -> None:
    base = f"http://127.0.0.1:{at.settings.port}"
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(base, headers=HEADERS, cookie_jar=jar) as client:
        await _post(client, "/review/sign-in", {"name": NAME, "password": PASSWORD})
        quiet = [await _counts(client) for _ in range(QUIET)]
        fields = {"site": SITE, "action": "spam"}
        rows = []

        async def act(title: str, work: Callable[[], Awaitable[str]]) -> str:
            busy: list[float] = []
            other = asyncio.create_task(_ask_on(client, busy))
            began = time.perf_counter()
            page = await work()
            seconds = time.perf_counter() - began
            other.cancel()
            rows.append([title, f"{seconds:.2f}", f"{p95(busy):.1f}", f"{max(busy):.1f}"])
            return page

        page = await act(
            "asked about", lambda: _post(client, "/review/several", fields | {"all": "1"})
        )
        batch = re.findall(r'name="batch" value="([^"]+)"', page)[0]
        sure = fields | {"batch": batch, "count": str(held)}
        await act("confirmed", lambda: _post(client, "/review/several/confirm", sure))
        await act("settled", lambda: _settled(client, held))
        await act("undone, by moves", lambda: _post(client, "/review/several/undo", sure))
    print(f"{held} comments in one act; the other moderator's GET alone: {p95(quiet):.1f} ms.\n")
    head = ["", "seconds", "the other's GET meanwhile: 95th percentile, ms", "longest, ms"]
    print(table(head, rows))


async def _post(client: aiohttp.ClientSession, path: str, fields: dict[str, str]) -> str:
    async with client.post(path, data=fields) as answer:
        answer.raise_for_status()
        return await answer.text()


async def _counts(client: aiohttp.ClientSession) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    async with client.get(f"/review/counts?site={SITE}") as answer:
        answer.raise_for_status()
        await answer.read()
    return (time.perf_counter() - began) * 1000


async def _ask_on(client: aiohttp.ClientSession, times: list[float]) -> None:
    while True:
        times.append(await _counts(client))


async def _settled(client: aiohttp.ClientSession, count: int) -> str:
    """When all have been carried out: the time in which they can be taken back included."""
    deadline = time.monotonic() + Settings().undo_seconds + 60
    while time.monotonic() < deadline:
        async with client.get(f"/review/counts?site={SITE}") as answer:
            if (await answer.json())["sizes"]["rejected"] >= count:
                return ""
        await asyncio.sleep(0.1)
    raise RuntimeError("not all of them settled")


if __name__ == "__main__":
    sys.exit(main())
