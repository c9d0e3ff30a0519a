"""What moderators set aside, and what they note."""

import pytest

from moderation.store import Store, desk
from moderation.store.desk import Aside


async def test_what_is_set_aside_lies_in_order_once_and_apart(store: Store) -> None:
    for comment_id, created_us in (("c2", 20), ("c1", 10), ("c3", 30)):
        assert await store.desk.set_aside("blog", Aside.SECOND_OPINION, comment_id, created_us)
    assert not await store.desk.set_aside("blog", Aside.SECOND_OPINION, "c1", 10)
    assert await store.desk.set_aside("blog", Aside.URGENT, "c9", 5)
    assert await store.desk.aside("blog", Aside.SECOND_OPINION, 2) == ["c1", "c2"]
    assert await store.desk.sizes("blog") == {Aside.SECOND_OPINION: 3, Aside.URGENT: 1}
    assert await store.desk.sizes("other") == {Aside.SECOND_OPINION: 0, Aside.URGENT: 0}


async def test_what_was_decided_lies_there_no_more(store: Store) -> None:
    for comment_id in ("c1", "c2"):
        await store.desk.set_aside("blog", Aside.URGENT, comment_id, 10)
    await store.desk.set_aside("blog", Aside.SECOND_OPINION, "c1", 10)
    await store.desk.clear("blog", "c1")
    await store.desk.clear("blog", "c1")
    assert await store.desk.sizes("blog") == {Aside.SECOND_OPINION: 0, Aside.URGENT: 1}


@pytest.mark.parametrize("text", ["plain", 'a "quote" \\ and\nlines', "]]} 😀", ""])
async def test_a_note_is_kept_as_written_with_its_time(store: Store, text: str) -> None:
    before = await store.now_ms()
    await store.desk.note("blog", "c1", 'moderator:"x"', text)
    (note,) = (await store.desk.of("blog", "c1")).notes
    assert (note.by, note.text) == ('moderator:"x"', text)
    assert before <= note.at <= await store.now_ms()
    assert (await store.desk.of("blog", "c2")).notes == ()


async def test_the_oldest_notes_give_way(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "MOST_NOTES", 2)
    for text in ("one", "two", "three"):
        await store.desk.note("blog", "c1", "moderator:ana", text)
    kept = (await store.desk.of("blog", "c1")).notes
    assert [note.text for note in kept] == ["two", "three"]


async def test_what_lies_on_one_comment(store: Store) -> None:
    await store.desk.set_aside("blog", Aside.URGENT, "c1", 10)
    await store.desk.note("blog", "c1", "moderator:ana", aside=Aside.URGENT)
    lying = await store.desk.of("blog", "c1")
    assert lying.aside == {Aside.URGENT}
    assert [(note.text, note.aside) for note in lying.notes] == [("", Aside.URGENT)]
