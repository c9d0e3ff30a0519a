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


async def test_what_is_put_back_is_gone(store: Store) -> None:
    await store.desk.set_aside("blog", Aside.URGENT, "c1", 10)
    assert await store.desk.put_back("blog", Aside.URGENT, ["c1", "c2"]) == 1
    assert await store.desk.put_back("blog", Aside.URGENT, ["c1"]) == 0
    assert await store.desk.put_back("blog", Aside.URGENT, []) == 0
    assert await store.desk.aside("blog", Aside.URGENT, 9) == []


@pytest.mark.parametrize("text", ["plain", 'a "quote" \\ and\nlines', "]]} 😀", ""])
async def test_a_note_is_kept_as_written_with_its_time(store: Store, text: str) -> None:
    before = await store.now_ms()
    await store.desk.note("blog", "c1", 'moderator:"x"', text)
    (note,) = await store.desk.notes("blog", "c1")
    assert (note.by, note.text) == ('moderator:"x"', text)
    assert before <= note.at <= await store.now_ms()
    assert await store.desk.notes("blog", "c2") == []


async def test_the_oldest_notes_give_way(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "MOST_NOTES", 2)
    for text in ("one", "two", "three"):
        await store.desk.note("blog", "c1", "moderator:ana", text)
    assert [note.text for note in await store.desk.notes("blog", "c1")] == ["two", "three"]
