import asyncio
from typing import Any

import pytest

from moderation.comment import Author, Status
from moderation.store import Store, keys
from moderation.store.edits import MOST_EDITS, Edit, Edited
from moderation.store.records import Before
from tests import make

HOSTILE = 'a "quoted"\nnote \\ {"at":1} \u2028 \U0001f600 \u202e</script>'


async def edited(store: Store, made: Any, body: str, **fields: Any) -> Edited:
    seen = fields.pop("seen", None) or await make.read(store, made)
    return await store.edits.make(Edit(seen, body, "moderator:ana", **fields))


@pytest.mark.parametrize("status", [Status.HELD, Status.PUBLISHED])
async def test_an_edit_changes_the_text_and_nothing_else(store: Store, status: Status) -> None:
    made = await make.decided(
        store, status, "Call 0170 1234567", author=Author("Bo", "bo@example.org"), lang="en"
    )
    was = await make.read(store, made)
    assert await edited(store, made, HOSTILE, note=HOSTILE) is Edited.MADE
    now = await make.read(store, made)
    assert now.comment.body == HOSTILE
    assert (now.comment.author, now.comment.lang) == (was.comment.author, "en")
    assert (now.status, now.version, now.verdict) == (status, was.version + 1, was.verdict)
    assert now.history[:-1] == was.history
    last = now.history[-1]
    assert (last.by, last.from_, last.to, last.edited) == ("moderator:ana", status, status, True)
    assert (last.version, last.note) == (now.version, HOSTILE)
    assert (now.last_move, now.edits) == (was.last_move, (last,))
    assert [finding async for finding in store.fsck.run()] == []


async def test_every_text_from_before_is_kept(store: Store) -> None:
    made = await make.decided(store, Status.HELD, HOSTILE)
    for number in range(MOST_EDITS):
        assert await edited(store, made, f"text {number}\nof two lines") is Edited.MADE
    assert await edited(store, made, "once more") is Edited.TOO_OFTEN
    record = await make.read(store, made)
    assert record.comment.body == f"text {MOST_EDITS - 1}\nof two lines"
    texts = [HOSTILE, *(f"text {n}\nof two lines" for n in range(MOST_EDITS - 1))]
    assert await store.edits.before("blog", made.id) == tuple(
        Before(version, text) for version, text in enumerate(texts, 3)
    )


async def test_readers_copies_end_with_an_edit_of_what_they_see(store: Store) -> None:
    async def mark() -> str:
        return (await store.threads.state("blog", "/hello")).mark

    shown = await make.decided(store, Status.PUBLISHED)
    held = await make.decided(store, Status.HELD)
    first = await mark()
    await edited(store, held, "changed")
    assert await mark() == first
    await edited(store, shown, "changed")
    assert await mark() != first


async def test_of_an_edit_and_a_decision_at_once_one_wins_and_the_other_is_told(
    store: Store,
) -> None:
    for _ in range(20):
        made = await make.decided(store, Status.HELD)
        seen = await make.read(store, made)
        move = make.decision(made, Status.PUBLISHED, status=Status.HELD, version=2, by="api")
        word, (decided,) = await asyncio.gather(
            edited(store, made, "changed", seen=seen), store.comments.decide([move])
        )
        assert (word is Edited.MADE) != decided.made
        record = await make.read(store, made)
        assert record.version == 3
        assert record.status is (Status.PUBLISHED if decided.made else Status.HELD)
        assert record.comment.body == (seen.comment.body if decided.made else "changed")


async def test_of_two_edits_of_one_text_one_is_made(store: Store) -> None:
    made = await make.decided(store, Status.HELD, "as written")
    seen = await make.read(store, made)
    words = await asyncio.gather(
        *(edited(store, made, f"changed {n}", seen=seen) for n in range(10))
    )
    assert words.count(Edited.MADE) == 1
    assert words.count(Edited.CHANGED) == 9
    assert await store.edits.before("blog", made.id) == (Before(3, "as written"),)


async def test_a_comment_that_is_gone_is_not_edited(store: Store, raw: Any) -> None:
    made = await make.decided(store, Status.HELD)
    seen = await make.read(store, made)
    raw.delete(keys.comment("blog", made.id))
    assert await edited(store, made, "changed", seen=seen) is Edited.GONE
    assert raw.exists(keys.comment("blog", made.id)) == 0
