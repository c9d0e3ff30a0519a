"""Handing a service's listening sockets to the next one, so that no connection falls between two.

Both then listen on the very same sockets: who waits to be accepted is accepted by either. With
SO_REUSEPORT each would have a queue of its own, and Linux resets what waits in one when it is
closed (`tcp_migrate_req`, ip-sysctl). They meet at a Unix socket in the abstract namespace, which,
like ports, is the network namespace's; a peer must be of the same user. It is handed on as well.

The new one asks, gets the sockets, starts, and says so; only then does the old one stop. If the new
one fails, nothing has happened.
"""

import asyncio
import contextlib
import json
import logging
import os
import socket
import struct
import sys
from dataclasses import dataclass

from moderation.settings import Settings
from ops import sockets
from ops.console import Failure, Misconfigured

log = logging.getLogger(__name__)

SERVING = b"serving"
ANSWER_SECONDS = 5.0
MOST_SOCKETS = 16


@dataclass
class Doors:
    """Where a service listens. `meeting` is None where there is no hand-over; `predecessor` is the
    line to the service that these came from, if they came from one."""

    public: list[socket.socket]
    admin: list[socket.socket]
    meeting: socket.socket | None = None
    predecessor: socket.socket | None = None


def open_doors(settings: Settings, *, take_over: bool) -> Doors:
    """Take the doors over from the service that runs here, or open new ones.

    Raises `Misconfigured` if they are taken.
    """
    if take_over and sys.platform != "linux":
        raise Failure("--take-over needs Linux")
    line = _call(settings)
    if line is not None and take_over:
        return _receive(line)
    try:
        (public, admin), faults = sockets.bound(sockets.of_service(settings))
        if faults:
            if line is not None:
                faults.append("A service of this kind runs there: --take-over takes its place.")
            raise Misconfigured(faults)
    finally:
        if line is not None:
            line.close()
    return Doors(public, admin, _meeting(settings))


async def attend(doors: Doors, serving: asyncio.Event, stop: asyncio.Event) -> None:
    """Once `serving`, tell the predecessor; then give the doors to whoever asks.

    Sets `stop` when a successor serves.
    """
    await serving.wait()
    if doors.predecessor is not None:
        with doors.predecessor as line, contextlib.suppress(OSError):
            line.sendall(SERVING)
    if doors.meeting is None:
        return
    loop = asyncio.get_running_loop()
    doors.meeting.setblocking(False)
    while not stop.is_set():
        line, _ = await loop.sock_accept(doors.meeting)
        with line:
            line.setblocking(False)
            if not _is_ours(line):
                continue
            try:
                _send(line, doors)
                if await loop.sock_recv(line, len(SERVING)) == SERVING:
                    log.info("another service has taken over")
                    stop.set()
            except OSError as exc:
                log.warning("could not hand over: %s", exc)


def _name(settings: Settings) -> str:
    public, admin = sockets.of_service(settings)
    return f"\0greenroom {public.host} {public.port} {admin.host} {admin.port}"


def _meeting(settings: Settings) -> socket.socket | None:
    if sys.platform != "linux":
        return None
    meeting = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        meeting.bind(_name(settings))
        meeting.listen()
    except OSError as exc:
        meeting.close()
        log.warning("this service cannot be taken over: %s", exc)
        return None
    return meeting


def _call(settings: Settings) -> socket.socket | None:
    """A line to the service that runs here; None if there is none."""
    if sys.platform != "linux":
        return None
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(ANSWER_SECONDS)
    try:
        line.connect(_name(settings))
        if _is_ours(line):
            return line
    except OSError:
        pass
    line.close()
    return None


def _send(line: socket.socket, doors: Doors) -> None:
    assert doors.meeting is not None
    given = [*doors.public, *doors.admin, doors.meeting]
    counts = {"public": len(doors.public), "admin": len(doors.admin)}
    socket.send_fds(line, [json.dumps(counts).encode()], [each.fileno() for each in given])


def _receive(line: socket.socket) -> Doors:
    try:
        data, fds, _, _ = socket.recv_fds(line, 1024, MOST_SOCKETS)
        counts = json.loads(data)
        public, admin = int(counts["public"]), int(counts["admin"])
    except (OSError, ValueError, KeyError) as exc:
        line.close()
        raise Failure("the service that runs here does not hand over") from exc
    for fd in fds:
        os.set_inheritable(fd, False)
    given = [socket.socket(fileno=fd) for fd in fds]
    return Doors(given[:public], given[public : public + admin], given[public + admin], line)


def _is_ours(line: socket.socket) -> bool:
    """Is the process at the other end one of the same user's? (unix(7), SO_PEERCRED)"""
    size = struct.calcsize("3i")
    credentials = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
    return bool(struct.unpack("3i", credentials)[1] == os.geteuid())
