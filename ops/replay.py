"""`greenroom replay`: send a file of comments through a running Greenroom, and count."""

import json
import os
from collections.abc import Iterator
from contextlib import AsyncExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import click

from moderation.settings import Settings, read_settings
from moderation.store import Store
from moderation.store.sites import KeyKind
from ops import rows
from ops.client import Client, Unreachable
from ops.console import Failure, tell
from ops.outcomes import Outcomes
from ops.running import finish
from ops.sending import CONNECTIONS, Row, send
from ops.stores import opened


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--site", required=True, help="Which site the comments are for.")
@click.option(
    "--rate", type=click.FloatRange(min=0, min_open=True), help="At most so many a second."
)
@click.option("--url", help="Where Greenroom is; GREENROOM_PUBLIC_URL if left out.")
@click.option("--key", help="A secret key; one is made and revoked again if left out.")
@click.option("--limit", type=click.IntRange(min=1), help="Only the first so many lines.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    file: Path,
    site: str,
    rate: float | None,
    url: str | None,
    key: str | None,
    limit: int | None,
    as_json: bool,
) -> None:
    """Post the comments of a JSON Lines file, wait for their decisions, print what came of them.

    Lines are as for `greenroom check`; a "label" is what the outcomes are counted by. A comment
    without a thread goes to one named after its "article". Nothing is posted twice, however often
    an answer is lost. Exit 1 if a comment that was accepted is lost or undecided in the end.

    \b
    Example: greenroom replay comments.jsonl --site demo --rate 200
    """
    settings = read_settings(os.environ)
    outcomes = Outcomes()
    found = list(_read(file, limit, outcomes))
    with click.progressbar(length=2 * len(found), label="Replaying", hidden=as_json) as bar:
        work = _replay(settings, found, site, url, key, rate, outcomes, lambda: bar.update(1))
        try:
            finish(work)
        except Unreachable as exc:
            raise Failure(str(exc)) from exc
    if as_json:
        tell(json.dumps(outcomes.as_json()))
    else:
        for line in outcomes.table():
            tell(line)
    if outcomes.failed:
        ctx.exit(1)


def _read(file: Path, limit: int | None, outcomes: Outcomes) -> Iterator[Row]:
    """The file's rows; lines that are none are counted, not sent."""
    with file.open("rb") as lines:
        for number, line in enumerate(islice(lines, limit), start=1):
            if not line.strip():
                continue
            try:
                row = rows.decode(line)
                draft, adaptations = rows.adapt(rows.to_draft(row))
            except rows.BadLine as exc:
                outcomes.unreadable(number, str(exc))
                continue
            for what in adaptations:
                outcomes.adaptations[what] += 1
            label = row.get("label")
            yield Row(number, line, rows.on_a_thread(draft), str(label) if label else "(none)")


async def _replay(
    settings: Settings,
    found: list[Row],
    site: str,
    url: str | None,
    key: str | None,
    rate: float | None,
    outcomes: Outcomes,
    advance: Any,
) -> None:
    async with AsyncExitStack() as stack:
        if key is None:
            store = await stack.enter_async_context(opened(settings))
            key = await _temporary_key(store, site, stack)
        client = await stack.enter_async_context(
            Client(url or settings.public_url, key, connections=CONNECTIONS)
        )
        if not await client.is_known(site):
            raise Failure(f"{url or settings.public_url} does not take this key for {site}")
        await send(client, found, rate, outcomes, advance)


async def _temporary_key(store: Store, site: str, stack: AsyncExitStack) -> str:
    """A secret key that is revoked when the stack is left, whatever happens."""
    if await store.sites.get(site) is None:
        raise Failure(f"there is no site {site}: greenroom site list")
    key = await store.sites.add_key(site, KeyKind.SECRET)
    stack.push_async_callback(store.sites.revoke_key, site, key)
    return key
