"""`make bench`: Greenroom beside the textbook and beside the ceiling, in one run on one machine.

Absolute figures depend on the machine and on what else it does, and change from second to second on
a shared one. So the ceiling is measured right before and right after Greenroom, several times over,
and what is promised are the medians of those ratios.
"""

import argparse
import asyncio
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import redis

from bench.load import Result
from bench.parts import free_port, load, process, valkey, wait_for, wait_for_port
from bench.texts import bodies
from moderation.comment import Status
from moderation.settings import Settings, to_environ
from moderation.store import Store
from moderation.store.sites import KeyKind

WORKERS = 2
PYTHON = sys.executable


@dataclass(frozen=True)
class Row:
    """One system under the same load."""

    name: str
    result: Result
    decided: float = 0.0

    @property
    def accepted(self) -> float:
        return self.result.accepted / self.result.seconds

    def quantile(self, share: float) -> float:
        return sorted(self.result.latencies)[int(share * (len(self.result.latencies) - 1))]

    def line(self) -> str:
        decided = f"{self.decided:12.0f}" if self.decided else f"{'-':>12}"
        p50, p99 = self.quantile(0.5) * 1000, self.quantile(0.99) * 1000
        return f"{self.name:28}{self.accepted:12.0f}{decided}{p50:10.1f}{p99:10.1f}"


def noop(texts: list[str]) -> Row:
    port = free_port()
    with process(PYTHON, "-m", "bench.noop", str(port)):
        wait_for_port(port)
        load(port, {}, texts[:500])
        return Row("no-op handler", load(port, {}, texts))


def textbook(texts: list[str]) -> Row:
    port = free_port()
    with valkey() as url, process(PYTHON, "-m", "bench.textbook", "serve", url, str(port)):
        workers = [process(PYTHON, "-m", "bench.textbook", "work", url) for _ in range(WORKERS)]
        with workers[0], workers[1]:
            wait_for_port(port)
            client = redis.Redis.from_url(url)
            wait_for(lambda: client.scard("rq:workers") == WORKERS, "workers")
            began = time.perf_counter()
            result = load(port, {}, texts)
            wait_for(lambda: int(client.get("decided") or 0) >= len(texts), "deciding", 300)
            return Row(
                "textbook: a job a comment", result, len(texts) / (time.perf_counter() - began)
            )


def greenroom(texts: list[str]) -> tuple[Row, float]:
    """The row, and the median time from POST to decision on an idle system, in seconds."""
    with valkey() as url:
        settings = Settings(
            redis_url=url, port=free_port(), admin_port=free_port(), workers=WORKERS
        )
        key = asyncio.run(_site(url))
        env = to_environ(settings)
        with (
            process(PYTHON, "-m", "ops", "serve", env=env),
            process(PYTHON, "-m", "ops", "work", env=env),
        ):
            wait_for_port(settings.port)
            headers = {"Authorization": f"Bearer {key}"}
            idle = asyncio.run(_idle(settings.port, key, texts[:60]))
            began = time.perf_counter()
            result = load(settings.port, headers, texts)
            wait_for(lambda: asyncio.run(_pending(url)) == 0, "deciding", 300)
            decided = len(texts) / (time.perf_counter() - began)
            return Row("Greenroom", result, decided), idle


async def _site(url: str) -> str:
    store = Store(url)
    await store.sites.add("bench")
    key = await store.sites.add_key("bench", KeyKind.SECRET)
    await store.close()
    return key


async def _pending(url: str) -> int:
    store = Store(url)
    sizes = await store.threads.sizes("bench")
    await store.close()
    return sizes[Status.PENDING]


async def _idle(port: int, key: str, texts: list[str]) -> float:
    """Post one comment at a time and wait for its decision."""
    headers = {
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/json",
        "Prefer": "wait=5",
    }
    seconds = []
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", headers=headers) as session:
        for text in texts:
            began = time.perf_counter()
            async with session.post("/v1/comments", data=text) as response:
                assert response.status == 201, await response.text()
            seconds.append(time.perf_counter() - began)
    return statistics.median(seconds[10:])


@dataclass(frozen=True)
class Round:
    """Greenroom between two measurements of the ceiling."""

    before: Row
    ours: Row
    after: Row
    idle: float

    @property
    def accepted(self) -> float:
        return self.ours.accepted / statistics.mean((self.before.accepted, self.after.accepted))

    @property
    def p99(self) -> float:
        ceiling = statistics.mean((self.before.quantile(0.99), self.after.quantile(0.99)))
        return self.ours.quantile(0.99) / ceiling


def one_round(texts: list[str]) -> Round:
    before = noop(texts)
    ours, idle = greenroom(texts)
    after = noop(texts)
    for row in (before, ours, after):
        print(row.line(), flush=True)
    return Round(before, ours, after, idle)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--comments", type=int, default=15_000)
    parser.add_argument("--textbook-comments", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    texts = bodies(args.data, args.comments, args.seed)
    print(f"{'':28}{'accepted/s':>12}{'decided/s':>12}{'p50 ms':>10}{'p99 ms':>10}")
    book = textbook(texts[: args.textbook_comments])
    print(book.line(), flush=True)
    rounds = [one_round(texts) for _ in range(args.rounds)]
    middle = statistics.median
    decided = middle(r.ours.decided for r in rounds) / book.decided
    idle = middle(r.idle for r in rounds) * 1000
    print(f"\nrefused: {sum(r.ours.result.refused for r in rounds)}")
    print(f"accept to decision on an idle system, median: {idle:.1f} ms")
    print(f"decided/s against the textbook: {decided:.1f} times (target 20)")
    accepted, p99 = middle(r.accepted for r in rounds), middle(r.p99 for r in rounds)
    print(f"accepted/s of the ceiling: {accepted:.0%} (target 35 %)")
    print(f"p99 of the 202 against the no-op's: {p99:.1f} times (target at most 4)")


if __name__ == "__main__":
    main()
