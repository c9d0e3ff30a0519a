"""What a site's filter learned: lessons that are due, those it remembers, and counts of features.

The counts are always those of the lessons remembered: `learn.lua` changes both at once or neither.
What they mean is `workers.odds`' matter.
"""

import struct
from collections.abc import AsyncIterator, Iterable, Sequence

import msgspec
import redis.asyncio
from redis.exceptions import OutOfMemoryError

from moderation.lesson import Counts, Label, Lesson
from moderation.store import keys
from moderation.store.connection import Call, Scripts
from moderation.store.records import LESSON_MS, Due, Learnt, Teaching

# Older ones are forgotten, so that the filter follows the times and its memory is bounded.
MOST_LESSONS = 10_000
# Of one label by one source. A further one takes the place of the oldest.
MOST_OF_A_SOURCE = 5

_TOTALS = [f"{what} {label}" for what in ("lessons", "words") for label in Label]
_SIZE = 4
_WORDS = {1: Learnt.CHANGED, 0: Learnt.AS_BEFORE}


class _Head(msgspec.Struct, frozen=True):
    """What stands before a lesson's features, as learn.lua reads it."""

    label: Label
    teacher: str
    version: int
    words: int
    sources: tuple[str, ...] = ()


_encode = msgspec.json.Encoder().encode
_head = msgspec.json.Decoder(_Head)


class Learning:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis", scripts: Scripts) -> None:
        self._client = client
        self._scripts = scripts

    async def totals(self, site: str) -> Counts:
        """How many lessons of each label; no features."""
        return await self.recall(site, ())

    async def recall(self, site: str, features: Iterable[int]) -> Counts:
        """What is known of these features, each given once, in one round trip."""
        wanted = list(features)
        data = struct.pack(f"<{len(wanted)}I", *wanted)
        fields = [data[at : at + _SIZE] for at in range(0, len(data), _SIZE)]
        words: list[str | int | bytes] = ["HMGET", keys.learned(site), *_TOTALS, *fields]
        reply = await self._scripts.command(words)
        spam, genuine, spam_words, genuine_words, *counts = reply
        known = {f: int(n) for f, n in zip(wanted, counts, strict=True) if n is not None}
        return Counts(
            int(spam or 0), int(genuine or 0), known, int(spam_words or 0), int(genuine_words or 0)
        )

    async def due(self, site: str, limit: int) -> list[Due]:
        """Comments whose last decision by a person is old enough to be learned from."""
        reply = await self._scripts.run(
            "due", [keys.lessons(site)], [limit, keys.prefix(site), LESSON_MS]
        )
        return [Due(i.decode(), v.decode()) for i, v in zip(*[iter(reply)] * 2, strict=True)]

    async def waiting(self, site: str) -> int:
        """How many decisions are to be learned from, now or when they cannot be undone any more."""
        return int(await self._client.zcard(keys.lessons(site)))

    async def learn(self, site: str, teachings: Sequence[Teaching]) -> list[Learnt]:
        """Learn lessons, or forget them, in one round trip, each all or nothing and only once.

        What was not settled stays due: the comment has moved on since, or the store is full.
        """
        replies = await self._scripts.run_many([_call(site, each) for each in teachings])
        for reply in replies:
            if isinstance(reply, Exception) and not isinstance(reply, OutOfMemoryError):
                raise reply
        return [_WORDS.get(reply, Learnt.NOT_NOW) for reply in replies]

    async def lessons(self, site: str) -> AsyncIterator[tuple[str, Lesson]]:
        """Every lesson remembered, with its comment's id, in no order."""
        async for comment_id, packed in self._client.hscan_iter(keys.taught(site), count=200):
            yield comment_id.decode(), _unpacked(packed)

    async def forget_all(self, site: str) -> None:
        """As if nothing had ever been taught. What is not due yet will still be learned."""
        names = (keys.learned, keys.taught, keys.order, keys.sources)
        await self._client.unlink(*(name(site) for name in names))


def _call(site: str, teaching: Teaching) -> Call:
    lesson = teaching.lesson
    return (
        "learn",
        [
            keys.lessons(site),
            keys.learned(site),
            keys.taught(site),
            keys.order(site),
            keys.sources(site),
            keys.comment(site, teaching.id),
        ],
        [
            teaching.id,
            teaching.seen,
            _packed(lesson) if lesson else "",
            MOST_LESSONS,
            MOST_OF_A_SOURCE,
        ],
    )


def _packed(lesson: Lesson) -> bytes:
    head = _Head(lesson.label, lesson.teacher, lesson.version, lesson.words, lesson.sources)
    return _encode(head) + b"\n" + struct.pack(f"<{len(lesson.features)}I", *lesson.features)


def _unpacked(packed: bytes) -> Lesson:
    line, _, data = packed.partition(b"\n")
    head = _head.decode(line)
    features = struct.unpack(f"<{len(data) // _SIZE}I", data)
    return Lesson(head.label, head.teacher, head.version, features, head.sources, head.words)
