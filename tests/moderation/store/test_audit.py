"""The audit log: an entry if and only if a person moved a comment, and how it is read."""

import asyncio
from typing import Any

import pytest
from redis.exceptions import ResponseError

from moderation.comment import Author, Comment, Status
from moderation.store import Store, audit, codec, keys
from moderation.store.audit import Entry, Search
from moderation.store.edits import Edit, Edited
from moderation.store.threads import BadCursor
from tests import make

ANA, BEN = "moderator:ana", "moderator:ben"


async def log(store: Store, **search: Any) -> list[Entry]:
    return [e async for some in store.audit.all("blog", Search(**search)) for e in some]


async def decide(store: Store, made: Comment, to: Status, **fields: Any) -> bool:
    """On the comment as it stands."""
    record = await make.read(store, made)
    seen = {"status": record.status, "version": record.version, "by": ANA}
    (outcome,) = await store.comments.decide([make.decision(made, to, **(seen | fields))])
    return outcome.made


@pytest.mark.parametrize("by", [ANA, "api", 'moderator:"x"\\\n😀'])
async def test_a_persons_move_has_an_entry(store: Store, by: str) -> None:
    made = await make.decided(store, Status.HELD)
    assert await decide(store, made, Status.REJECTED, by=by, reason="spam", note="mean")
    (entry,) = await log(store)
    move = (await make.read(store, made)).history[-1]
    assert (entry.at, entry.by, entry.comment) == (move.at, by, made.id)
    assert (entry.version, entry.from_, entry.to) == (3, Status.HELD, Status.REJECTED)
    assert (entry.reason, entry.policy_version, entry.reverses) == ("spam", 1, None)


@pytest.mark.parametrize("by", ["checks", "author"])
async def test_what_no_person_did_has_none(store: Store, raw: Any, by: str) -> None:
    made = await make.decided(store, Status.PUBLISHED)
    assert await decide(store, made, Status.HELD, by=by)
    assert not raw.exists(keys.audit("blog"))


async def test_what_was_not_done_has_none(store: Store, raw: Any) -> None:
    made = await make.decided(store, Status.HELD)
    stale = make.decision(made, Status.PUBLISHED, status=Status.HELD, version=1, by=ANA)
    gone = make.decision(make.comment(), Status.PUBLISHED, by=ANA)
    assert [o.made for o in await store.comments.decide([stale, gone])] == [False, False]
    assert not raw.exists(keys.audit("blog"))


async def test_of_many_who_decide_at_once_one_is_in_it(store: Store) -> None:
    made = await make.decided(store, Status.HELD)
    ways = [Status.PUBLISHED, Status.REJECTED] * 10
    await asyncio.gather(
        *(
            store.comments.decide(
                [make.decision(made, to, status=Status.HELD, version=2, by=f"moderator:{n}")]
            )
            for n, to in enumerate(ways)
        )
    )
    (entry,) = await log(store)
    move = (await make.read(store, made)).history[-1]
    assert (entry.by, entry.to, entry.version) == (move.by, move.to, move.version)


async def test_where_nothing_can_be_logged_nothing_is_moved(store: Store, raw: Any) -> None:
    made = await make.decided(store, Status.HELD)
    raw.set(keys.audit("blog"), "not a stream")
    before = {key: raw.dump(key) for key in raw.scan_iter("*")}
    with pytest.raises(ResponseError):
        await decide(store, made, Status.PUBLISHED)
    assert {key: raw.dump(key) for key in raw.scan_iter("*")} == before


async def test_a_full_store_lets_people_decide_and_logs_it(store: Store, raw: Any) -> None:
    made = await make.decided(store, Status.HELD)
    raw.config_set("maxmemory", "1kb")
    try:
        assert await decide(store, made, Status.PUBLISHED)
    finally:
        raw.config_set("maxmemory", 0)
    assert [entry.to for entry in await log(store)] == [Status.PUBLISHED]


async def test_it_tells_whose_decision_was_taken_back(store: Store) -> None:
    made = await make.decided(store, Status.REJECTED)
    moves = [
        (BEN, Status.HELD, None),  # the checks' rejection: nobody's
        (BEN, Status.REJECTED, None),
        (ANA, Status.HELD, BEN),
        (ANA, Status.PUBLISHED, None),  # Ben's was taken back before
        ("api", Status.REMOVED, ANA),
    ]
    for by, to, _ in moves:
        assert await decide(store, made, to, by=by)
    told = [(entry.by, entry.to, entry.reverses) for entry in await log(store)]
    assert told == moves[::-1]


