"""Is this store fit to promise anything, and how full is it? The look behind `/readyz`.

Greenroom says 202 only if the comment is on disk. That holds for an append-only file that is
fsynced before each reply, that is never evicted from, and that is still the file we began with.

A store whose file was just switched on says `aof_enabled:1` at once, but until its first rewrite
has ended it writes to a file that no manifest names, which a restart does not read. Its sizes do
not tell that rewrite from any other: the base's is 0 in a new store and is left over in one that
was switched off and on. So while a rewrite runs or is to run, and at no other time, something is
written and `WAITAOF` asked about it: only where the file counts does the store say that it is in
it. Nothing has to be remembered of earlier looks, and later rewrites keep nobody out.

A later rewrite that fails leaves the file as durable as it was, and growing: a matter of room.
"""

import contextlib
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import redis.asyncio
from redis.asyncio.connection import UnixDomainSocketConnection
from redis.exceptions import ResponseError

from moderation.admission import Load
from moderation.store import keys

WANTED = {
    "appendonly": "yes",
    "appendfsync": "always",
    "no-appendfsync-on-rewrite": "no",
    "maxmemory-policy": "noeviction",
}
REWRITING = ("aof_rewrite_in_progress", "aof_rewrite_scheduled")
# A file that counts has what was written by the next turn of the store's loop, however long its
# fsync takes; one that does not, not before its rewrite has ended.
KEPT_MS = 100
REWRITE_TURN_SECONDS = 60
# Without these it answers every write with an error.
WRITABLE = {"aof_last_write_status": "ok", "role": "master"}


@dataclass(frozen=True, slots=True)
class Health:
    """`faults` are sentences for an operator; none means durable. `epoch` names this very store.
    `writable`: it takes a write at all, durable or not."""

    faults: tuple[str, ...]
    epoch: str
    load: Load
    writable: bool = True


async def examine(client: "redis.asyncio.Redis", epoch: str | None = None) -> Health:
    """Look at the store's configuration and state. `epoch` is what an earlier call returned.

    Raises what `StoreErrors` names when the store is away.
    """
    faults = []
    pipe = client.pipeline(transaction=False)
    pipe.config_get(*WANTED, "dir")
    pipe.info("persistence")
    pipe.info("memory")
    pipe.info("replication")
    config, persistence, memory, replication = await pipe.execute()
    config = {_text(k): _text(v) for k, v in config.items()}
    for name, value in WANTED.items():
        if config.get(name) != value:
            faults.append(f"{name} is {config.get(name, 'unknown')}, must be {value}")
    told = persistence | replication
    for name, wanted in (("aof_enabled", "1"), *WRITABLE.items()):
        found = str(told.get(name, "unknown"))
        if found != wanted:
            faults.append(f"{name} is {found}, must be {wanted}")
    writable = all(told.get(name) == wanted for name, wanted in WRITABLE.items())
    if not faults and any(persistence.get(name) for name in REWRITING):
        faults += await _unkept(client)
    known = await _epoch(client, may_write=epoch is None and not faults)
    if epoch is not None and known != epoch:
        faults.append("the store was emptied or replaced since this process started")
        known = epoch
    pending = await _pending(client)
    folder = config.get("dir") if _here(client) else None
    load = _load(memory, persistence, pending, folder)
    return Health(tuple(faults), known, load, writable)


async def rewrite(client: "redis.asyncio.Redis") -> bool:
    """Ask for a rewrite of the file, if none was asked for within a minute by whatever process.

    A store that forbids it, or is at it already, is left alone. Was it asked?
    """
    if not await client.set(keys.REWRITE_TURN, 1, nx=True, ex=REWRITE_TURN_SECONDS):
        return False
    with contextlib.suppress(ResponseError):
        await client.bgrewriteaof()
    return True


async def _unkept(client: "redis.asyncio.Redis") -> list[str]:
    """Why what is written now may be in no file that a restart reads; empty if it is in one."""
    pipe = client.pipeline(transaction=False)  # one connection: it is asked of this very write
    pipe.set(keys.PROBE, 1, ex=60)
    pipe.execute_command("WAITAOF", 1, 0, KEPT_MS)
    told = await pipe.execute(raise_on_error=False)
    for error in told:
        if isinstance(error, Exception):
            return [f"whether a write is kept during a rewrite cannot be asked: {error}"]
    if told[1][0] == 1:
        return []
    return [
        "the append-only file was switched on and is not whole yet: comments are taken when its "
        "first rewrite has ended"
    ]


def _here(client: "redis.asyncio.Redis") -> bool:
    """Is the store on this machine for certain? Then its directory can be looked at."""
    return issubclass(client.connection_pool.connection_class, UnixDomainSocketConnection)


async def _pending(client: "redis.asyncio.Redis") -> int:
    """How many comments wait for a decision, on all sites. A damaged one is fsck's to tell of."""
    sites: Any = await client.smembers(keys.SITES)
    pipe = client.pipeline(transaction=False)
    for site in sites:
        pipe.zcard(keys.inbox(site.decode(errors="replace")))
    sizes = await pipe.execute(raise_on_error=False)
    return sum(size for size in sizes if isinstance(size, int))


def _load(
    memory: Mapping[str, Any], persistence: Mapping[str, Any], pending: int, folder: str | None
) -> Load:
    size = free = 0
    if folder is not None:
        try:
            disk = shutil.disk_usage(folder)
        except OSError:
            pass  # another container's directory: what cannot be seen is not judged
        else:
            # Without what is kept for root, as df(1) counts.
            size, free = disk.used + disk.free, disk.free
    return Load(
        used_memory=int(memory.get("used_memory", 0)),
        max_memory=int(memory.get("maxmemory", 0)),
        pending=pending,
        file_size=int(persistence.get("aof_current_size", 0)),
        disk_size=size,
        disk_free=free,
        rewrite_failed=persistence.get("aof_last_bgrewrite_status", "ok") != "ok",
    )


async def _epoch(client: "redis.asyncio.Redis", *, may_write: bool) -> str:
    if may_write:
        await client.set(keys.EPOCH, secrets.token_hex(8), nx=True)
    found: Any = await client.get(keys.EPOCH)
    return found.decode() if found else ""


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
