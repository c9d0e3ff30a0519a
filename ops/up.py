"""`greenroom up`: all of Greenroom in one process tree, with a store of its own."""

import asyncio
import os
from pathlib import Path

import click

from moderation import logs
from moderation.settings import read_settings
from ops import blog, sockets
from ops.console import Misconfigured
from ops.house import House
from ops.lock import Lock
from ops.policy import prepared
from ops.running import STOP_SIGNALS

# Two signals closer than this are one wish: make and timeout(1) send theirs twice.
IMPATIENCE_SECONDS = 1.0


@click.command()
@click.option("--demo/--no-demo", default=True, show_default=True, help="A demo site and article.")
@click.option(
    "--demo-port",
    type=click.IntRange(1, 65535),
    default=8081,
    show_default=True,
    help="Where the demo article is served.",
)
def command(demo: bool, demo_port: int) -> None:
    """Run the store, the service and the workers until Ctrl-C. Data stay in ./var.

    The store is embedded, unless GREENROOM_REDIS_URL names another. At the first start a demo site
    and a moderator are made; their keys and password are kept in var/demo.env.

    \b
    Examples: greenroom up
              GREENROOM_PORT=9000 greenroom up --no-demo
    """
    settings = read_settings(os.environ)
    if settings.policy is not None:
        prepared(settings.policy)
    data = _data_dir(settings.data_dir)
    lock = Lock(data)
    lock.take()
    try:
        wishes = sockets.of_service(settings)
        if demo:
            wishes.append(sockets.Wish("--demo-port", blog.HOST, demo_port))
        faults = sockets.faults(wishes)
        if faults:
            raise Misconfigured(faults)
        logs.set_up()
        own_store = not {"GREENROOM_REDIS_URL", "GREENROOM_REDIS_URL_FILE"} & os.environ.keys()
        house = House(
            settings,
            data=data,
            lock_fd=lock.fd if own_store else None,
            demo_port=demo_port if demo else None,
        )
        asyncio.run(_live_in(house))
    finally:
        lock.release()


async def _live_in(house: House) -> None:
    """Open the house, stay until a signal, close it. A second signal closes it by force."""
    loop = asyncio.get_running_loop()
    stop, hurry = asyncio.Event(), asyncio.Event()
    first = 0.0

    def signalled() -> None:
        nonlocal first
        if not stop.is_set():
            first = loop.time()
            stop.set()
        elif loop.time() - first > IMPATIENCE_SECONDS:
            hurry.set()

    for number in STOP_SIGNALS:
        loop.add_signal_handler(number, signalled)
    living = asyncio.create_task(house.live())
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((living, stopping), return_when=asyncio.FIRST_COMPLETED)
        living.cancel()
        await asyncio.gather(living, return_exceptions=True)
    finally:
        stopping.cancel()
        stop.set()
        await house.close(hurry)
    if not living.cancelled():
        living.result()


def _data_dir(path: Path) -> Path:
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as exc:
        raise Misconfigured([f"GREENROOM_DATA_DIR: {path}: {exc.strerror}"]) from exc
    if not os.access(path, os.W_OK):
        raise Misconfigured([f"GREENROOM_DATA_DIR: {path} is not writable"])
    return path.resolve()
