"""`greenroom site origin`: which pages may use a site's publishable keys."""

import json
import os
import re

import click

from moderation.settings import read_settings
from moderation.store import Store
from ops.console import Failure, tell
from ops.stores import with_store


@click.command()
@click.argument("name")
@click.option("--add", "added", multiple=True, help="Let this origin's pages post.")
@click.option("--drop", "dropped", multiple=True, help="No longer let this one's.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(name: str, added: tuple[str, ...], dropped: tuple[str, ...], as_json: bool) -> None:
    """Say which pages may use a site's publishable keys; without options, show it.

    An origin is scheme, host and port, as the browser's console names it. It counts within seconds.

    Example: greenroom site origin blog --add https://www.blog.example
    """
    more = [as_sent(origin, "--add") for origin in added]
    less = {as_sent(origin, "--drop") for origin in dropped}

    async def work(store: Store) -> tuple[str, ...]:
        site = await store.sites.get(name)
        if site is None:
            raise Failure(f"there is no site {name}: greenroom site list")
        unknown = less - set(site.origins)
        if unknown:
            raise Failure(f"{name} does not list {', '.join(sorted(unknown))}")
        origins = tuple(o for o in dict.fromkeys((*site.origins, *more)) if o not in less)
        if origins != site.origins:
            await store.sites.add(name, title=site.title, url=site.url, origins=origins)
        return origins

    origins = with_store(read_settings(os.environ), work)
    if as_json:
        tell(json.dumps({"site": name, "origins": origins}))
        return
    for origin in origins:
        tell(origin)
    if not origins:
        tell(f"No page may post to {name}: greenroom site origin {name} --add https://blog.example")


def as_sent(text: str, option: str) -> str:
    """An origin as browsers send it: scheme, host, port, nothing else."""
    origin = text.lower().rstrip("/")
    if not re.fullmatch(r"https?://[^/?#@\s]+", origin):
        raise click.BadParameter(
            f"{text!r} is not an origin like https://blog.example", param_hint=option
        )
    return origin
