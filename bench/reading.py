"""Reading a thread of 50 comments, and posting, beside the ceiling and beside Isso.

`python -m bench.reading`, part of `make bench`. As there, all of it in one run on one machine, in
turns, and what is promised are medians of ratios: the ceiling is measured right before Greenroom,
many times over. *Cold*: nobody has asked for it before, so it is read from the store. *Warm*: as a
page that many look at. *304*: as a reader who has it.
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import statistics
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bench.isso import Isso, install, isso
from bench.load import Result
from bench.parts import free_port, load, process, read, valkey, wait_for_port
from bench.texts import bodies
from moderation.comment import Status, Thread
from moderation.draft import Draft, decode_draft, to_comment
from moderation.identity import new_id
from moderation.settings import Settings, to_environ
from moderation.store import Store
from moderation.store.records import Decision, Intake
from moderation.store.sites import KeyKind

SITE = "bench"
ORIGIN = "https://blog.example"
COMMENTS = 50
THREADS = 20
TURNS = 10
MOST = 100
PATH = f"/v1/sites/{SITE}/threads/{{}}/comments"
# A script on the blog's page reads without a key, and says where it stands.
HEADERS = {"Origin": ORIGIN}


@dataclass(frozen=True)
class House:
    """Greenroom with its workers, and threads of so many comments each."""

    port: int
    key: str

    def cold(self) -> Result:
        """Each page of each thread once. All have the same comments on them, and are so many other
        answers."""
        pages = itertools.product(range(THREADS), range(COMMENTS, MOST + 1))
        return read(self.port, HEADERS, [f"{PATH.format(n)}?limit={limit}" for n, limit in pages])

    def warm(self, times: int) -> Result:
        return read(self.port, HEADERS, [PATH.format(0)] * times)

    def unchanged(self, times: int) -> Result:
        headers = {**HEADERS, "If-None-Match": self.ask()[0]}
        return read(self.port, headers, [PATH.format(0)] * times)

    def post(self, texts: Sequence[str]) -> Result:
        return load(self.port, {"Authorization": f"Bearer {self.key}"}, texts)

    def ask(self) -> tuple[str, bytes]:
        """The tag of a page, and the page."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{PATH.format(0)}") as answer:
            return answer.headers["ETag"], answer.read()


@contextlib.contextmanager
def house(texts: Sequence[str]) -> Iterator[House]:
    with valkey() as url:
        settings = Settings(redis_url=url, port=free_port(), admin_port=free_port(), workers=2)
        key, env = asyncio.run(_fill(url, texts)), to_environ(settings)
        with (
            process(sys.executable, "-m", "ops", "serve", env=env),
            process(sys.executable, "-m", "ops", "work", env=env),
        ):
            wait_for_port(settings.port)
            yield House(settings.port, key)


async def _fill(url: str, texts: Sequence[str]) -> str:
    """The same published comments in every thread, past the service and the checks."""
    store = Store(url)
    await store.sites.add(SITE, url=ORIGIN, origins=(ORIGIN,))
    for n in range(THREADS):
        for text in texts:
            draft = decode_draft(text.encode(), Draft)
            made = to_comment(draft, comment_id=new_id(), site=SITE)
            comment = msgspec.structs.replace(made, thread=Thread(key=str(n)))
            await store.comments.accept([Intake(comment)])
            move = Decision(made.id, SITE, str(n), Status.PENDING, 1, Status.PUBLISHED, "bench")
            await store.comments.decide([move])
    key = await store.sites.add_key(SITE, KeyKind.SECRET)
    await store.close()
    return key


