"""`greenroom site comment-policy`: the page of a blog that says what may be written below it."""

import json
import os
from urllib.parse import urlsplit

import click

from moderation.settings import read_settings
from moderation.store import Store
from ops.console import Failure, tell
from ops.stores import with_store


@click.command()
@click.argument("name")
@click.option("--url", help="A page of the blog's. Empty: none.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(name: str, url: str | None, as_json: bool) -> None:
    """Say where a blog's comment policy is; Greenroom's form links to it. Without options, show it.

    The widget links to what its attribute `policy` says.

    Example: greenroom site comment-policy blog --url https://blog.example/comments
    """
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise click.BadParameter(f"{url!r} is not an http or https URL", param_hint="--url")

    async def work(store: Store) -> str | None:
        if url is not None and await store.sites.get(name) is not None:
            await store.sites.set_comment_policy(name, url or None)
        site = await store.sites.get(name)
        if site is None:
            raise Failure(f"there is no site {name}: greenroom site list")
        return site.comment_policy

    said = with_store(read_settings(os.environ), work)
    if as_json:
        tell(json.dumps({"site": name, "comment_policy": said}))
    else:
        tell(
            said or f"{name} has no comment policy: greenroom site comment-policy {name} --url URL"
        )
