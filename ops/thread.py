"""`greenroom thread`: an article whose comments were split over two keys, or whose key changed."""

import asyncio
import json
import os
from collections import Counter
from collections.abc import Callable
from typing import Any

import click

from moderation.settings import read_settings
from moderation.store import Store
from moderation.store.moving import How, Move, Sealed
from moderation.store.settling import MOST_MS
from moderation.thread_key import KEY_LIMIT
from ops.console import Failure, tell
from ops.stores import with_store

# Between two looks: longer than it takes a decision from being read for to being made.
PAUSE = 1.0
# So long it takes at most until nobody is about to decide on a comment: a lease, or an undo.
PATIENCE = MOST_MS / 1000 + 30

WHY_NOT = {
    Sealed.UNKNOWN: "nobody has written in the thread {key}",
    Sealed.ELSEWHERE: "{key} leads to {other} already",
    Sealed.ONWARD: "{into} leads to {other}: name that one",
    Sealed.MISSING: "there is no thread {into}: `greenroom thread remap` gives a thread a new key",
    Sealed.TAKEN: "there is a thread {into} already: `greenroom thread merge` puts both together",
}


@click.group()
def command() -> None:
    """Put threads together that belong to one article, or give a thread another key.

    The old key leads to the new one afterwards, for readers, feeds, and pages that still post to
    it. Comments keep their ids, order, answers, pins and history. Both may be done while Greenroom
    runs, and again after an interruption.
    """


def _options(function: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print JSON."),
        click.option("--dry-run", is_flag=True, help="Say what would be moved, and move nothing."),
    ):
        function = option(function)
    return function


@command.command()
@click.argument("site")
@click.argument("from_", metavar="FROM")
@click.argument("into")
@_options
def merge(site: str, from_: str, into: str, dry_run: bool, as_json: bool) -> None:
    """Move all comments of the thread FROM into the thread INTO. Threads are named by their keys.

    \b
    Example: greenroom thread merge blog "/hello?ref=feed" /hello --dry-run
    """
    _run(Move(site, from_, into, How.MERGE), dry_run=dry_run, as_json=as_json)


@command.command()
@click.argument("site")
@click.argument("old")
@click.argument("new")
@_options
def remap(site: str, old: str, new: str, dry_run: bool, as_json: bool) -> None:
    """Give the thread OLD the key NEW, which no thread has: its article has moved.

    \b
    Example: greenroom thread remap blog /2026/helo /2026/hello
    """
    _run(Move(site, old, new, How.REMAP), dry_run=dry_run, as_json=as_json)


def _run(move: Move, *, dry_run: bool, as_json: bool) -> None:
    if move.key == move.into:
        raise click.UsageError("both keys are the same")
    for key in (move.key, move.into):
        if not key.strip() or len(key) > KEY_LIMIT or not key.isprintable():
            raise click.UsageError(f"{key!r} cannot be a thread's key")

    async def work(store: Store) -> tuple[Counter[str], int]:
        if await store.sites.get(move.site) is None:
            raise Failure(f"there is no site {move.site}: greenroom site list")
        word, other = await store.moving.seal(move, look=dry_run)
        if word in WHY_NOT:
            said = WHY_NOT[word].format(key=move.key, into=move.into, other=other)
            raise Failure(f"nothing was moved: {said}")
        return (await store.moving.count(move), 0) if dry_run else await carry_out(store, move)

    moved, left = with_store(read_settings(os.environ), work)
    tell(json.dumps(_told(move, moved, left, dry_run)) if as_json else _sentence(moved, dry_run))
    if left:
        raise Failure(f"{left} wait for a decision and were left: run this again")


async def carry_out(store: Store, move: Move) -> tuple[Counter[str], int]:
    """Move all comments of a sealed thread, until a look finds nothing to do: how many, by status,
    and how many were left since somebody has been about to decide on them for too long."""
    moved: Counter[str] = Counter()
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while True:
        sweep = await store.moving.sweep(move)
        moved += sweep.moved
        if sweep.clean or asyncio.get_running_loop().time() > deadline:
            await store.moving.seal(move)
            return moved, sweep.busy
        await asyncio.sleep(PAUSE)


def _told(move: Move, moved: Counter[str], left: int, dry_run: bool) -> dict[str, Any]:
    return {
        "site": move.site,
        "from": move.key,
        "into": move.into,
        "moved": moved.total(),
        "by_status": dict(moved),
        "left": left,
        "dry_run": dry_run,
    }


def _sentence(moved: Counter[str], dry_run: bool) -> str:
    each = ", ".join(f"{count} {status}" for status, count in sorted(moved.items()))
    said = "would be moved" if dry_run else "were moved"
    return f"{moved.total()} comments {said}{f': {each}' if each else ''}."
