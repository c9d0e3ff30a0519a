"""Free ports of this machine, for servers that a test starts, kills and starts again.

Not of those that the system hands out to whoever connects to anything: another process could have
one of them just while its server is down. Each process of a test run has ports of its own.
"""

import os
import socket
from collections.abc import Iterator

FIRST, EACH, RANGES = 10_000, 2_500, 9  # below 32,768, where Linux begins to hand them out


def _candidates() -> Iterator[int]:
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = FIRST + worker % RANGES * EACH
    offset = os.getpid()  # another test run on this machine begins elsewhere
    while True:
        offset = (offset + 1) % EACH
        yield first + offset


_CANDIDATES = _candidates()


def free_ports(count: int) -> list[int]:
    """Ports of 127.0.0.1 that nobody has; none comes twice before all came once."""
    return [next(filter(_is_free, _CANDIDATES)) for _ in range(count)]


def free_port() -> int:
    return free_ports(1)[0]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
