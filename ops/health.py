"""`greenroom health`: for a container's health check; quick, silent when all is well."""

import http.client
import json
import os
import time
from pathlib import Path

import click

from moderation.settings import Settings, read_settings
from ops import sockets
from ops.console import Failure

SECONDS = 3.0
HEARTBEAT_SECONDS = 30.0


@click.command()
@click.argument("what", type=click.Choice(["service", "worker"]))
@click.option(
    "--heartbeat",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file that `greenroom work --heartbeat` touches.",
)
def command(what: str, heartbeat: Path | None) -> None:
    """Exit 0 if the service (or the worker) beside which this runs is well, 1 if not.

    \b
    Examples: greenroom health service
              greenroom health worker --heartbeat /tmp/worker.alive
    """
    settings = read_settings(os.environ)
    if what == "service":
        _service(settings)
    elif heartbeat is None:
        raise click.UsageError("health worker needs --heartbeat FILE")
    else:
        _worker(heartbeat)


def _service(settings: Settings) -> None:
    """Ask `/readyz`: alive, and the store is durable."""
    address = sockets.reachable(settings.admin_host, settings.admin_port)
    connection = http.client.HTTPConnection(address, timeout=SECONDS)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        body = answer.read(65536)
    except (OSError, http.client.HTTPException) as exc:
        raise Failure(f"the service does not answer on {address} ({type(exc).__name__})") from exc
    finally:
        connection.close()
    if answer.status != 200:
        raise Failure(f"the service is not ready: {_faults(body)}")


def _faults(body: bytes) -> str:
    try:
        return "; ".join(str(fault) for fault in json.loads(body)["faults"])
    except (ValueError, KeyError, TypeError):
        return "it does not say why"


def _worker(heartbeat: Path) -> None:
    try:
        age = time.time() - heartbeat.stat().st_mtime
    except OSError as exc:
        raise Failure(f"no heartbeat: {heartbeat} cannot be read") from exc
    if age > HEARTBEAT_SECONDS:
        raise Failure(f"the worker's heart last beat {age:.0f} s ago")
