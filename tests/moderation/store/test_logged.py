"""The log of people's decisions and the comments' histories are held against each other."""

from typing import Any

import pytest

from moderation.comment import Comment, Status
from moderation.store import Store, keys
from moderation.store.findings import Kind
from tests import make
from tests.moderation.store.test_fsck import fsck, logged

LOG = keys.audit("blog")


async def approved(store: Store) -> Comment:
    """A comment that ana published after the checks had held it."""
    made = await make.decided(store, Status.HELD)
    move = {"status": Status.HELD, "version": 2, "by": "moderator:ana"}
    await store.comments.decide([make.decision(made, Status.PUBLISHED, **move)])
    return made


def drop(raw: Any, comment: Comment) -> None:
    """As a move would leave it that was made without the log."""
    (entry_id,) = [i for i, row in raw.xrange(LOG) if row[b"comment"].decode() == comment.id]
    raw.xdel(LOG, entry_id)


async def test_a_move_of_the_log_that_no_history_has(store: Store, raw: Any) -> None:
    made = await approved(store)
    raw.xadd(LOG, logged(make.comment().id))  # of a comment that is gone: nothing speaks against it
    assert await fsck(store) == []
    for wrong in ({"by": "moderator:ben"}, {"to": "rejected"}, {"version": 2}, {"version": 9}):
        entry_id = raw.xadd(LOG, logged(made.id, **wrong))
        (found,) = await fsck(store, repair=True)
        assert (found.id, found.kind, found.repaired) == (made.id, Kind.LOG_UNSUPPORTED, False)
        raw.xdel(LOG, entry_id)
    raw.xadd(LOG, {"by": "nobody"})
    (found,) = await fsck(store)
    assert (found.id, found.where) == ("", "an entry cannot be read")


async def test_a_persons_move_that_the_log_lacks(store: Store, raw: Any) -> None:
    lost, kept = await approved(store), await approved(store)
    assert await fsck(store) == []
    drop(raw, lost)
    (found,) = await fsck(store, repair=True)
    assert (found.id, found.kind, found.where) == (lost.id, Kind.MOVE_UNLOGGED, "version 3")
    assert not found.repaired
    raw.delete(LOG)
    assert {finding.id for finding in await fsck(store)} == {lost.id, kept.id}


async def test_only_as_far_back_as_the_newest_entries_go(
    store: Store, raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moderation.store.logged.LOGGED", 3)
    monkeypatch.setattr("moderation.store.logged.LATE_MS", 0)
    made = [await approved(store) for _ in range(4)]
    for each in (made[0], made[3]):
        drop(raw, each)
    for _ in range(2):
        made.append(await approved(store))
    assert {finding.id for finding in await fsck(store)} == {made[3].id}


async def test_entries_of_a_clock_that_was_set_back(store: Store, raw: Any) -> None:
    """The stream goes on at the time it had come to, a day ahead of the moves."""
    first = await approved(store)
    tomorrow = await store.now_ms() + 24 * 3600 * 1000
    raw.xadd(LOG, logged(first.id), id=f"{tomorrow}-0")
    lost, _ = await approved(store), await approved(store)
    assert await fsck(store) == []
    drop(raw, lost)
    assert {finding.id for finding in await fsck(store)} == {lost.id}


async def test_a_log_that_cannot_be_read_is_told_of_itself(store: Store, raw: Any) -> None:
    await approved(store)
    raw.xadd(LOG, {"by": "nobody"})
    assert [found.kind for found in await fsck(store)] == [Kind.LOG_UNSUPPORTED]
    raw.delete(LOG)
    raw.set(LOG, "x")
    assert [found.kind for found in await fsck(store)] == [Kind.KEY_DAMAGED]