async def test_a_changed_text_is_in_it_and_takes_nothing_back(store: Store) -> None:
    made = await make.decided(store, Status.HELD)
    await decide(store, made, Status.PUBLISHED, by=BEN)
    for by in (ANA, "author"):
        seen = await make.read(store, made)
        assert await store.edits.make(Edit(seen, f"by {by}", by)) is Edited.MADE
        assert await store.edits.make(Edit(seen, "late", by)) is Edited.CHANGED
    await decide(store, made, Status.HELD, by=ANA)
    held, edited, published = await log(store)
    assert (edited.edited, edited.by, edited.version, edited.reverses) == (True, ANA, 4, None)
    assert (edited.comment, edited.from_, edited.policy_version) == (made.id, Status.PUBLISHED, 1)
    assert (held.edited, held.version, held.reverses) == (False, 6, BEN)
    assert await log(store, to=Status.PUBLISHED) == [published]
    assert await log(store, edits=True) == [edited]


async def test_nothing_of_what_was_written_is_in_it(store: Store, raw: Any) -> None:
    author = Author(name="SECRET name", email="SECRET@example.org", url="https://SECRET.example")
    made = await make.decided(store, Status.HELD, "SECRET", author=author, key="/SECRET")
    await decide(store, made, Status.REJECTED, note="SECRET note")
    assert b"SECRET" in raw.dump(keys.comment("blog", made.id))
    assert b"SECRET" not in raw.dump(keys.audit("blog"))


async def test_the_oldest_give_way(store: Store, raw: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "AUDIT_MOST", 10)
    raw.config_set("stream-node-max-entries", 5)  # they go by whole nodes
    made = await make.decided(store, Status.REJECTED)
    try:
        for n in range(30):
            await decide(store, made, (Status.PUBLISHED, Status.HELD)[n % 2])
    finally:
        raw.config_set("stream-node-max-entries", 100)
    versions = [entry.version for entry in await log(store)]
    assert versions == list(range(32, 32 - len(versions), -1))
    assert 10 <= len(versions) < 15


@pytest.fixture
async def many(store: Store) -> list[str]:
    """Comments that were rejected for spam by one and approved by the other, in turn."""
    made = [await make.decided(store, Status.HELD) for _ in range(12)]
    for n, each in enumerate(made):
        to, reason = (Status.REJECTED, "spam") if n % 2 else (Status.PUBLISHED, None)
        await decide(store, each, to, by=BEN if n % 2 else ANA, reason=reason)
    return [each.id for each in made]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ({}, range(11, -1, -1)),
        ({"by": "ana"}, range(10, -1, -2)),
        ({"by": BEN}, range(11, -1, -2)),
        ({"by": "moderator:"}, ()),
        ({"to": Status.REJECTED}, range(11, -1, -2)),
        ({"reason": "spam", "by": "ana"}, ()),
        ({"reason": "spam"}, range(11, -1, -2)),
        ({"reversals": True}, ()),
        ({"until": 0}, ()),
    ],
)
@pytest.mark.parametrize("limit", [1, 4, 6, 12, 100])
async def test_pages_have_all_that_is_wanted_once(
    store: Store,
    many: list[str],
    search: Any,
    found: Any,
    limit: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(audit, "STEP", 5)
    told, cursor, first = [], None, True
    while first or cursor:
        page = await store.audit.page("blog", limit, cursor, Search(**search))
        assert len(page.entries) <= limit
        told += [entry.comment for entry in page.entries]
        cursor, first = page.next_cursor, False
    assert told == [many[n] for n in found]
    assert [entry.comment for entry in await log(store, **search)] == told


async def test_one_comments_entries_and_a_time(store: Store, many: list[str]) -> None:
    entries = await log(store)
    assert await log(store, comment=many[3]) == [entries[8]]
    since, until = entries[9].at, entries[2].at
    wanted = [entry for entry in entries if since <= entry.at <= until]
    assert await log(store, since=since, until=until) == wanted
    assert await log(store, since=entries[0].at + 1) == []


async def test_a_rare_search_looks_at_so_many_only(
    store: Store, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "STEP", 3)
    monkeypatch.setattr(audit, "SCAN_LIMIT", 6)
    search = Search(comment=many[0])
    page = await store.audit.page("blog", 5, None, search)
    assert (page.entries, page.next_cursor is None) == ((), False)
    page = await store.audit.page("blog", 5, page.next_cursor, search)
    assert [entry.comment for entry in page.entries] == [many[0]]


@pytest.mark.parametrize("cursor", ["", "x", "1", "(1-1", "1-1 ", "9" * 30 + "-1", "1-٣"])
async def test_what_is_no_cursor_is_refused(store: Store, cursor: str) -> None:
    with pytest.raises(BadCursor):
        await store.audit.page("blog", 5, cursor)


async def test_sites_have_logs_of_their_own(store: Store) -> None:
    made = await make.decided(store, Status.HELD, site="other")
    await decide(store, made, Status.PUBLISHED)
    assert await log(store) == []
