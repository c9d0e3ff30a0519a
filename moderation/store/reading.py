"""What readers are shown of what is published: a thread with a page of it, read at one instant; the
newest in it."""

from collections.abc import Sequence
from dataclasses import dataclass

import redis.asyncio

from moderation.store import codec, keys
from moderation.store.connection import Scripts
from moderation.store.records import Record
from moderation.store.threads import (
    THREAD_FIELDS,
    Page,
    Threads,
    ThreadState,
    cursor_after,
    leads_to,
    position,
    thread_state,
)

# Later than any comment, and exact as a score.
END_OF_TIME_US = 2**53


@dataclass(frozen=True, slots=True)
class View:
    """`page` is what `state` says there is: nothing was changed between the two."""

    state: ThreadState
    page: Page


class Reading:
    """See the module."""

    def __init__(self, client: "redis.asyncio.Redis", scripts: Scripts, threads: Threads) -> None:
        self._client = client
        self._scripts = scripts
        self._threads = threads

    async def view(self, site: str, key: str, limit: int, cursor: str | None) -> View:
        """A thread, and published comments of it, oldest first. Raises `BadCursor`, and what
        `StoreErrors` names."""
        score, after = position(cursor)
        fields = [*THREAD_FIELDS, *codec.RECORD_FIELDS]
        reply = await self._scripts.run(
            "view",
            [keys.thread(site, key), keys.published(site, key)],
            [keys.prefix(site), score, after, limit, len(THREAD_FIELDS), *fields],
        )
        values, published, *rows = reply
        if into := leads_to(values):
            return await self.view(site, into, limit, cursor)
        more = len(rows) % 3 == 1
        found: list[Record | None] = []
        last = None
        for comment_id, at, row in zip(rows[0::3], rows[1::3], rows[2::3], strict=False):
            found.append(codec.record(site, comment_id.decode(), row))
            last = cursor_after(int(float(at)), comment_id.decode())
        records = tuple(record for record in found if record is not None)
        state = thread_state(key, values, published)
        return View(state, Page(records, last if more else None))

    async def newest(self, site: str, key: str, most: int) -> list[Record]:
        """What was published in a thread, the comment written last first."""
        return (await self._threads.before(site, key, END_OF_TIME_US, most))[::-1]

    async def counts(self, site: str, names: Sequence[str]) -> list[int]:
        """How many comments are published in threads, by key, in one round trip."""
        pipe = self._client.pipeline(transaction=False)
        for key in names:
            pipe.zcard(keys.published(site, key))
        return [int(count) for count in await pipe.execute()]

    async def states(self, site: str, names: Sequence[str]) -> list[ThreadState]:
        """Threads by key, in one round trip."""
        pipe = self._client.pipeline(transaction=False)
        for key in names:
            pipe.hmget(keys.thread(site, key), THREAD_FIELDS)
            pipe.zcard(keys.published(site, key))
        rows = await pipe.execute()
        told = zip(names, rows[0::2], rows[1::2], strict=True)
        return [thread_state(key, values, published) for key, values, published in told]
