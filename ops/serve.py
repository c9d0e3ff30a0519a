"""`greenroom serve`: the HTTP side."""

import asyncio
import os

import click

from moderation import logs
from moderation.settings import read_settings
from ops import handover, running


@click.command()
@click.option(
    "--take-over",
    is_flag=True,
    help="Take the place of the service that runs on these ports, if there is one.",
)
def command(take_over: bool) -> None:
    """Serve the HTTP interface until SIGTERM or Ctrl-C.

    With --take-over, no request fails between the old service and the new: this one gets the old
    one's ports, and when it serves, the old one finishes what it has begun and ends.

    \b
    Examples: GREENROOM_REDIS_URL=redis://redis:6379/0 greenroom serve
              greenroom serve --take-over
    """
    settings = read_settings(os.environ)
    from service.server import serve  # costs half a second, which --help need not wait for

    logs.set_up()
    doors = handover.open_doors(settings, take_over=take_over)

    async def work(stop: asyncio.Event) -> None:
        serving = asyncio.Event()
        attending = asyncio.create_task(handover.attend(doors, serving, stop))
        try:
            await serve(settings, stop, doors.public, doors.admin, serving)
        finally:
            attending.cancel()

    running.run(work)
