"""`greenroom ruling`: trusting, always holding and banning whom comments come from."""

import json
import os
from datetime import UTC, datetime
from typing import Any

import click

from moderation.ruling import BadRuling, Kind, Ruling, Word, make_ruling
from moderation.settings import read_settings
from moderation.store import Store
from moderation.store.rulings import MOST_RULINGS
from ops.console import Failure, tell
from ops.stores import with_store

WORDS = tuple(word.value for word in Word)  # click names an enumeration by its members
KINDS = tuple(kind.value for kind in Kind)
BY = "operator"
DAY_MS = 86_400_000


@click.group()
def command() -> None:
    """Trust, always hold or ban authors, addresses and hosts that are linked to."""


@command.command()
@click.argument("site")
@click.argument("word", type=click.Choice(WORDS))
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("whom")
@click.option(
    "--days", type=click.IntRange(1, 3650), help="How long it lasts; for good if left out."
)
@click.option("--why", default="", help="For moderators.")
def add(site: str, word: str, kind: str, whom: str, days: int | None, why: str) -> None:
    """Rule about somebody; a ruling about the same takes the place of the one before.

    A domain and a host stand for all below them. An address may be a range, at most as wide as /16,
    or one of /64, /56, /48, /40 and /32 for IPv6. What may be a cry for help is never rejected.

    \b
    Examples: greenroom ruling add blog ban address 8.8.4.0/24 --days 7
              greenroom ruling add blog hold host pills.example --days 1 --why raid
              greenroom ruling add blog trust email ana@blog.example
    """
    try:
        ruling = make_ruling(Kind(kind), whom, Word(word), BY, why)
    except BadRuling as exc:
        raise click.BadParameter(str(exc), param_hint="WHOM") from exc

    async def work(store: Store) -> bool:
        await _known(store, site)
        return await store.rulings.rule(site, ruling, days * DAY_MS if days else None)

    if not with_store(read_settings(os.environ), work):
        raise Failure(f"{site} has {MOST_RULINGS} rulings already: end some first")
    tell(f"{_sentence(ruling)}, {f'for {days} days' if days else 'for good'}.")


@command.command("list")
@click.argument("site")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(site: str, as_json: bool) -> None:
    """List what is ruled, the newest first.

    Example: greenroom ruling list blog
    """

    async def work(store: Store) -> list[Ruling]:
        await _known(store, site)
        return await store.rulings.all(site)

    rulings = with_store(read_settings(os.environ), work)
    if as_json:
        tell(json.dumps([_told(ruling) for ruling in rulings]))
        return
    for ruling in rulings:
        told = _told(ruling)
        until = f"until {told['until']}" if told["until"] else "for good"
        why = f"  ({ruling.why})" if ruling.why else ""
        tell(f"{_sentence(ruling)}  {until}  by {told['by']}, {told['at']}{why}")
    if not rulings:
        tell(f"Nothing is ruled on {site}.")


@command.command()
@click.argument("site")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("whom")
def end(site: str, kind: str, whom: str) -> None:
    """End a ruling, whoever made it. What it decided stays as it is.

    Example: greenroom ruling end blog address 8.8.4.0/24
    """
    try:
        name = make_ruling(Kind(kind), whom, Word.HOLD, BY).name
    except BadRuling as exc:
        raise click.BadParameter(str(exc), param_hint="WHOM") from exc

    async def work(store: Store) -> bool:
        await _known(store, site)
        return await store.rulings.end(site, name, BY)

    if not with_store(read_settings(os.environ), work):
        raise Failure(f"there is no ruling about {name}: greenroom ruling list {site}")
    tell(f"The ruling about {name} has ended.")


async def _known(store: Store, site: str) -> None:
    if await store.sites.get(site) is None:
        raise Failure(f"there is no site {site}: greenroom site list")


def _sentence(ruling: Ruling) -> str:
    return f"{ruling.word} {ruling.name}"


def _told(ruling: Ruling) -> dict[str, Any]:
    return {
        "word": ruling.word,
        "kind": ruling.kind,
        "whom": ruling.whom,
        "by": ruling.by.removeprefix("moderator:"),
        "at": _moment(ruling.at),
        "until": _moment(ruling.until) if ruling.until else None,
        "why": ruling.why,
    }


def _moment(ms: int) -> str:
    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