@contextlib.contextmanager
def ceiling(body: bytes) -> Iterator[int]:
    """The port of a handler that says these bytes."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="gr-bench-") as folder:
        file = Path(folder) / "body"
        file.write_bytes(body)
        with process(sys.executable, "-m", "bench.noop", str(port), str(file)):
            wait_for_port(port)
            yield port


@dataclass(frozen=True)
class Rates:
    """Requests a second of each kind, and of those that were measured in turns the ratios."""

    noop: float
    noop_304: float
    cold: float
    warm: float
    unchanged: float
    isso: float
    posted: float
    isso_posted: float
    of_warm: float
    of_304: float

    def line(self) -> str:
        told = (self.noop, self.cold, self.warm, self.isso, self.noop_304, self.unchanged)
        return "".join(f"{rate:11.0f}" for rate in (*told, self.posted, self.isso_posted))


HEAD = ("no-op", "cold", "warm", "Isso", "no-op 304", "304", "posted", "Isso posts")


def one_round(texts: Sequence[str], posts: Sequence[str], times: int) -> Rates:
    plain = [json.loads(text)["body"] for text in texts]
    with house(texts) as ours, isso(plain) as other:
        cold = rate(ours.cold())
        _, body = ours.ask()
        with ceiling(body) as port:
            turns = [_turn(ours, port, times // TURNS) for _ in range(TURNS)]
        theirs = rate(other.read(max(times // 10, 100)))
        posted = rate(ours.post(posts))
        tried = _posts(other, posts)  # what it refuses does not count for it
        isso_posted = tried.accepted / tried.seconds
    of_warm, of_304 = (statistics.median(ratios) for ratios in _ratios(turns))
    noop, warm, noop_304, unchanged = (statistics.median(each) for each in zip(*turns, strict=True))
    return Rates(
        *(noop, noop_304, cold, warm, unchanged),
        *(theirs, posted, isso_posted, of_warm, of_304),
    )


def _turn(ours: House, port: int, times: int) -> tuple[float, float, float, float]:
    """Of the ceiling and of ours one right after the other: sending the bytes, and saying that they
    are there already."""
    told = {**HEADERS, "If-None-Match": "x"}
    return (
        rate(read(port, HEADERS, ["/thread"] * times)),
        rate(ours.warm(times)),
        rate(read(port, told, ["/thread"] * times)),
        rate(ours.unchanged(times)),
    )


def _ratios(turns: Sequence[tuple[float, float, float, float]]) -> tuple[list[float], list[float]]:
    return [t[1] / t[0] for t in turns], [t[3] / t[2] for t in turns]


def _posts(other: Isso, posts: Sequence[str]) -> Result:
    return other.post([json.loads(text)["body"] for text in posts[: max(len(posts) // 10, 50)]])


def rate(result: Result) -> float:
    assert not result.refused, f"{result.refused} refused"
    return result.accepted / result.seconds


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.reading", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--reads", type=int, default=10_000)
    parser.add_argument("--posts", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    print(f"beside {install()}")
    busy = os.getloadavg()[0]
    if busy > 0.5:
        print(
            f"The machine is busy with something else (load {busy:.1f}): believe the ratios only."
        )
    texts = bodies(args.data, COMMENTS + args.posts, args.seed)
    print("a second:  " + "".join(f"{name:>11}" for name in HEAD))
    rounds = []
    for number in range(args.rounds):
        rounds.append(one_round(texts[:COMMENTS], texts[COMMENTS:], args.reads))
        print(f"round {number + 1:<5}{rounds[-1].line()}", flush=True)

    def middle(name: str, against: str) -> float:
        ratios: list[float] = [getattr(r, name) / getattr(r, against) for r in rounds]
        return statistics.median(ratios)

    of_warm, of_304 = (
        statistics.median(each)
        for each in zip(*((r.of_warm, r.of_304) for r in rounds), strict=True)
    )
    print(f"\nwarm of the no-op's rate: {of_warm:.0%} (target 60 %)")
    print(f"warm against Isso: {middle('warm', 'isso'):.1f} times (target 8)")
    print(f"cold of the no-op's rate: {middle('cold', 'noop'):.0%}")
    print(f"cold against Isso: {middle('cold', 'isso'):.1f} times")
    print(f"304 of the no-op's rate: {of_304:.0%}")
    print(f"posting against Isso: {middle('posted', 'isso_posted'):.1f} times (target 10)")


if __name__ == "__main__":
    main()
