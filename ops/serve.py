"""`greenroom serve`: the HTTP side."""

import asyncio
import os

import click

from moderation import logs
from moderation.settings import read_settings
from ops import running, sockets
from ops.console import Misconfigured


@click.command()
def command() -> None:
    """Serve the HTTP interface until SIGTERM or Ctrl-C.

    Example: GREENROOM_REDIS_URL=redis://redis:6379/0 greenroom serve
    """
    settings = read_settings(os.environ)
    from service.server import serve  # costs half a second, which --help need not wait for

    faults = sockets.faults(sockets.of_service(settings))
    if faults:
        raise Misconfigured(faults)
    logs.set_up()

    async def work(stop: asyncio.Event) -> None:
        await serve(settings, stop)

    running.run(work)
