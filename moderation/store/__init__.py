"""The store: the only code that knows a Redis key. Its verbs are those of the domain.

One asynchronous store for every process; `Store` is only the hallway to its rooms.
"""

import asyncio

from moderation.store.accounts import Accounts
from moderation.store.acts import Acts
from moderation.store.appeals import Appeals
from moderation.store.audit import Audit
from moderation.store.authorship import Authorship
from moderation.store.batches import Batches
from moderation.store.comments import Comments
from moderation.store.connection import Scripts, connect
from moderation.store.desk import Desk
from moderation.store.edits import Edits
from moderation.store.events import Events
from moderation.store.facts import Facts
from moderation.store.forgetting import Forgetting
from moderation.store.fsck import Fsck
from moderation.store.health import Health, examine, rewrite
from moderation.store.keys import DECIDED
from moderation.store.learning import Learning
from moderation.store.limits import Limits
from moderation.store.moving import Moving
from moderation.store.place import Place, locate
from moderation.store.playbooks import Playbooks
from moderation.store.presence import Presence
from moderation.store.reading import Reading
from moderation.store.replies import Replies
from moderation.store.reports import Reports
from moderation.store.rulings import Rulings
from moderation.store.settling import Settling
from moderation.store.sites import Sites
from moderation.store.standing import Standing, stand
from moderation.store.threads import Threads


class Store:
    """Opened once a process (once a job in a worker) and closed at its end."""

    def __init__(self, url: str) -> None:
        self._client = connect(url)
        self._patient = connect(url, timeout=None)  # for calls that wait in the server
        scripts = Scripts(self._client)
        self.comments = Comments(self._client, scripts)
        self.threads = Threads(self._client, scripts, self.comments)
        self.reading = Reading(self._client, scripts, self.threads)
        self.changes = scripts.changes
        self.moving = Moving(self._client, scripts)
        self.audit = Audit(self._client)
        self.sites = Sites(self._client)
        self.accounts = Accounts(self._client)
        self.fsck = Fsck(self._client, scripts)
        self.facts = Facts(self._client, scripts, self._patient)
        self.learning = Learning(self._client, scripts)
        self.presence = Presence(scripts)
        self.desk = Desk(self._client, scripts)
        self.acts = Acts(self._client)
        self.replies = Replies(self._client, scripts)
        self.rulings = Rulings(self._client, scripts)
        self.settling = Settling(self._client, scripts)
        self.events = Events(self._client)
        self.edits = Edits(self._client, scripts)
        self.appeals = Appeals(self._client, scripts)
        self.authorship = Authorship(self._client, scripts)
        self.forgetting = Forgetting(self._client, scripts)
        self.playbooks = Playbooks(self._client)
        self.reports = Reports(self._client, scripts)
        self.batches = Batches(self._client)
        self.limits = Limits(scripts)

    async def ping(self) -> None:
        """Return if the store answers; raise what `StoreErrors` names if not."""
        await self._client.ping()

    async def now_ms(self) -> int:
        """The only clock that counts."""
        seconds, micros = await self._client.time()
        return int(seconds) * 1000 + int(micros) // 1000

    async def health(self, epoch: str | None = None) -> Health:
        return await examine(self._client, epoch)

    async def rewrite(self) -> bool:
        return await rewrite(self._client)

    async def standing(self, site: str) -> Standing:
        return await stand(self._client, site)

    async def place(self) -> Place | None:
        """Where its file is; None if it has none."""
        return await locate(self._client)

    async def decisions(self, seen: "asyncio.Queue[tuple[str, str]]") -> None:
        """Put (site, id) of each watched comment that is decided into `seen`, until cancelled.

        Raises what `StoreErrors` names when the connection is lost; announcements are lost with it,
        so a waiter must also look for itself now and then.
        """
        async with self._patient.pubsub() as channel:
            await channel.subscribe(DECIDED)
            async for message in channel.listen():
                if message["type"] == "message":
                    site, _, comment_id = message["data"].decode().partition(" ")
                    seen.put_nowait((site, comment_id))

    async def close(self) -> None:
        await self._client.aclose()
        await self._patient.aclose()
