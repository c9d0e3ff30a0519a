"""100,000 comments wait while no worker runs: `python -m bench.backlog`.

Two houses stand side by side, one with the backlog and one without, and are posted to in turns, so
that what the machine does meanwhile strikes both. Then each gets workers, and what stands in RQ's
queue is counted while they drain.
"""

import argparse
import asyncio
import contextlib
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import redis

from bench.load import Result
from bench.parts import free_port, load, process, valkey, wait_for_port
from bench.texts import bodies
from moderation.comment import Status
from moderation.doorbell import QUEUE
from moderation.draft import Draft, decode_draft, to_comment
from moderation.identity import new_id
from moderation.settings import Settings, to_environ
from moderation.store import Store
from moderation.store.records import Intake
from moderation.store.sites import KeyKind

SITE = "bench"
WORKERS = 2
BATCH = 128
LOOK_SECONDS = 0.25


@dataclass(frozen=True)
class House:
    """A store and a service on it, without workers."""

    settings: Settings
    key: str

    def post(self, texts: Sequence[str]) -> Result:
        return load(self.settings.port, {"Authorization": f"Bearer {self.key}"}, texts)

    def waiting(self) -> int:
        return asyncio.run(_waiting(self.settings.redis_url))

    def memory(self) -> int:
        return asyncio.run(_memory(self.settings.redis_url))

    def fill(self, texts: Sequence[str]) -> None:
        """Past the service, which would take longer."""
        asyncio.run(_fill(self.settings.redis_url, texts))


@dataclass(frozen=True)
class Drained:
    """`longest`: the most jobs that stood in RQ's queue at one look."""

    decided: float
    longest: int


@contextlib.contextmanager
def house() -> Iterator[House]:
    with valkey() as url:
        settings = Settings(
            redis_url=url, port=free_port(), admin_port=free_port(), workers=WORKERS
        )
        key = asyncio.run(_site(url))
        with process(sys.executable, "-m", "ops", "serve", env=to_environ(settings)):
            wait_for_port(settings.port)
            yield House(settings, key)


def drain(house: House) -> Drained:
    """Start workers and wait until nothing waits. Their start counts."""
    count = house.waiting()
    longest, began = 0, time.perf_counter()
    with (
        redis.Redis.from_url(house.settings.redis_url) as raw,
        process(sys.executable, "-m", "ops", "work", env=to_environ(house.settings)),
    ):
        while house.waiting():
            longest = max(longest, int(raw.llen(f"rq:queue:{QUEUE}")))
            time.sleep(LOOK_SECONDS)
    return Drained(count / (time.perf_counter() - began), longest)


def p99(result: Result) -> float:
    return sorted(result.latencies)[int(0.99 * (len(result.latencies) - 1))]


async def _site(url: str) -> str:
    store = Store(url)
    await store.sites.add(SITE)
    key = await store.sites.add_key(SITE, KeyKind.SECRET)
    await store.close()
    return key


async def _fill(url: str, texts: Sequence[str]) -> None:
    store = Store(url)
    for start in range(0, len(texts), BATCH):
        drafts = [decode_draft(text.encode(), Draft) for text in texts[start : start + BATCH]]
        comments = [to_comment(draft, comment_id=new_id(), site=SITE) for draft in drafts]
        await store.comments.accept([Intake(comment) for comment in comments])
    await store.close()


async def _waiting(url: str) -> int:
    store = Store(url)
    sizes = await store.threads.sizes(SITE)
    await store.close()
    return sizes[Status.PENDING]


async def _memory(url: str) -> int:
    store = Store(url)
    health = await store.health()
    await store.close()
    return health.load.used_memory


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.backlog", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--posts", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    texts = bodies(args.data, args.comments, args.seed)
    posts = texts[: args.posts]
    with house() as empty, house() as full:
        before = full.memory()
        full.fill(texts)
        used = full.memory() - before
        print(f"waiting: {full.waiting():,}, {used / 1e6:.0f} MB of the store's memory")
        empty.post(posts)
        full.post(posts)
        ratios = []
        for _ in range(args.rounds):
            without, beside = empty.post(posts), full.post(posts)
            refused = without.refused + beside.refused
            ratios.append(p99(beside) / p99(without))
            print(
                f"p99 of the 202 without and with: {p99(without) * 1000:.1f} and "
                f"{p99(beside) * 1000:.1f} ms, refused: {refused}",
                flush=True,
            )
        print(f"with / without, median: {statistics.median(ratios):.2f} (target at most 1.2)")
        for name, each in (("without", empty), ("with", full)):
            count, drained = each.waiting(), drain(each)
            print(
                f"{name} the backlog, {count:,} waiting: {drained.decided:.0f} decided/s, "
                f"at most {drained.longest} jobs in RQ's queue",
                flush=True,
            )


if __name__ == "__main__":
    main()
