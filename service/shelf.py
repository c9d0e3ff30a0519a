"""What readers were told last, kept for a moment: one look at the store serves all who ask.

An answer is believed for `FRESH_SECONDS` from before the store was asked, and not at all once this
process has changed something on its site. After that the store is asked whether it still holds, by
one request for all that wait. So a change made here is seen here at once, and anywhere else within
that time; while the store is away, nothing older is told. Nothing here knows what an answer says.
"""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from multidict import CIMultiDict, CIMultiDictProxy

from moderation.store.changes import Changes
from moderation.store.threads import ThreadState

FRESH_SECONDS = 0.25
# Readers' own copies must not outlive a removal either, so they are to ask each time.
CACHING = "public, max-age=0, must-revalidate"
MOST = 2_000
MOST_BYTES = 32 * 1024 * 1024
# What an answer takes up besides its bytes, rather too much than too little.
OVERHEAD_BYTES = 1_000


class Name(NamedTuple):
    """What was asked: which kind of answer, and what it is about. What people read has a
    `language`; what programs read has none, and is kept once."""

    site: str
    kind: str
    key: str = ""
    limit: int = 0
    cursor: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """`etag` stands for these very bytes, whichever replica made them; `headers` become those that
    are sent. `state` is the thread's, None if the bytes are of no single one."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    state: ThreadState | None = None
    etag: str = field(init=False)

    def __post_init__(self) -> None:
        etag = f'"{hashlib.blake2b(self.body, digest_size=16).hexdigest()}"'
        object.__setattr__(self, "etag", etag)
        sent = CIMultiDict({"ETag": etag, "Cache-Control": CACHING, **self.headers})
        object.__setattr__(self, "headers", CIMultiDictProxy(sent))


# Given the answer that was kept, it is returned if it still holds, and a new one if not.
Look = Callable[[Answer | None], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class _Kept:
    """`began`: by this process's clock, before the store was asked. `change`: the site's number
    then."""

    answer: Answer
    began: float
    change: int
    size: int


@dataclass(frozen=True, slots=True)
class _Looking:
    task: "asyncio.Task[Answer]"
    began: float
    change: int


class Shelf:
    """See the module. Keeps `most` answers of `most_bytes` in all; what was looked at longest ago
    goes first."""

    def __init__(self, changes: Changes, *, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self._changes = changes
        self._most = most
        self._most_bytes = most_bytes
        self._kept: dict[Name, _Kept] = {}
        self._looking: dict[Name, _Looking] = {}
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def size(self) -> int:
        """About how many bytes are kept."""
        return self._bytes

    def fresh(self, name: Name) -> Answer | None:
        """An answer that needs no look; None if `get` must be awaited."""
        kept = self._kept.get(name)
        return kept.answer if kept is not None and self._is_fresh(name, kept) else None

    async def get(self, name: Name, look: Look) -> Answer:
        """The answer as it is now, or was a moment ago. Raises what `look` raises."""
        kept = self._kept.get(name)
        if kept is not None and self._is_fresh(name, kept):
            return kept.answer
        looking = self._looking.get(name)
        if looking is None or not self._is_fresh(name, looking):
            looking = self._begin(name, look, kept.answer if kept is not None else None)
        return await asyncio.shield(looking.task)  # who goes away takes it from nobody else

    def _is_fresh(self, name: Name, seen: _Kept | _Looking) -> bool:
        if seen.change != self._changes.number(name.site):
            return False
        return time.monotonic() - seen.began < FRESH_SECONDS

    def _begin(self, name: Name, look: Look, before: Answer | None) -> _Looking:
        began, change = time.monotonic(), self._changes.number(name.site)

        async def work() -> Answer:
            answer = await look(before)
            self._keep(name, answer, began, change)
            return answer

        task = asyncio.create_task(work())
        looking = self._looking[name] = _Looking(task, began, change)

        def done(task: "asyncio.Task[Answer]") -> None:
            if self._looking.get(name) is looking:
                del self._looking[name]
            if not task.cancelled():
                task.exception()  # told to those who waited, if any still did

        task.add_done_callback(done)
        return looking

    def _keep(self, name: Name, answer: Answer, began: float, change: int) -> None:
        older = self._kept.get(name)
        if older is not None and older.began > began:
            return
        self._drop(name)
        size = OVERHEAD_BYTES + len(answer.body) + len(name.key) + len(name.cursor)
        self._kept[name] = _Kept(answer, began, change, size)
        self._bytes += size
        while len(self._kept) > self._most or self._bytes > self._most_bytes:
            self._drop(next(iter(self._kept)))

    def _drop(self, name: Name) -> None:
        kept = self._kept.pop(name, None)
        if kept is not None:
            self._bytes -= kept.size
