"""`python -m bench.learning DATA`: the filter that moderators teach, by simulation.

Shuffled comments of a blog and spam left on another are decided one by one, as moderators would;
the engine and the default policy then judge what nobody has seen. The first seed's lessons are also
taught to a real store, which must then hold the same.
"""

import argparse
import asyncio
import logging
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import fmean

from bench.accuracy.run import Variant
from bench.accuracy.sets import BadRow, Missing
from bench.accuracy.table import percent, table
from bench.learning.blog import SITE, Blog
from bench.learning.mix import (
    GENUINE,
    OTHERS,
    UNLIKE,
    UNLIKE_SPAM,
    Comments,
    comments,
    other,
    unlike,
)
from bench.learning.run import CLEAN, WRONGS, Shares, curve, not_published, taught
from bench.parts import valkey
from moderation.policy import load_policy
from moderation.store import Store
from moderation.store.records import Teaching
from workers.engine import Engine
from workers.subject import Subject

HEAD = ["spam published", "of that on the blog itself", "genuine held", "genuine rejected"]


def main(argv: Sequence[str] | None = None) -> int:
    """Prints tables. 2 if there is nothing to measure, 1 if a row is bad or the store differs."""
    parser = argparse.ArgumentParser(prog="python -m bench.learning", description=__doc__)
    parser.add_argument("data", type=Path, help="the directory of the labelled sets")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--plain", action="store_true", help="without authors' names and URLs")
    args = parser.parse_args(argv)
    engine, variant = Engine(load_policy()), Variant(plain=args.plain)
    seeds = range(1, args.seeds + 1)
    try:
        found = comments(args.data, variant)
        mixes = {seed: found.shuffled(seed) for seed in seeds}
        print(_curve(engine, mixes))
        blog, _ = taught(engine, mixes[1], CLEAN, 1)
        print(_poison(engine, mixes))
        others = {name: other(args.data, name, variant) for name in OTHERS}
        blogs = {GENUINE: blog} | {
            name: taught(engine, mixed.shuffled(1), CLEAN, 1)[0] for name, mixed in others.items()
        }
        foreign = {GENUINE: found.genuine} | unlike(args.data, (*UNLIKE, *UNLIKE_SPAM), variant)
        print(_unlike(engine, blogs, foreign))
        print(_others(engine, others, seeds))
    except Missing as exc:
        print(f"bench.learning: {exc}", file=sys.stderr)
        return 2
    except BadRow as exc:
        print(f"bench.learning: {exc}", file=sys.stderr)
        return 1
    with valkey() as url:
        same = asyncio.run(_in_a_store(url, blog))
    agrees = "holds the same" if same else "DIFFERS"
    print(f"A real store, taught the {len(blog.steps)} lessons of seed 1, {agrees}.")
    return 0 if same else 1


def _curve(engine: Engine, mixes: dict[int, Comments]) -> str:
    runs = [list(curve(engine, mixed)) for mixed in mixes.values()]
    rows = [
        [str(points[0][0]), *_cells([shares for _, shares in points])]
        for points in zip(*runs, strict=True)
    ]
    return f"{table(['decided', *HEAD], rows)}\n"


def _poison(engine: Engine, mixes: dict[int, Comments]) -> str:
    rows = []
    for wrong in (CLEAN, *WRONGS):
        found = [taught(engine, mixed, wrong, seed)[1] for seed, mixed in mixes.items()]
        rows.append([wrong.name, *_cells(found)])
    return f"{table(['wrong labels among 500 right ones', *HEAD], rows)}\n"


def _unlike(engine: Engine, blogs: dict[str, Blog], foreign: dict[str, list[Subject]]) -> str:
    """Of the first seed: what each filter does to what it has met nothing like."""
    rows = []
    for name, subjects in foreign.items():
        before = percent(not_published(Blog(engine), subjects))
        after = [
            "-" if name.startswith(own) else percent(not_published(blog, subjects))
            for own, blog in blogs.items()
        ]
        rows.append([name, str(len(subjects)), before, *after])
    head = ["not published of", "rows", "before", *(f"after 500 of {own}" for own in blogs)]
    return f"{table(head, rows)}\n"


def _others(engine: Engine, others: dict[str, Comments], seeds: Sequence[int]) -> str:
    """Sites of other kinds, that the policy was not made for."""
    rows = []
    for name, found in others.items():
        runs = [list(curve(engine, found.shuffled(seed))) for seed in seeds]
        for points in zip(*runs, strict=True):
            spam, _, held, _ = _cells([shares for _, shares in points])
            rows.append([name, str(points[0][0]), spam, held])
    return f"{table(['a site of', 'decided', HEAD[0], HEAD[2]], rows)}\n"


def _cells(found: Iterable[Shares]) -> list[str]:
    """The mean of the seeds, and the worst."""
    columns = zip(*found, strict=True)
    return [f"{percent(fmean(column))} (at most {percent(max(column))})" for column in columns]


async def _in_a_store(url: str, blog: Blog) -> bool:
    store = Store(url)
    try:
        for comment_id, lesson in blog.steps:
            await store.learning.learn(SITE.name, [Teaching(comment_id, lesson, "")])
        kept = {i: lesson async for i, lesson in store.learning.lessons(SITE.name)}
        counts = await store.learning.recall(SITE.name, blog.memory.counts.of)
        return kept == blog.memory.lessons and counts == blog.memory.counts
    finally:
        await store.close()


if __name__ == "__main__":
    logging.disable(logging.WARNING)  # of checks that overran on a busy machine
    sys.exit(main())
