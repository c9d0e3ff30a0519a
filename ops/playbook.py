"""`greenroom site playbook`: what a site's moderators do about a cry for help, from files."""

import json
import os
from typing import TextIO

import click

from moderation.playbook import BadPlaybook, Playbook, checked
from moderation.settings import read_settings
from moderation.store import Store
from ops.console import Failure, tell
from ops.stores import with_store

PARTS = ("steps", "contacts", "message", "note")


@click.command()
@click.argument("name")
@click.option("--steps", type=click.File(), help="A file with the site's own steps; - for stdin.")
@click.option("--contacts", type=click.File(), help="Crisis contacts, a line each: name, address.")
@click.option("--message", type=click.File(), help="A message that moderators can send.")
@click.option("--note", type=click.File(), help="For the moderators: whom they can talk to.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(name: str, as_json: bool, **files: TextIO | None) -> None:
    """Write what moderators see beside an urgent comment; without options, show it.

    A part that is not given stays as it is; an empty file takes it out. Admins can write the same
    in the console.

    \b
    Example: greenroom site playbook blog --contacts contacts.txt
    """
    said = {part: file.read() for part, file in files.items() if file is not None}

    async def work(store: Store) -> Playbook:
        if await store.sites.get(name) is None:
            raise Failure(f"there is no site {name}: greenroom site list")
        book = await store.playbooks.of(name)
        if not said:
            return book
        try:
            book = checked(**{part: getattr(book, part) for part in PARTS} | said)
        except BadPlaybook as exc:
            raise Failure(f"the playbook is too long: {exc}") from exc
        await store.playbooks.write(name, book)
        return book

    book = with_store(read_settings(os.environ), work)
    if as_json:
        tell(json.dumps({"site": name, **{part: getattr(book, part) for part in PARTS}}))
        return
    for part in PARTS:
        tell(f"{part}: {getattr(book, part) or '-'}")
    if not book.contacts:
        tell("There are no crisis contacts: enter those of your readers' countries.")
