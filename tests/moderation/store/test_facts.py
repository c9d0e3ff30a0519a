from typing import Any

from moderation.comment import Status
from moderation.store import Store, keys
from moderation.store.inquiry import RECENT, Batch, Count, Inquiry, Known
from tests import make


async def ask(store: Store, *inquiries: Inquiry, window_ms: int = 1000) -> list[Known]:
    known, _ = await store.facts.gather(Batch("blog", inquiries, window_ms))
    return known


def by(comment_id: str, created_us: int, author: str = "a", thread: str = "") -> Inquiry:
    return Inquiry(comment_id, created_us, (Count("by_author", author, 1000, thread),))


async def test_a_comment_is_counted_among_its_like(store: Store) -> None:
    now = 1000 * await store.now_ms()
    counted = await ask(
        store,
        by("1", now),
        by("2", now + 10_000),
        by("3", now + 20_000, author="b"),
        by("4", now + 1_005_000),
        by("5", now + 5_000_000),
    )
    assert [known.counts["by_author"] for known in counted] == [1, 2, 1, 2, 1]


async def test_counting_again_changes_nothing(store: Store) -> None:
    now = 1000 * await store.now_ms()
    both = [by("1", now), by("2", now + 1)]
    assert await ask(store, *both) == await ask(store, *both)


async def test_threads_are_counted_once_each_and_again_they_are_as_many(store: Store) -> None:
    now = 1000 * await store.now_ms()
    asked = [
        by("1", now, thread="x"),
        by("2", now + 1, thread="x"),
        by("3", now + 2, thread="y"),
        by("4", now + 3, thread="x"),
        by("5", now + 1_000_002, thread="z"),
    ]
    for _ in range(2):
        assert [known.counts["by_author"] for known in await ask(store, *asked)] == [1, 1, 2, 2, 2]


async def test_what_was_not_asked_is_not_known(store: Store) -> None:
    assert await ask(store, Inquiry("1", 1), Inquiry("2", 2, same="aabbccddee")) == [
        Known(),
        Known(same=(await ask(store, Inquiry("2", 2, same="aabbccddee")))[0].same),
    ]
    assert await store.facts.gather(Batch("blog", (), 1000)) == ([], {})


async def test_answers_come_back_to_who_asked(store: Store) -> None:
    counts = (Count("by_author", "a", 1000), Count("by_address", "i", 1000))
    party = "a" + "0" * 15
    first, second, third = await ask(
        store,
        Inquiry("1", 10, counts, (party,), "aabbccddee", ("ffffffffff",)),
        Inquiry("2", 11, near=("ffffffffff",)),
        Inquiry("3", 12, counts[:1], (), "aabbccddee"),
    )
    assert first.counts == {"by_author": 1, "by_address": 1}
    assert first.records == {party: (0, 0)}
    assert first.same is not None
    assert second.near is not None
    assert third.same is not None
    assert (first.same.n, second.near.n, third.same.n) == (1, 2, 2)
    assert (second.same, third.near, third.counts) == (None, None, {"by_author": 2})


async def test_the_last_texts_of_a_thread_are_read_newest_first(store: Store) -> None:
    for number in range(RECENT + 3):
        await make.decided(store, Status.PUBLISHED, f"Number {number}.", key="/one")
    await make.decided(store, Status.HELD, "Held back.", key="/one")
    _, texts = await store.facts.gather(Batch("blog", (), 1000, ("/one", "/none")))
    assert texts["/one"] == [f"Number {RECENT + 2 - n}." for n in range(RECENT)]
    assert texts["/none"] == []


async def test_a_damaged_comment_on_a_page_stops_no_drain(store: Store, raw: Any) -> None:
    fine = await make.decided(store, Status.PUBLISHED, "Fine.", key="/one")
    for document in (b"{", b"\xff", b'{"body": 3}', b"{}"):
        made = await make.decided(store, Status.PUBLISHED, key="/one")
        raw.hset(keys.comment("blog", made.id), "doc", document)
    raw.zadd(keys.published("blog", "/one"), {"gone": 1})
    _, texts = await store.facts.gather(Batch("blog", (), 1000, ("/one",)))
    assert texts == {"/one": [fine.body]}


async def test_a_question_is_read_once_and_answered_to_who_waits(store: Store) -> None:
    await store.facts.ask("blog", "q", b"payload")
    assert await store.facts.asked("blog", "q") == b"payload"
    assert await store.facts.asked("blog", "q") is None
    await store.facts.answer("blog", "q", b"verdicts")
    assert await store.facts.answered("blog", "q", 1) == b"verdicts"


async def test_no_answer_in_time_is_none(store: Store) -> None:
    assert await store.facts.answered("blog", "nobody", 0.05) is None
