"""Is this store fit to promise anything? The self-check behind `/readyz`.

Greenroom says 202 only if the comment is on disk. That holds for an append-only file that is
fsynced before each reply, that is never evicted from, and that is still the file we began with.
"""

import secrets
from dataclasses import dataclass
from typing import Any

import redis.asyncio

from moderation.store import keys

WANTED = {
    "appendonly": "yes",
    "appendfsync": "always",
    "no-appendfsync-on-rewrite": "no",
    "maxmemory-policy": "noeviction",
}


@dataclass(frozen=True, slots=True)
class Health:
    """`faults` are sentences for an operator; none means durable. `epoch` names this very store."""

    faults: tuple[str, ...]
    epoch: str
    used_memory: int
    max_memory: int


async def examine(client: "redis.asyncio.Redis", epoch: str | None = None) -> Health:
    """Look at the store's configuration and state. `epoch` is what an earlier call returned.

    Raises what `StoreErrors` names when the store is away.
    """
    faults = []
    pipe = client.pipeline(transaction=False)
    pipe.config_get(*WANTED)
    pipe.info("persistence")
    pipe.info("memory")
    config, persistence, memory = await pipe.execute()
    config = {_text(k): _text(v) for k, v in config.items()}
    for name, value in WANTED.items():
        if config.get(name) != value:
            faults.append(f"{name} is {config.get(name, 'unknown')}, must be {value}")
    for name, wanted in (("aof_enabled", "1"), ("aof_last_write_status", "ok")):
        found = str(persistence.get(name, "unknown"))
        if found != wanted:
            faults.append(f"{name} is {found}, must be {wanted}")
    if persistence.get("aof_last_bgrewrite_status", "ok") != "ok":
        faults.append("the last rewrite of the append-only file failed: is the disk full?")
    known = await _epoch(client, may_write=epoch is None and not faults)
    if epoch is not None and known != epoch:
        faults.append("the store was emptied or replaced since this process started")
        known = epoch
    return Health(
        tuple(faults), known, int(memory.get("used_memory", 0)), int(memory.get("maxmemory", 0))
    )


async def _epoch(client: "redis.asyncio.Redis", *, may_write: bool) -> str:
    if may_write:
        await client.set(keys.EPOCH, secrets.token_hex(8), nx=True)
    found: Any = await client.get(keys.EPOCH)
    return found.decode() if found else ""


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
