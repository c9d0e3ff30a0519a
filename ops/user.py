"""`greenroom user`: accounts of those who review comments."""

import json
import os
import sys
from collections.abc import Awaitable, Callable

import click

from moderation.settings import read_settings
from moderation.store import Store
from moderation.user import ALL, NAME, Role, Roles, User
from ops.console import Failure, tell
from ops.stores import with_store

ROLES = tuple(role.value for role in Role)  # click names an enumeration by its members
SITE_HELP = "A site they have the role on; may be repeated. All sites if left out."


@click.group()
def command() -> None:
    """Add accounts, give roles, end sessions."""


@command.command()
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--reset", is_flag=True, help="Give an account that exists a new password.")
@click.option("--role", type=click.Choice(ROLES), help="What they are; moderator if left out.")
@click.option("--site", "sites", multiple=True, help=SITE_HELP)
def add(
    name: str, password_stdin: bool, reset: bool, role: str | None, sites: tuple[str, ...]
) -> None:
    """Add an account. The password is asked for, or read from standard input; never an argument.
    With --reset, a new password: it ends all sessions, and forgets failed attempts to sign in.

    \b
    Example: greenroom user add ana
             greenroom user add root --role admin
             greenroom user add ben --role viewer --site blog
             greenroom user add ana --reset
    """
    settings = read_settings(os.environ)
    if not NAME.fullmatch(name):
        raise click.BadParameter("use 1 to 64 letters, digits and . _ @ -", param_hint="NAME")
    if reset and (role or sites):
        raise click.UsageError("--reset changes no role; `greenroom user role` does")
    from moderation.passwords import hash_password

    try:
        hashed = hash_password(_password(password_stdin))
    except ValueError as exc:
        raise Failure(str(exc)) from exc

    async def work(store: Store) -> None:
        roles = await _roles(store, Role(role or Role.MODERATOR), sites)
        if await store.accounts.add(name, hashed, roles):
            return
        if not reset:
            raise Failure(f"there is an account {name} already; --reset gives a new password")
        await store.accounts.set_password(name, hashed)
        await store.accounts.attempts.forget([f"name {name}"])

    with_store(settings, work)
    tell(f"{name} can sign in at {settings.public_url}/review/")


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """List accounts with their roles.

    Example: greenroom user list --json
    """

    async def work(store: Store) -> list[tuple[User, int]]:
        users = await store.accounts.all()
        return [(user, len(await store.accounts.sessions.of(user.name))) for user in users]

    found = with_store(read_settings(os.environ), work)
    if as_json:
        told = [
            {
                "name": user.name,
                "roles": user.roles,
                "second_step": user.totp is not None,
                "sessions": sessions,
            }
            for user, sessions in found
        ]
        tell(json.dumps(told))
        return
    for user, sessions in found:
        second = ", second step" if user.totp else ""
        tell(f"{user.name}: {_told(user.roles)}{second}; sessions: {sessions}")


@command.command()
@click.argument("name")
@click.argument("role", type=click.Choice((*ROLES, "none")))
@click.option("--site", "sites", multiple=True, help=SITE_HELP)
def role(name: str, role: str, sites: tuple[str, ...]) -> None:
    """Give a role. On all sites it replaces every other; with --site those elsewhere stay.
    It holds at once, in sessions that run.

    \b
    Example: greenroom user role ana admin
             greenroom user role ana none
             greenroom user role ana moderator --site blog
    """

    async def work(store: Store) -> None:
        given = await _roles(store, None if role == "none" else Role(role), sites)

        def change(held: Roles) -> Roles:
            stay = {place: held[place] for place in held if sites and place not in sites}
            return {**stay, **given}

        if not await store.accounts.set_roles(name, change):
            raise Failure(f"there is no account {name}")
        user = await store.accounts.get(name)
        tell(f"{name}: {_told(user.roles) if user else 'removed meanwhile'}")

    with_store(read_settings(os.environ), work)


@command.command(name="end-sessions")
@click.argument("name")
def end_sessions(name: str) -> None:
    """Sign somebody out everywhere.

    Example: greenroom user end-sessions ana
    """

    async def work(store: Store) -> int:
        if await store.accounts.get(name) is None:
            raise Failure(f"there is no account {name}")
        return await store.accounts.sessions.end_all(name)

    tell(f"{name}: {with_store(read_settings(os.environ), work)} sessions ended")


@command.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove an account and end its sessions. What they decided stays, with their name.

    Example: greenroom user remove ana
    """
    _must(name, lambda store: store.accounts.remove(name))
    tell(f"{name} is removed")


@command.command()
@click.argument("name")
@click.option("--remove", is_flag=True, required=True, help="Take the second step away.")
def totp(name: str, remove: bool) -> None:
    """For who has lost the app with their codes: sign in without, then set it up anew.

    Example: greenroom user totp ana --remove
    """
    _must(name, lambda store: store.accounts.remove_totp(name))
    tell(f"{name} signs in without a second step; all sessions ended")


def _must(name: str, verb: Callable[[Store], Awaitable[bool]]) -> None:
    async def work(store: Store) -> None:
        if not await verb(store):
            raise Failure(f"there is no account {name}")

    with_store(read_settings(os.environ), work)


async def _roles(store: Store, role: Role | None, sites: tuple[str, ...]) -> Roles:
    """The role on these sites, which there must be; on all of them if none is named."""
    known = await store.sites.names()
    for site in sites:
        if site not in known:
            raise Failure(f"there is no site {site}")
    return dict.fromkeys(sites or (ALL,), role) if role else {}


def _told(roles: Roles) -> str:
    places = (
        f"{role} of {'all sites' if place == ALL else place}" for place, role in roles.items()
    )
    return ", ".join(sorted(places)) or "no role"


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
