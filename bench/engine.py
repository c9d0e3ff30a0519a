"""The engine beside other checkers, on the same texts in one run: `python -m bench.engine DATA`.

How long one text takes and how many genuine and spam texts each would stop. The others are mail
filters and a word list, not made for comments: their shares say how much that matters, no more.
"""

import argparse
import gc
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.accuracy.run import subject
from bench.accuracy.sets import Row, load
from bench.rivals import Stops, installed
from moderation.policy import load_policy
from workers.engine import Engine

GENUINE = {"disqus_blog": "ham", "news_comments_ucc": "clean", "drug_reviews": "clean"}
SPAM = {"blog_comment_spam": "spam", "mailing_list_spam": "spam"}

# A fresh process that has all that a worker has before it forks.
WORKER = """
import sys
from moderation.policy import load_policy
from workers.engine import Engine
import workers.worker
Engine(load_policy())
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS")))
"""


@dataclass(frozen=True)
class Timed:
    """Seconds a text, in the order of the texts, and which of them it would stop."""

    name: str
    seconds: list[float]
    stopped: list[bool]

    def line(self, spam: Sequence[bool]) -> str:
        quantiles = statistics.quantiles(self.seconds, n=100)
        shares = []
        for kind in (True, False):
            hits = [s for s, is_spam in zip(self.stopped, spam, strict=True) if is_spam is kind]
            shares.append(100 * sum(hits) / len(hits))
        median, last, worst = quantiles[49], quantiles[98], max(self.seconds)
        times = "".join(f"{1000 * value:12.3f}" for value in (median, last, worst))
        return f"{self.name:24}{times}{shares[0]:15.1f}{shares[1]:15.1f}"


def timed(name: str, judge: Callable[[int], bool], count: int) -> Timed:
    """Wall time, as the others run in processes of their own."""
    gc.disable()
    seconds, stopped = [], []
    for at in range(count):
        began = time.perf_counter()
        stopped.append(judge(at))
        seconds.append(time.perf_counter() - began)
    gc.enable()
    return Timed(name, seconds, stopped)


def sample(data: Path, each: int, seed: int) -> tuple[list[Row], list[bool]]:
    """So many rows of each set, those of spam sets marked."""
    rng = random.Random(seed)
    rows, spam = [], []
    for kinds, is_spam in ((GENUINE, False), (SPAM, True)):
        for name, found in load(data, list(kinds)).items():
            fit = [row for row in found if row.label == kinds[name]]
            chosen = rng.sample(fit, min(each, len(fit)))
            rows += chosen
            spam += [is_spam] * len(chosen)
    return rows, spam


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.engine")
    parser.add_argument("data", type=Path)
    parser.add_argument("--each", type=int, default=130, help="rows of each set")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rows, spam = sample(options.data, options.each, options.seed)
    engine = Engine(load_policy())
    engine.examine([subject(row) for row in rows[:20]])
    print(f"{len(rows)} texts, {sum(spam)} of them spam; ms a text; % it would not publish")
    print(f"{'':24}{'median':>12}{'99th %':>12}{'worst':>12}{'of spam':>15}{'of genuine':>15}")

    def ours(at: int) -> bool:
        (verdict,) = engine.examine([subject(rows[at])])
        return verdict.outcome != "published"

    print(timed("Greenroom", ours, len(rows)).line(spam))
    for name, opened in installed().items():
        with opened() as stops:
            print(_rival(name, stops, texts_of(rows)).line(spam), flush=True)
    memory = subprocess.run(
        [sys.executable, "-c", WORKER], capture_output=True, text=True, check=True
    )
    print(f"a worker with its engine, before it forks: {int(memory.stdout) / 1024:.0f} MB resident")


def texts_of(rows: Sequence[Row]) -> list[str]:
    return [str(row.fields["text"]) for row in rows]


def _rival(name: str, stops: Stops, texts: list[str]) -> Timed:
    stops(texts[0])
    return timed(name, lambda at: stops(texts[at]), len(texts))


if __name__ == "__main__":
    main()
