"""A store at its memory limit: what it refuses, it refuses whole; what drains it, it lets run."""

from collections.abc import Iterator
from typing import Any

import pytest
from redis.exceptions import OutOfMemoryError

from moderation.comment import Status
from moderation.store import Store
from moderation.store.inquiry import Batch, Count, Inquiry
from moderation.store.records import Accepted, Intake
from tests import make

ANA = "a" + 5 * "0a1"


class Limit:
    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def full(self) -> None:
        """Less is allowed than is used already."""
        self._raw.config_set("maxmemory", "1kb")

    def leave(self, room: int) -> None:
        """So many bytes more than are used are allowed."""
        self._raw.config_set("maxmemory", self._raw.info("memory")["used_memory"] + room)


@pytest.fixture
def limit(raw: Any) -> Iterator[Limit]:
    yield Limit(raw)
    raw.config_set("maxmemory", 0)


def everything(raw: Any) -> dict[bytes, bytes]:
    return {key: raw.dump(key) for key in raw.scan_iter("*")}


async def test_a_full_store_refuses_a_comment_whole(store: Store, raw: Any, limit: Limit) -> None:
    await make.kept(store)
    before = everything(raw)
    limit.full()
    intakes = [Intake(make.comment(), idempotency=("digest", "print")), Intake(make.comment())]
    replies = await store.comments.accept(intakes)
    assert all(isinstance(reply, OutOfMemoryError) for reply in replies)
    assert everything(raw) == before


async def test_what_was_accepted_before_is_still_confirmed(store: Store, limit: Limit) -> None:
    intake = Intake(make.comment(), idempotency=("digest", "print"))
    await store.comments.accept([intake])
    limit.full()
    (again,) = await store.comments.accept([intake])
    assert not isinstance(again, Exception)
    assert (again.word, again.id) == (Accepted.REPLAYED, intake.comment.id)


async def test_a_full_store_can_be_drained(store: Store, limit: Limit) -> None:
    made = await make.kept(store)
    limit.full()
    (claim,) = await make.claim(store)
    counts = (Count("by_author", "digest", 1000),)
    marks = ("aa11111111", "bb11111111")
    inquiry = Inquiry(made.id, claim.created_us, counts, (ANA,), marks[0], marks)
    ((known,), _) = await store.facts.gather(Batch("blog", (inquiry,), 1000, ("/hello",)))
    assert (known.counts, known.records) == ({"by_author": 1}, {ANA: (0, 0)})
    (outcome,) = await store.comments.decide([make.decision(made, Status.HELD, parties=(ANA,))])
    assert outcome.made
    assert (await store.threads.sizes("blog"))[Status.PENDING] == 0


async def test_a_store_that_fills_up_keeps_each_comment_whole_or_not_at_all(
    store: Store, raw: Any, limit: Limit
) -> None:
    await make.kept(store, "x" * 20_000)
    limit.leave(300_000)
    kept: set[str] = set()
    refused: set[str] = set()
    while not refused:
        intakes = [
            Intake(made := make.comment("y" * 5_000), idempotency=(made.id, "print"))
            for _ in range(20)
        ]
        for intake, reply in zip(intakes, await store.comments.accept(intakes), strict=True):
            (refused if isinstance(reply, Exception) else kept).add(intake.comment.id)
    assert kept
    raw.config_set("maxmemory", 0)
    for comment_id in refused:
        assert await store.comments.read("blog", [comment_id]) == [None]
        assert not raw.exists(f"gr:{{blog}}:idem:{comment_id}")
        assert raw.zscore("gr:{blog}:inbox", comment_id) is None
    for record in await store.comments.read("blog", sorted(kept)):
        assert record is not None
        assert len(record.comment.body) == 5_000
        assert raw.get(f"gr:{{blog}}:idem:{record.comment.id}")
        assert raw.zscore("gr:{blog}:inbox", record.comment.id) is not None
