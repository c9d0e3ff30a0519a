from typing import Any

import pytest

from moderation.comment import Author, Status
from moderation.store import Store, keys
from moderation.store.threads import MOST_PINNED, BadCursor, Pinned
from tests import make


async def published(store: Store, count: int) -> list[str]:
    made = [await make.decided(store, Status.PUBLISHED, f"comment {n}") for n in range(count)]
    return [comment.id for comment in made]


async def pages(store: Store, limit: int) -> list[list[str]]:
    found, cursor = [], None
    while True:
        page = await store.threads.published("blog", "/hello", limit, cursor)
        found.append([record.comment.id for record in page.records])
        cursor = page.next_cursor
        if cursor is None:
            return found


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
async def test_pages_show_every_comment_once_and_in_order(store: Store, limit: int) -> None:
    ids = await published(store, 7)
    found = await pages(store, limit)
    assert [one for page in found for one in page] == sorted(ids, key=ids.index)
    assert all(len(page) == limit for page in found[:-1])


async def test_comments_of_one_millisecond_are_not_lost_between_pages(
    store: Store, raw: Any
) -> None:
    ids = await published(store, 9)
    raw.zadd(keys.published("blog", "/hello"), dict.fromkeys(ids, 1700000000000))
    for limit in (1, 2, 4):
        found = [one for page in await pages(store, limit) for one in page]
        assert found == sorted(ids)


async def test_a_cursor_outlives_its_comment(store: Store) -> None:
    made = [await make.decided(store, Status.PUBLISHED, str(n)) for n in range(3)]
    page = await store.threads.published("blog", "/hello", 1, None)
    await store.comments.decide(
        [make.decision(made[0], Status.HELD, status=Status.PUBLISHED, version=2)]
    )
    rest = await store.threads.published("blog", "/hello", 10, page.next_cursor)
    assert [r.comment.id for r in rest.records] == [made[1].id, made[2].id]


@pytest.mark.parametrize("cursor", ["x", "!!!", "MTIz", "////", "a" * 5000, "\u00e9"])
async def test_a_made_up_cursor_is_refused(store: Store, cursor: str) -> None:
    with pytest.raises(BadCursor):
        await store.threads.published("blog", "/hello", 10, cursor)


async def test_a_thread_nobody_wrote_in_is_empty(store: Store) -> None:
    state = await store.threads.state("blog", "/nowhere")
    assert (state.published, state.mark, state.thread.title) == (0, "0-0", None)
    assert (await store.threads.published("blog", "/nowhere", 10, None)).records == ()


