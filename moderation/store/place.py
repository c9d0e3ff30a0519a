"""Where a store keeps its append-only file, for who copies it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis.asyncio


@dataclass(frozen=True, slots=True)
class Place:
    """As the server sees it: another machine or container may see something else there."""

    folder: Path
    manifest: str


async def locate(client: "redis.asyncio.Redis") -> Place | None:
    """The append-only file's directory and the manifest in it; None if the store has no such file.

    Raises what `StoreErrors` names when the store is away.
    """
    reply: Any = await client.config_get("appendonly", "dir", "appenddirname", "appendfilename")
    config = {_text(name): _text(value) for name, value in reply.items()}
    if config.get("appendonly") != "yes" or "appenddirname" not in config:
        return None
    folder = Path(config["dir"]) / config["appenddirname"]
    return Place(folder, f"{config['appendfilename']}.manifest")


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
