"""What those who follow a site are told: all that becomes of comments, and nothing else."""

from typing import Any

import pytest

from moderation.comment import Author, Status
from moderation.store import Store, codec, keys
from moderation.store.authorship import Revision, Word
from moderation.store.edits import Edit, Edited
from moderation.store.events import START, Did, Event, Reach
from tests import make

EVENTS = keys.events("blog")


async def told(store: Store, after: str = START) -> list[Event]:
    return await store.events.after("blog", after, 1000)


async def test_all_that_becomes_of_a_comment_is_told_once_and_in_order(store: Store) -> None:
    made = await make.decided(store, Status.PUBLISHED)
    seen = await make.read(store, made)
    edit = Edit(seen, "mended", by="moderator:ana")
    assert await store.edits.make(edit) is Edited.MADE
    seen = await make.read(store, made)
    revision = Revision(seen, "changed", by="author", by_hand=False, verdict=None)
    assert (await store.authorship.revise(revision)).word is Word.MADE
    seen = await make.read(store, made)
    assert await store.authorship.withdraw(seen, by="author") is Word.MADE
    events = await told(store)
    assert [(e.did, e.from_, e.to, e.version, e.by) for e in events] == [
        (Did.PUBLISHED, "pending", "published", 2, "checks"),
        (Did.EDITED, "published", "published", 3, "moderator:ana"),
        (Did.EDITED, "published", "pending", 4, "author"),
        (Did.REMOVED, "pending", "removed", 5, "author"),
    ]
    assert {(e.comment, e.thread) for e in events} == {(made.id, "/hello")}
    history = (await make.read(store, made)).history
    for event, entry in zip(events, history[1:], strict=True):
        assert 0 <= event.at - entry.at < 1000


async def test_one_goes_on_where_one_stopped(store: Store) -> None:
    for _ in range(5):
        await make.decided(store, Status.HELD)
    events = await told(store)
    assert await told(store, events[2].id) == events[3:]
    assert await store.events.after("blog", events[0].id, 2) == events[1:3]
    assert await told(store, events[-1].id) == []
    assert await store.events.after("other", START, 10) == []


async def test_what_was_not_done_is_not_told(store: Store, raw: Any) -> None:
    made = await make.decided(store, Status.HELD)
    stale = make.decision(made, Status.PUBLISHED, status=Status.HELD, version=1)
    gone = make.decision(make.comment(), Status.PUBLISHED)
    assert [o.made for o in await store.comments.decide([stale, gone])] == [False, False]
    assert raw.xlen(EVENTS) == 1


async def test_nothing_that_anybody_wrote_is_in_it(store: Store, raw: Any) -> None:
    made = await make.decided(
        store, Status.PUBLISHED, body="SECRET", author=Author(name="SECRET", email="SECRET@x.org")
    )
    seen = await make.read(store, made)
    await store.edits.make(Edit(seen, "SECRET too", by="moderator:ana", note="SECRET"))
    seen = await make.read(store, made)
    await store.comments.decide(
        [make.decision(made, Status.HELD, status=seen.status, version=seen.version, note="SECRET")]
    )
    assert raw.xlen(EVENTS) == 3
    assert b"SECRET" not in raw.dump(EVENTS)


async def test_that_nobody_can_be_told_stops_no_decision(store: Store, raw: Any) -> None:
    raw.set(EVENTS, "not a stream")
    made = await make.decided(store, Status.PUBLISHED)
    seen = await make.read(store, made)
    assert seen.status is Status.PUBLISHED
    revision = Revision(seen, "changed", by="author", by_hand=False, verdict=None)
    assert (await store.authorship.revise(revision)).word is Word.MADE
    assert await store.authorship.withdraw(await make.read(store, made), by="author") is Word.MADE


async def test_the_newest_are_kept(store: Store, raw: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await store.events.reach("blog") == Reach()
    assert Reach().covers(START)
    await make.decided(store, Status.PUBLISHED)
    (first,) = await told(store)
    reach = await store.events.reach("blog")
    assert reach == Reach(first.id, first.id, dropped=False)
    assert reach.covers(START)
    monkeypatch.setattr(codec, "EVENTS_MOST", 100)
    for _ in range(250):  # the store drops them by the hundred
        await make.decided(store, Status.PUBLISHED)
    assert 100 <= raw.xlen(EVENTS) <= 200
    reach = await store.events.reach("blog")
    events = await told(store)
    assert (reach.oldest, reach.newest, reach.dropped) == (events[0].id, events[-1].id, True)
    assert not reach.covers(START)
    assert not reach.covers(first.id)
    assert reach.covers(events[0].id)
    assert reach.covers(events[-1].id)
    assert not reach.covers("999999999999999-0")  # the store was put back since