async def test_a_queue_holds_one_status_of_one_site(store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    await make.decided(store, Status.REJECTED)
    await make.decided(store, Status.HELD, site="other")
    page = await store.threads.queue("blog", Status.HELD, 10, None)
    assert [r.comment.id for r in page.records] == [held.id]
    assert await store.threads.sizes("blog") == {
        Status.PENDING: 0,
        Status.PUBLISHED: 0,
        Status.HELD: 1,
        Status.REJECTED: 1,
        Status.REMOVED: 0,
    }


async def test_a_filtered_queue_gives_every_match_once(store: Store) -> None:
    wanted = []
    for number in range(250):
        name = "Ana" if number % 50 == 7 else "Ben"
        made = await make.decided(store, Status.HELD, author=Author(name))
        if name == "Ana":
            wanted.append(made.id)
    for limit in (1, 2, 5, 100):
        found: list[str] = []
        cursor = None
        while True:
            page = await store.threads.queue(
                "blog", Status.HELD, limit, cursor, lambda r: r.comment.author.name == "Ana"
            )
            found += [r.comment.id for r in page.records]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert found == wanted


async def test_closing_and_opening_change_what_readers_see_once(store: Store) -> None:
    await make.kept(store)
    before = await store.now_ms()
    marks = [(await store.threads.state("blog", "/hello")).mark]
    assert await store.threads.close("blog", "/hello", "moderator:ana")
    assert not await store.threads.close("blog", "/hello", "moderator:ben")
    state = await store.threads.state("blog", "/hello")
    assert state.closed is not None
    assert state.closed.by == "moderator:ana"
    assert before <= state.closed.at <= await store.now_ms()
    marks.append(state.mark)
    assert await store.threads.reopen("blog", "/hello", "moderator:ana")
    assert not await store.threads.reopen("blog", "/hello", "moderator:ana")
    state = await store.threads.state("blog", "/hello")
    assert state.closed is None
    marks.append(state.mark)
    assert len(set(marks)) == 3


async def test_what_was_accepted_before_closing_is_decided_as_ever(store: Store) -> None:
    made = await make.kept(store)
    await store.threads.close("blog", "/hello", "moderator:ana")
    (decided,) = await store.comments.decide([make.decision(made, Status.PUBLISHED)])
    assert decided.made
    assert (await store.threads.state("blog", "/hello")).published == 1


async def test_a_few_published_comments_are_pinned(store: Store) -> None:
    ids = await published(store, MOST_PINNED + 1)
    before = (await store.threads.state("blog", "/hello")).mark
    words = [
        await store.threads.pin("blog", "/hello", one, "moderator:ana", on=True) for one in ids
    ]
    assert words == [*[Pinned.CHANGED] * MOST_PINNED, Pinned.FULL]
    assert (
        await store.threads.pin("blog", "/hello", ids[0], "moderator:ana", on=True)
        is Pinned.AS_BEFORE
    )
    state = await store.threads.state("blog", "/hello")
    assert state.pinned == tuple(ids[:MOST_PINNED])
    assert state.mark != before
    assert (
        await store.threads.pin("blog", "/hello", ids[1], "moderator:ana", on=False)
        is Pinned.CHANGED
    )
    assert (
        await store.threads.pin("blog", "/hello", ids[1], "moderator:ana", on=False)
        is Pinned.AS_BEFORE
    )
    after = await store.threads.state("blog", "/hello")
    assert after.pinned == (ids[0], ids[2])
    assert after.mark != state.mark


async def test_only_what_is_published_in_the_thread_is_pinned(store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    elsewhere = await make.decided(store, Status.PUBLISHED, key="/other")
    for wrong in (held.id, elsewhere.id, "nothing"):
        assert (
            await store.threads.pin("blog", "/hello", wrong, "moderator:ana", on=True)
        ) is Pinned.NOT_PUBLISHED
    assert (await store.threads.state("blog", "/hello")).pinned == ()


async def test_a_pin_ends_when_its_comment_leaves_the_page(store: Store) -> None:
    first, second = [await make.decided(store, Status.PUBLISHED, str(n)) for n in range(2)]
    for made in (first, second):
        await store.threads.pin("blog", "/hello", made.id, "moderator:ana", on=True)
    leave = make.decision(first, Status.HELD, status=Status.PUBLISHED, version=2)
    back = make.decision(first, Status.PUBLISHED, status=Status.HELD, version=3)
    for move in (leave, back):
        assert (await store.comments.decide([move]))[0].made
        assert (await store.threads.state("blog", "/hello")).pinned == (second.id,)


@pytest.mark.parametrize("newest", [False, True])
@pytest.mark.parametrize("most", [1, 2, 5, 100])
async def test_windows_show_every_comment_once_either_way(
    store: Store, raw: Any, most: int, newest: bool
) -> None:
    ids = await published(store, 7)
    at = [(await store.comments.read("blog", [one]))[0].created_us for one in ids]  # type: ignore[union-attr]
    raw.delete(keys.comment("blog", ids[3]))  # an index may outlive its comment
    found, start, more = [], None, True
    while more:
        window = await store.threads.window(
            "blog", Status.PUBLISHED, most, lambda _: True, start=start, newest=newest
        )
        found += [record.comment.id for record in window.records]
        assert window.looked <= most
        if window.last is not None:
            start = window.last + (-1 if newest else 1)
        more = window.more
    assert found == [one for one in (ids[::-1] if newest else ids) if one != ids[3]]
    first, last = (at[5], at[1]) if newest else (at[1], at[5])
    inside = await store.threads.window(
        "blog", Status.PUBLISHED, 100, lambda _: False, start=first, end=last, newest=newest
    )
    assert (inside.records, inside.looked, inside.more) == ((), 5, True)
    assert (inside.first, inside.last) == (first, last)
