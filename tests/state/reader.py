"""What the store's readers show, held against the model: counts, threads and queues by pages."""

from collections.abc import Awaitable, Callable

from moderation.comment import Status
from moderation.store import Store
from moderation.store.threads import Page
from tests.state.model import Model

Read = Callable[[int, str | None], Awaitable[Page]]


class Reader:
    """Looks at the counts each time, and at one listing after the other, in pages of 1 to 4."""

    def __init__(self, model: Model, sites: tuple[str, ...], threads: tuple[str, ...]) -> None:
        self._model = model
        self._places = [(site, key) for site in sites for key in threads]
        self._queues = [(site, status) for site in sites for status in Status]
        self._sites = sites
        self._turn = 0

    async def look(self, store: Store) -> None:
        self._turn += 1
        await self._sizes(store)
        await self._thread(store, *self._places[self._turn % len(self._places)])
        await self._queue(store, *self._queues[self._turn % len(self._queues)])

    async def look_at_all(self, store: Store) -> None:
        await self._sizes(store)
        for site, key in self._places:
            await self._thread(store, site, key)
        for site, status in self._queues:
            await self._queue(store, site, status)

    async def _sizes(self, store: Store) -> None:
        for site in self._sites:
            sizes = await store.threads.sizes(site)
            assert sizes == {status: len(self._model.of(site, status)) for status in Status}

    async def _thread(self, store: Store, site: str, key: str) -> None:
        state = await store.threads.state(site, key)
        wanted = self._model.published(site, key)
        assert state.published == len(wanted)
        assert int(state.mark.partition("-")[2], 16) == self._model.revisions[site, key]
        assert (state.thread.title or "") == self._model.titles.get((site, key), "")
        assert (state.closed is not None) == ((site, key) in self._model.closed)
        assert state.pinned == tuple(self._model.pinned[site, key])
        shown = await self._walk(lambda n, c: store.threads.published(site, key, n, c))
        assert shown == wanted

    async def _queue(self, store: Store, site: str, status: Status) -> None:
        wanted = list(self._model.of(site, status))
        listed = await self._walk(lambda n, c: store.threads.queue(site, status, n, c))
        sifted = await self._walk(lambda n, c: store.threads.queue(site, status, n, c, bool))
        if status is Status.PENDING:  # in the order in which they are due
            wanted, listed, sifted = sorted(wanted), sorted(listed), sorted(sifted)
        assert listed == wanted
        assert sifted == wanted

    async def _walk(self, read: Read) -> list[str]:
        """All pages, each comment of each as the model has it."""
        ids: list[str] = []
        cursor = None
        while True:
            page = await read(1 + self._turn % 4, cursor)
            for record in page.records:
                entry = self._model.entries[record.comment.id]
                assert (record.status, record.version) == (entry.status, entry.version)
                assert record.comment.body == entry.comment.body
                ids.append(record.comment.id)
            cursor = page.next_cursor
            if cursor is None:
                return ids
