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
    opened, found = bound(wishes)
    for each in opened:
        for one in each:
            one.close()
    return found


def bound(wishes: Sequence[Wish]) -> tuple[list[list[socket.socket]], list[str]]:
    """Sockets to listen on for each wish, and why there are none, a sentence each."""
    opened: list[list[socket.socket]] = []
    found: list[str] = []
    for wish in wishes:
        opened.append([])
        try:
            _bind(wish, opened[-1])
        except OSError as exc:
            if exc.errno == errno.EADDRINUSE:
                why = f"port {wish.port} on {wish.host} is taken by another program"
            else:
                why = f"cannot listen on {wish.host} port {wish.port}: {exc.strerror or exc}"
            found.append(f"{wish.name}: {why}; choose another")
    return opened, found


def reachable(host: str, port: int) -> str:
    """`host:port` as a client on this machine would write it."""
    if host in ("0.0.0.0", ""):  # noqa: S104 - compared with, not bound to
        host = "127.0.0.1"
    elif host == "::":
        host = "::1"
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _bind(wish: Wish, opened: list[socket.socket]) -> None:
    """One socket for each address that the name stands for. Raises `OSError`."""
    infos = socket.getaddrinfo(
        wish.host, wish.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )
    for family, kind, proto, _, address in dict.fromkeys(infos):
        one = socket.socket(family, kind, proto)
        opened.append(one)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        one.bind(address)
