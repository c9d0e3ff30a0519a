"""Each site's playbook for its moderators, as its admins wrote it."""

from typing import Any

import msgspec
import redis.asyncio

from moderation.playbook import Playbook
from moderation.store import keys


class Playbooks:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis") -> None:
        self._client = client

    async def of(self, site: str) -> Playbook:
        """An empty one if nobody has written it."""
        raw: Any = await self._client.get(keys.playbook(site))
        return msgspec.json.decode(raw, type=Playbook) if raw is not None else Playbook()

    async def write(self, site: str, playbook: Playbook) -> None:
        """In place of the one before."""
        await self._client.set(keys.playbook(site), msgspec.json.encode(playbook))
