"""`greenroom user`: moderators."""

import os
import re
import sys

import click

from moderation.settings import read_settings
from moderation.store import Store
from ops.console import Failure, tell
from ops.stores import with_store

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")


@click.group()
def command() -> None:
    """Add moderators."""


@command.command()
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--reset", is_flag=True, help="Give a moderator who exists a new password.")
def add(name: str, password_stdin: bool, reset: bool) -> None:
    """Add a moderator. The password is asked for, or read from standard input; never an argument.

    Example: greenroom user add ana
    """
    settings = read_settings(os.environ)
    if not NAME.fullmatch(name):
        raise click.BadParameter("use 1 to 64 letters, digits and . _ @ -", param_hint="NAME")
    from moderation.passwords import hash_password

    try:
        hashed = hash_password(_password(password_stdin))
    except ValueError as exc:
        raise Failure(str(exc)) from exc

    async def work(store: Store) -> None:
        if await store.accounts.get(name) is not None and not reset:
            raise Failure(f"there is a moderator {name} already; --reset gives a new password")
        await store.accounts.add(name, hashed)

    with_store(settings, work)
    tell(f"{name} can sign in at {settings.public_url}/review/")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
