"""What people did besides deciding: written with the deed, and only if there was one."""

import pytest

from moderation.comment import Status
from moderation.ruling import Kind, Word, make_ruling
from moderation.store import Store
from moderation.store.acts import Did
from moderation.store.threads import BadCursor
from tests import make

ANA, BEN = "moderator:ana", "moderator:ben"


async def told(store: Store) -> list[tuple[str, str, str, str | None]]:
    """The oldest first."""
    page = await store.acts.page("blog", 100)
    return [(act.by, act.did, act.what, act.comment) for act in reversed(page.acts)]


async def test_threads(store: Store) -> None:
    made = await make.decided(store, Status.PUBLISHED)
    await store.threads.pin("blog", "/hello", made.id, ANA, on=True)
    await store.threads.pin("blog", "/hello", made.id, ANA, on=False)
    await store.threads.close("blog", "/hello", BEN)
    await store.threads.reopen("blog", "/hello", ANA)
    assert await told(store) == [
        (ANA, Did.PINNED, "/hello", made.id),
        (ANA, Did.UNPINNED, "/hello", made.id),
        (BEN, Did.CLOSED, "/hello", None),
        (ANA, Did.OPENED, "/hello", None),
    ]
    state = await store.threads.state("blog", "/hello")
    assert (state.closed, state.pinned) == (None, ())


async def test_rulings_without_whom(store: Store) -> None:
    ban = make_ruling(Kind.EMAIL, "max@mail.example", Word.BAN, ANA, "a raid of his")
    await store.rulings.rule("blog", ban, 60_000)
    await store.rulings.end("blog", ban.name, BEN)
    assert await told(store) == [
        (ANA, Did.RULED, "ban email", None),
        (BEN, Did.ENDED, "ban email", None),
    ]


async def test_what_was_not_done_is_not_told(store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    await store.threads.pin("blog", "/hello", held.id, ANA, on=True)
    await store.threads.pin("blog", "/hello", held.id, ANA, on=False)
    await store.threads.reopen("blog", "/hello", ANA)
    await store.rulings.end("blog", "email nobody", ANA)
    assert await told(store) == []
    await store.threads.close("blog", "/hello", ANA)
    await store.threads.close("blog", "/hello", BEN)
    assert len(await told(store)) == 1


async def test_pages_have_each_once_and_a_site_its_own(store: Store) -> None:
    for n in range(5):
        await store.threads.close("blog", f"/{n}", ANA)
    await store.threads.close("other", "/x", ANA)
    seen, cursor = [], None
    while True:
        page = await store.acts.page("blog", 2, cursor)
        seen += [act.what for act in page.acts]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == ["/4", "/3", "/2", "/1", "/0"]


@pytest.mark.parametrize("cursor", ["", "x", "1", "1-", "-", "+", "1-2 x"])
async def test_a_cursor_is_one_of_ours(store: Store, cursor: str) -> None:
    with pytest.raises(BadCursor):
        await store.acts.page("blog", 2, cursor)
