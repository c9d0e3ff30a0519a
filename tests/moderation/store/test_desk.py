"""What moderators set aside, and what they note."""

import pytest

from moderation.comment import Status
from moderation.store import Store, desk
from moderation.store.desk import Aside
from tests import make

HELD, OPINION = Status.HELD, Aside.SECOND_OPINION


async def test_what_is_set_aside_lies_in_order_once_and_apart(store: Store) -> None:
    made = [(await make.decided(store, HELD)).id for _ in range(4)]
    for at in (1, 0, 2):
        assert await store.desk.set_aside("blog", OPINION, made[at])
    assert await store.desk.set_aside("blog", OPINION, made[0]) is False
    assert await store.desk.set_aside("blog", Aside.URGENT, made[3])
    assert await store.desk.aside("blog", OPINION, 2) == made[:2]
    sizes = await store.desk.sizes("blog")
    assert (sizes[OPINION], sizes[Aside.URGENT]) == (3, 1)
    assert not any((await store.desk.sizes("other")).values())


@pytest.mark.parametrize("status", [s for s in Status if s not in (HELD, Status.REMOVED)])
async def test_only_what_is_held_can_be_set_aside(store: Store, status: Status) -> None:
    pending = status is Status.PENDING
    made = await (make.kept(store) if pending else make.decided(store, status))
    assert await store.desk.set_aside("blog", OPINION, made.id) is None
    assert await store.desk.set_aside("blog", OPINION, "no such") is None
    assert not any((await store.desk.sizes("blog")).values())


@pytest.mark.parametrize("by", ["api", "moderator:ana"])
async def test_what_was_decided_lies_there_no_more(store: Store, by: str) -> None:
    made, other = [await make.decided(store, HELD) for _ in range(2)]
    for comment in (made, other):
        await store.desk.set_aside("blog", Aside.URGENT, comment.id)
    await store.desk.set_aside("blog", OPINION, made.id)
    move = make.decision(made, Status.REJECTED, status=HELD, version=2, by=by)
    await store.comments.decide([move])
    assert await store.desk.aside("blog", Aside.URGENT, 9) == [other.id]
    assert await store.desk.aside("blog", OPINION, 9) == []


async def test_a_worry_can_be_taken_back(store: Store) -> None:
    made = await make.decided(store, HELD)
    await store.desk.set_aside("blog", Aside.URGENT, made.id)
    assert await store.desk.take_back("blog", Aside.URGENT, made.id)
    assert not await store.desk.take_back("blog", Aside.URGENT, made.id)
    assert (await store.desk.of("blog", made.id)).aside == frozenset()


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
    made = await make.decided(store, HELD)
    await store.desk.set_aside("blog", Aside.URGENT, made.id)
    await store.desk.note("blog", made.id, "moderator:ana", aside=Aside.URGENT)
    await store.desk.note("blog", made.id, "moderator:ana", aside=Aside.URGENT, ended=True)
    lying = await store.desk.of("blog", made.id)
    assert lying.aside == {Aside.URGENT}
    told = [(note.text, note.aside, note.ended) for note in lying.notes]
    assert told == [("", Aside.URGENT, False), ("", Aside.URGENT, True)]
