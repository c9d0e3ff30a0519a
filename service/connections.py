"""How many connections there may be, from one address and in all, and when one is given up.

A connection that is too many is dropped before a byte of it is read. Those of the operator's own
proxies count only among all. How long a request may take to arrive is said in `service/server.py`
and `service/body.py`.
"""

import asyncio
import logging
import resource
import socket
import time

from moderation.proxies import Proxies, read_address
from service.address import counted_as, is_shared

log = logging.getLogger(__name__)

MOST_OF_ONE = 100
# Of an address that is not the world's: a proxy that is not named, or a whole office.
MOST_OF_SHARED = 4_000
MOST = 16_000
# Files that are left for the store's connections, logs, and whatever else.
RESERVED = 200
# Whoever does not take what they asked for in so many seconds does not want it.
UNTAKEN_SECONDS = 20
QUIET_SECONDS = 60.0


class Connections:
    """See the module. `came` and `went` are told by the protocol."""

    def __init__(self, proxies: Proxies, most: int | None = None) -> None:
        self._proxies = proxies
        self._most = room() if most is None else most
        self._held: dict[asyncio.BaseTransport, str] = {}
        self._of: dict[str, int] = {}
        self._told = -QUIET_SECONDS

    def came(self, transport: asyncio.BaseTransport) -> bool:
        """May it stay? If so, `went` must be told of it."""
        peer = transport.get_extra_info("peername")
        address = str(peer[0]) if isinstance(peer, tuple) else None
        who = counted_as(address) or ""
        if len(self._held) >= self._most or self._of.get(who, 0) >= self._most_of(address):
            self._tell()
            return False
        self._held[transport] = who
        self._of[who] = self._of.get(who, 0) + 1
        _give_up_on_silence(transport)
        return True

    def went(self, transport: asyncio.BaseTransport) -> None:
        who = self._held.pop(transport, None)
        if who is None:
            return
        self._of[who] -= 1
        if not self._of[who]:
            del self._of[who]

    def __len__(self) -> int:
        return len(self._held)

    def _most_of(self, address: str | None) -> int:
        found = read_address(address)
        if found is not None and found in self._proxies:
            return self._most
        return MOST_OF_SHARED if is_shared(address) else MOST_OF_ONE

    def _tell(self) -> None:
        """Once a minute: whoever comes too often must not fill the log."""
        now = time.monotonic()
        if now - self._told >= QUIET_SECONDS:
            self._told = now
            log.warning("too many connections, %d of all: some are dropped", len(self._held))


def room() -> int:
    """As many as this process may have files open, which it may first raise, less some."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + RESERVED
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return MOST if soft == resource.RLIM_INFINITY else max(64, min(MOST, soft - RESERVED))


def _give_up_on_silence(transport: asyncio.BaseTransport) -> None:
    """Let the kernel end a connection whose other side takes nothing of what was sent: aiohttp
    waits for it for ever. Linux knows how (tcp(7), TCP_USER_TIMEOUT)."""
    sock = transport.get_extra_info("socket")
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    if sock is not None and option is not None and sock.family != socket.AF_UNIX:
        sock.setsockopt(socket.IPPROTO_TCP, option, UNTAKEN_SECONDS * 1000)
