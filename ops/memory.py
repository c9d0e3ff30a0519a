"""How much memory this machine, or this container, has for an embedded store."""

import contextlib
import os
from pathlib import Path

# Of what there is: the store's file is rewritten by a fork, whose memory comes on top.
SHARE = 0.6
# Where neither the system nor a container says.
UNKNOWN = 1 << 30

CGROUP_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


def store_limit(limits: tuple[Path, ...] = CGROUP_LIMITS) -> int:
    """The store's `maxmemory` in bytes: a share of the machine's memory or of the container's."""
    sizes = [size for path in limits if (size := _limit(path)) is not None]
    with contextlib.suppress(ValueError, OSError):
        sizes.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    return int(SHARE * min((size for size in sizes if size > 0), default=UNKNOWN))


def _limit(path: Path) -> int | None:
    """A control group's limit; None if there is none ("max" or no such file)."""
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return None
