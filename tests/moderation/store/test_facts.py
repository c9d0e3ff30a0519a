from moderation.store import Store
from moderation.store.facts import Tally


def tally(comment_id: str, created_us: int, *, author: str = "a", window: int = 1000) -> Tally:
    return Tally("blog", comment_id, created_us, (("by_author", author, window),))


async def test_a_comment_is_counted_among_its_like(store: Store) -> None:
    now = 1000 * await store.now_ms()
    counted = await store.facts.tally(
        [
            tally("1", now),
            tally("2", now + 10_000),
            tally("3", now + 20_000, author="b"),
            tally("4", now + 1_005_000),
            tally("5", now + 5_000_000),
        ]
    )
    assert [c["by_author"] for c in counted] == [1, 2, 1, 2, 1]


async def test_counting_again_changes_nothing(store: Store) -> None:
    now = 1000 * await store.now_ms()
    first = await store.facts.tally([tally("1", now), tally("2", now + 1)])
    again = await store.facts.tally([tally("1", now), tally("2", now + 1)])
    assert first == again


async def test_several_counts_come_back_by_name(store: Store) -> None:
    now = 1000 * await store.now_ms()
    (counts,) = await store.facts.tally(
        [Tally("blog", "1", now, (("by_author", "a", 1000), ("same_text", "t", 1000)))]
    )
    assert counts == {"by_author": 1, "same_text": 1}


async def test_a_question_is_read_once_and_answered_to_who_waits(store: Store) -> None:
    await store.facts.ask("blog", "q", b"payload")
    assert await store.facts.asked("blog", "q") == b"payload"
    assert await store.facts.asked("blog", "q") is None
    await store.facts.answer("blog", "q", b"verdicts")
    assert await store.facts.answered("blog", "q", 1) == b"verdicts"


async def test_no_answer_in_time_is_none(store: Store) -> None:
    assert await store.facts.answered("blog", "nobody", 0.05) is None
