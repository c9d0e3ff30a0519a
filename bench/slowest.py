"""The slowest texts that can be found: `python -m bench.slowest [--seconds 60] [--seed 1]`.

No text of 5,000 characters may take the engine over 50 ms of processor time. This search changes
texts a little at a time and keeps what is slower; `bench.fuzz` is guided by coverage instead. Both
print the worst they found, and exit 1 if one is over the limit or a check raised.
"""

import argparse
import random
import sys
import time
from dataclasses import dataclass, field

from bench.hostile import Climber, pieces
from moderation.comment import Author, Comment, Thread
from moderation.policy import Policy, load_policy
from moderation.process import collect_seldom
from workers.engine import Engine
from workers.subject import Subject

LIMIT_MS = 50.0
KEPT = 10
STEPS = 40  # of one climb without success

THREAD = Thread(key="/x", title="Ketamine Infusions: a New Therapy", topics=("ketamine",))
AUTHOR = Author(name="buy cheap", url="http://shop.example/buy")


@dataclass
class Worst:
    """The slowest texts so far, one of each recipe, and what a check failed on."""

    found: dict[str, float] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    tried: int = 0

    def note(self, recipe: str, ms: float) -> None:
        self.found[recipe] = ms
        if len(self.found) > 4 * KEPT:
            slowest = sorted(self.found.items(), key=lambda item: -item[1])[:KEPT]
            self.found = dict(slowest)

    def report(self) -> int:
        print(f"{self.tried} texts tried; the slowest, ms of processor time:")
        slowest = sorted(self.found.items(), key=lambda item: -item[1])[:KEPT]
        for recipe, ms in slowest:
            print(f"{ms:8.1f}  {recipe}")
        for failure in self.failures[:KEPT]:
            print(f"a check failed on {failure}")
        return 1 if self.failures or (slowest and slowest[0][1] > LIMIT_MS) else 0


class Bench:
    """The engine, timed."""

    def __init__(self, policy: Policy) -> None:
        self.engine = Engine(policy)
        collect_seldom()  # as a worker does, before it forks
        self.worst = Worst()

    def ms(self, text: str, recipe: str) -> float:
        """The least of up to three tries: what a disturbed one adds says nothing of the text."""
        least = float("inf")
        for _ in range(3):
            subject = Subject(Comment("c", "blog", THREAD, text, AUTHOR))
            began = time.thread_time()
            (verdict,) = self.engine.examine([subject])
            took = 1000 * (time.thread_time() - began)
            least = min(least, took)
            if least < LIMIT_MS / 4:
                break
        failed = [name for name in verdict.not_run if took < self.engine.policy.budget.check_ms]
        if failed:
            self.worst.failures.append(f"{recipe}: {', '.join(failed)}")
        self.worst.tried += 1
        self.worst.note(recipe, least)
        return least


def climb(bench: Bench, stock: list[str], seconds: float, seed: int) -> None:
    rng = random.Random(seed)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        best = Climber(stock, rng)
        most = bench.ms(best.text, recipe_of(best.parts, best.times))
        idle = 0
        while idle < STEPS and time.monotonic() < deadline:
            other = best.changed()
            ms = bench.ms(other.text, recipe_of(other.parts, other.times))
            idle = 0 if ms > 1.02 * most else idle + 1
            if ms > most:
                best, most = other, ms


def recipe_of(parts: list[str], times: list[int]) -> str:
    """How to make the text again, for a terminal."""
    return " ".join(
        f"{part.encode('unicode_escape').decode()!r}x{count}"
        for part, count in zip(parts, times, strict=True)
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.slowest")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    policy = load_policy()
    bench = Bench(policy)
    climb(bench, pieces(policy), options.seconds, options.seed)
    return bench.worst.report()


if __name__ == "__main__":
    sys.exit(main())
