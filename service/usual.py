"""How long a site's held comments usually wait for a person, as its log of decisions tells.

For authors who wait. The log is read once a minute a site, however many of them ask.
"""

import time
from collections.abc import Iterable

from moderation.comment import Status
from moderation.identity import made_ms
from moderation.store import Store
from moderation.store.audit import Entry, Search

FRESH_SECONDS = 60.0
LOOKED_AT = 200
RECENT_MS = 30 * 24 * 3600 * 1000
# Fewer say nothing, and what takes longer is better not promised.
ENOUGH = 10
LONGEST_SECONDS = 7 * 24 * 3600


class Usual:
    """See the module."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, tuple[float, int | None]] = {}

    async def wait(self, site: str) -> int | None:
        """In seconds; None if too little is known. Raises what `StoreErrors` names."""
        found = self._known.get(site)
        if found is None or time.monotonic() - found[0] >= FRESH_SECONDS:
            recent = Search(since=int(time.time() * 1000) - RECENT_MS)
            page = await self._store.audit.page(site, LOOKED_AT, search=recent)
            found = self._known[site] = (time.monotonic(), usual(page.entries))
        return found[1]


def usual(entries: Iterable[Entry]) -> int | None:
    """Within how many seconds four of five comments that the checks held were decided by a person.

    Pure. A comment's first decision counts: what was held again had waited for something else.
    """
    waits = sorted(
        max(entry.at - made_ms(entry.comment), 0) // 1000
        for entry in entries
        if entry.version == 3 and entry.from_ is Status.HELD and not entry.edited
    )
    if len(waits) < ENOUGH:
        return None
    wait = waits[len(waits) * 4 // 5]
    return wait if wait <= LONGEST_SECONDS else None
