"""`greenroom site`: blogs and their API keys."""

import json
import os
from typing import TextIO
from urllib.parse import urlsplit

import click

from moderation.settings import read_settings
from moderation.store import Store
from moderation.store.sites import BadSite, KeyKind, Site
from ops import comment_policy, playbook
from ops import origins as origins_of
from ops.console import Failure, tell
from ops.stores import with_store

KEYS = "Keep the secret key on your server; neither key can be shown again."


@click.group()
def command() -> None:
    """Add sites, list them, make further API keys for them."""


command.add_command(playbook.command, "playbook")
command.add_command(origins_of.command, "origin")
command.add_command(comment_policy.command, "comment-policy")


@command.command()
@click.argument("name")
@click.option("--title", default="", help="What readers and moderators see; the name if left out.")
@click.option("--url", help="The blog's address.")
@click.option("--origin", "origins", multiple=True, help="Pages that may post; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def add(name: str, title: str, url: str | None, origins: tuple[str, ...], as_json: bool) -> None:
    """Add a site; print its two API keys, once, and the link to put under an article.

    \b
    Example: greenroom site add blog --title "My Blog" \\
               --url https://blog.example --origin https://blog.example
    """
    settings = read_settings(os.environ)
    kept = tuple(dict.fromkeys(origins_of.as_sent(origin, "--origin") for origin in origins))
    if url is not None and urlsplit(url).scheme not in ("http", "https"):
        raise click.BadParameter(f"{url!r} is not an http or https URL", param_hint="--url")

    async def work(store: Store) -> tuple[str, str]:
        try:
            if await store.sites.get(name) is not None:
                raise Failure(f"there is a site {name} already; `greenroom site key` makes keys")
            await store.sites.add(name, title=title, url=url, origins=kept)
        except BadSite as exc:
            raise click.BadParameter(str(exc), param_hint="NAME") from exc
        pk = await store.sites.add_key(name, KeyKind.PUBLISHABLE)
        return pk, await store.sites.add_key(name, KeyKind.SECRET)

    pk, sk = with_store(settings, work)
    embed = f'<a href="{settings.public_url}/t/{name}?url={_article(url)}">Post a Comment</a>'
    if as_json:
        tell(json.dumps({"site": name, "pk": pk, "sk": sk, "embed": embed}))
        return
    tell(f"Site {name} is made. {KEYS}")
    tell("")
    tell(f"  publishable key  {pk}")
    tell(f"  secret key       {sk}")
    tell("")
    tell("Under each article, with the article's own address after url= (percent-encoded):")
    tell(f"  {embed}")
    tell("or, with JavaScript, the comments themselves; docs/front-ends.md has it for six systems:")
    tell(f'  <greenroom-comments site="{name}" key="{pk}">{embed}</greenroom-comments>')
    tell(f'  <script async src="{settings.public_url}/embed/v1.js"></script>')


@command.command()
@click.argument("name")
@click.option("--text", help="Plain text; paragraphs are parted by an empty line. Empty: none.")
@click.option("--file", "file", type=click.File(), help="A file with the text; - for stdin.")
@click.option("--url", help="A page of yours, or of a helpline, to link to. Empty: none.")
@click.option("--default", "default", is_flag=True, help="Go back to Greenroom's own text.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def crisis(
    name: str,
    text: str | None,
    file: TextIO | None,
    url: str | None,
    default: bool,
    as_json: bool,
) -> None:
    """Say what authors are told whose comment may be a cry for help; without options, show it.

    Greenroom's own text names no country's helpline: name those of your readers.

    \b
    Example: greenroom site crisis blog --file crisis.txt \\
               --url https://blog.example/help
    """
    if text is not None and file is not None:
        raise click.UsageError("give --text or --file, not both")
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise click.BadParameter(f"{url!r} is not an http or https URL", param_hint="--url")
    said = file.read() if file else text

    async def work(store: Store) -> Site:
        site = await store.sites.get(name)
        if site is None:
            raise Failure(f"there is no site {name}: greenroom site list")
        if default or said is not None or url is not None:
            kept = (None, None) if default else (site.crisis_text, site.crisis_url)
            wanted = (kept[0] if said is None else said, kept[1] if url is None else url)
            try:
                await store.sites.set_crisis(name, *wanted)
            except BadSite as exc:
                raise click.BadParameter(str(exc), param_hint="--text") from exc
            site = await store.sites.get(name) or site
        return site

    site = with_store(read_settings(os.environ), work)
    if as_json:
        told = _told(site)
        tell(json.dumps({key: told[key] for key in ("site", "crisis_text", "crisis_url")}))
    elif site.support is None:
        tell("Authors are told nothing more than that their comment waits.")
    else:
        for line in (*site.support.text.splitlines(), *filter(None, [site.support.url])):
            tell(line)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """List the sites and how many keys each has.

    Example: greenroom site list --json
    """

    async def work(store: Store) -> list[Site]:
        found = [await store.sites.get(name) for name in await store.sites.names()]
        return [site for site in found if site is not None]

    sites = with_store(read_settings(os.environ), work)
    if as_json:
        tell(json.dumps([_told(site) for site in sites]))
        return
    for site in sites:
        told = _told(site)
        keys = f"{told['pk']} publishable, {told['sk']} secret"
        tell(f"{site.name}  {site.title}  {site.url or '-'}  keys: {keys}")
    if not sites:
        tell("There is no site yet: greenroom site add NAME")


@command.command()
@click.argument("name")
@click.option("--kind", type=click.Choice(["pk", "sk"]), required=True, help="Which kind.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def key(name: str, kind: str, as_json: bool) -> None:
    """Make one more API key for a site, and print it, once.

    Example: greenroom site key blog --kind sk
    """

    async def work(store: Store) -> str:
        if await store.sites.get(name) is None:
            raise Failure(f"there is no site {name}: greenroom site list")
        return await store.sites.add_key(name, KeyKind(kind))

    made = with_store(read_settings(os.environ), work)
    tell(json.dumps({"site": name, kind: made}) if as_json else made)


def _article(url: str | None) -> str:
    return f"{(url or 'https://blog.example').rstrip('/')}/your-article"


def _told(site: Site) -> dict[str, object]:
    kinds = list(site.keys.values())
    return {
        "site": site.name,
        "title": site.title,
        "url": site.url,
        "origins": site.origins,
        "crisis_text": site.support.text if site.support else "",
        "crisis_url": site.support.url if site.support else None,
        "comment_policy": site.comment_policy,
        "pk": kinds.count(KeyKind.PUBLISHABLE),
        "sk": kinds.count(KeyKind.SECRET),
    }
