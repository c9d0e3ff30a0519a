"""Appeals: an author asks a person to look again at their comment, which was rejected.

An appeal moves no comment. Whatever is decided on it then, or that it is to stay rejected, answers
the appeal; there is one for each comment.
"""

from enum import StrEnum
from typing import Any

import redis.asyncio

from moderation.store import keys
from moderation.store.connection import Scripts
from moderation.store.desk import Aside


class Appeal(StrEnum):
    """How one stands: it waits for a person, or was answered by one."""

    WAITING = "waiting"
    ANSWERED = "answered"


class Appeals:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis", scripts: Scripts) -> None:
        self._client = client
        self._scripts = scripts

    async def make(self, site: str, comment_id: str) -> bool | None:
        """On disk when this returns. False if there was one before; None if no such comment is
        rejected."""
        own = [keys.comment(site, comment_id), keys.aside(site, Aside.APPEALED)]
        reply = await self._scripts.run("appeal", own, [comment_id])
        return None if reply < 0 else bool(reply)

    async def of(self, site: str, comment_id: str) -> Appeal | None:
        """None if its author made none."""
        pipe = self._client.pipeline(transaction=True)
        pipe.hexists(keys.comment(site, comment_id), "appealed")
        pipe.zscore(keys.aside(site, Aside.APPEALED), comment_id)
        said: Any = await pipe.execute()
        made, waits = said
        if not made:
            return None
        return Appeal.ANSWERED if waits is None else Appeal.WAITING
