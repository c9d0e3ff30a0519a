"""`greenroom work`: the checking side."""

import asyncio
import os
from dataclasses import replace
from pathlib import Path

import click

from moderation import logs
from moderation.settings import read_settings
from ops import running
from ops.policy import prepared


@click.command()
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    help="How many workers, instead of GREENROOM_WORKERS.",
)
@click.option(
    "--heartbeat",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Touch this file every few seconds, for `greenroom health worker`.",
)
def command(processes: int | None, heartbeat: Path | None) -> None:
    """Check comments until SIGTERM or Ctrl-C; what is being checked is finished first.

    Example: greenroom work --processes 4
    """
    settings = read_settings(os.environ)
    if processes is not None:
        settings = replace(settings, workers=processes)
    if settings.policy is not None:
        prepared(settings.policy)
    from workers.pool import supervise

    logs.set_up()

    async def work(stop: asyncio.Event) -> None:
        await supervise(settings, stop)

    running.run(work, heartbeat)
