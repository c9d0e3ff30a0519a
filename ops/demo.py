"""`greenroom demo`: fill a site with comments of every sort, decided like any others."""

import os
from collections import Counter
from pathlib import Path
from typing import Any

import click
import msgspec

from moderation.settings import read_settings
from moderation.thread_key import hosts_of, thread_key
from ops import blog, credentials
from ops.client import Client, Unreachable
from ops.console import Failure, tell
from ops.running import finish

COMMENTS = Path(__file__).with_name("demo") / "comments.json"
CONNECTIONS = 8


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A demo comment; `reply_to` counts the ones before it from 0."""

    name: str
    body: str
    url: str | None = None
    reply_to: int | None = None


@click.command()
@click.option("--site", default=credentials.SITE, show_default=True, help="Which site to fill.")
@click.option("--key", help="A secret key of the site; the demo's own if left out.")
@click.option("--url", help="Where Greenroom is; GREENROOM_PUBLIC_URL if left out.")
@click.option("--demo-port", default=8081, show_default=True, help="Where the demo article is.")
def command(site: str, key: str | None, url: str | None, demo_port: int) -> None:
    """Post an article's worth of comments to a demo site and wait until each is decided.

    Posting them again within a day posts nothing twice.

    Example: greenroom demo --site demo
    """
    settings = read_settings(os.environ)
    kept = credentials.read(settings.data_dir)
    key = key or (kept.sk if site == kept.site else None)
    if not key:
        raise Failure(f"give a secret key of {site} with --key (`greenroom site key {site}`)")
    article = blog.origin(demo_port) + blog.ARTICLE
    try:
        outcomes = finish(fill(url or settings.public_url, key, article))
    except Unreachable as exc:
        raise Failure(str(exc)) from exc
    told = ", ".join(f"{count} {status}" for status, count in sorted(outcomes.items()))
    tell(f"{sum(outcomes.values())} demo comments on {article}: {told}")


async def fill(url: str, key: str, article: str) -> dict[str, int]:
    """Post the demo comments, replies after what they answer. How many came to what."""
    examples = msgspec.json.decode(COMMENTS.read_bytes(), type=list[Example])
    thread = {
        "key": thread_key(article, hosts_of(article)),
        "url": article,
        "title": blog.TITLE,
        "topics": blog.TOPICS,
    }
    stands: dict[int, tuple[str, str]] = {}  # number: (id, status)
    async with Client(url, key, connections=CONNECTIONS) as client:
        for replies in (False, True):
            wave = [n for n, e in enumerate(examples) if (e.reply_to is not None) == replies]
            ids = {}
            for number in wave:
                example = examples[number]
                parent, status = stands.get(
                    -1 if example.reply_to is None else example.reply_to, ("", "")
                )
                # What is not published cannot be answered: the reply stands by itself then.
                draft = _draft(example, number, thread, parent if status == "published" else None)
                answer = await client.create(draft, f"demo-{number}-{draft['parent_id']}")
                if "id" not in answer.body:
                    raise Failure(f"demo comment {number} was refused: {answer.reason}")
                ids[number] = str(answer.body["id"])
            for number, comment_id in ids.items():
                record = (await client.read(comment_id, wait=True)).body
                stands[number] = comment_id, str(record.get("status"))
    return dict(Counter(status for _, status in stands.values()))


def _draft(
    example: Example, number: int, thread: dict[str, Any], parent: str | None
) -> dict[str, Any]:
    """As a blog's server would send it; each writer has an address in a range for examples."""
    return {
        "thread": thread,
        "body": example.body,
        "parent_id": parent,
        "author": {"name": example.name, "url": example.url},
        "lang": "en",
        "client": {"ip": f"198.51.100.{number + 1}"},
    }
