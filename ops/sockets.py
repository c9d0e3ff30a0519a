"""Addresses: where to listen, whether it is free, where to knock."""

import errno
import socket
from collections.abc import Sequence
from typing import NamedTuple

from moderation.settings import Settings


class Wish(NamedTuple):
    """An address somebody wants to listen on, and the name of the setting that says so."""

    name: str
    host: str
    port: int


def of_service(settings: Settings) -> list[Wish]:
    return [
        Wish("GREENROOM_PORT", settings.host, settings.port),
        Wish("GREENROOM_ADMIN_PORT", settings.admin_host, settings.admin_port),
    ]


def faults(wishes: Sequence[Wish]) -> list[str]:
    """Why somebody could not listen there, a sentence each."""
    found = []
    for wish in wishes:
        try:
            _try(wish)
        except OSError as exc:
            if exc.errno == errno.EADDRINUSE:
                why = f"port {wish.port} on {wish.host} is taken by another program"
            else:
                why = f"cannot listen on {wish.host} port {wish.port}: {exc.strerror or exc}"
            found.append(f"{wish.name}: {why}; choose another")
    return found


def reachable(host: str, port: int) -> str:
    """`host:port` as a client on this machine would write it."""
    if host in ("0.0.0.0", ""):  # noqa: S104 - compared with, not bound to
        host = "127.0.0.1"
    elif host == "::":
        host = "::1"
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _try(wish: Wish) -> None:
    family, kind, proto, _, address = socket.getaddrinfo(
        wish.host, wish.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    with socket.socket(family, kind, proto) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
