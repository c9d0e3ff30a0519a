"""`greenroom audit`: what people decided on a site, for an operator to read or to keep."""

import json
import os
from datetime import UTC, datetime

import click

from moderation.settings import read_settings
from moderation.store import Store
from moderation.store.audit import Entry, Search
from ops.console import Failure, tell
from ops.stores import with_store
from service.api.views import rfc3339
from service.review.exports import told

MOMENT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])


@click.command()
@click.argument("site")
@click.option("--since", type=MOMENT, help="Not what was decided before this day or time, UTC.")
@click.option("--by", help="Only what this account decided; `api` for the site's own server.")
@click.option("--comment", help="Only what was decided on the comment with this id.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object a decision.")
def command(
    site: str, since: datetime | None, by: str | None, comment: str | None, as_json: bool
) -> None:
    """Print what people decided on a site, the last decision first: the last hundred thousand.

    There is nothing in it that an author wrote, nor what moderators noted.

    \b
    Examples: greenroom audit blog --since 2026-11-20
              greenroom audit blog --json > decisions.jsonl
    """
    from_ms = int(since.replace(tzinfo=UTC).timestamp() * 1000) if since else None
    search = Search(by=by, comment=comment, since=from_ms)

    async def work(store: Store) -> None:
        if await store.sites.get(site) is None:
            raise Failure(f"there is no site {site}: greenroom site list")
        async for entries in store.audit.all(site, search):
            for entry in entries:
                tell(json.dumps(told(entry)) if as_json else _line(entry))

    with_store(read_settings(os.environ), work)


def _line(entry: Entry) -> str:
    what = "text changed" if entry.edited else f"{entry.from_} -> {entry.to}"
    moved = f"{entry.comment} version {entry.version}: {what}"
    why = f", {entry.reason}" if entry.reason else ""
    back = f", takes back what {entry.reverses} decided" if entry.reverses else ""
    return f"{rfc3339(entry.at)} {entry.by} {moved}{why}{back}"
