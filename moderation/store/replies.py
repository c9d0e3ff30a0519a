"""The texts a site's moderators keep for replies, each under a name."""

from typing import Any

import redis.asyncio

from moderation.store import keys
from moderation.store.connection import Scripts

MOST_REPLIES = 50


class Replies:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis", scripts: Scripts) -> None:
        self._client = client
        self._scripts = scripts

    async def keep(self, site: str, name: str, text: str) -> bool:
        """In place of the text that has this name. False if there are as many as can be."""
        reply = await self._scripts.run(
            "keep_reply", [keys.replies(site)], [name, text, MOST_REPLIES]
        )
        return bool(reply)

    async def remove(self, site: str, name: str) -> None:
        await self._client.hdel(keys.replies(site), name)

    async def all(self, site: str) -> dict[str, str]:
        """Texts by name, in the order of their names."""
        raw: Any = await self._client.hgetall(keys.replies(site))
        return dict(sorted((name.decode(), text.decode()) for name, text in raw.items()))
