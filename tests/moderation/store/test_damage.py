"""Keys of another type, and names that are no text: each is a finding, and the run goes on."""

from collections.abc import Callable
from typing import Any

import pytest

from moderation.comment import Status
from moderation.store import Store, keys
from moderation.store.findings import Finding
from moderation.store.records import Intake
from tests import make

Plant = Callable[[Any, str], object]
INBOX, HELD, LOG = keys.inbox("blog"), keys.index("blog", "held"), keys.audit("blog")
LEARNED, THREAD = keys.learned("blog"), keys.thread("blog", "/hello")
PAGE, IDEM = keys.published("blog", "/hello"), keys.idempotency("blog", "d")
MISCOUNTED = "blog: what its filter counts is not what its lessons say"


def other_type(key: str) -> Plant:
    def plant(raw: Any, _: str) -> None:
        raw.delete(key)
        raw.set(key, "x")

    return plant


def damaged(where: str) -> str:
    return f"blog: a key of the site is damaged, and what depends on it was not judged ({where})"


# What is done to the store, and how what fsck says of it begins.
PLANTED: dict[str, tuple[Plant, str]] = {
    "inbox": (other_type(INBOX), damaged("inbox: of another type")),
    "index": (other_type(HELD), damaged("is:held: of another type")),
    "page": (other_type(PAGE), damaged("published:/hello: of another type")),
    "thread": (other_type(THREAD), damaged("thread:/hello: of another type")),
    "log": (other_type(LOG), damaged("audit: of another type")),
    "learned": (other_type(LEARNED), damaged("learned:1: of another type")),
    "list of sites": (
        other_type(keys.SITES),
        "@: a key of the site is damaged, and what depends on it was not judged (sites: of",
    ),
    "learned, no number": (lambda raw, _: raw.hset(LEARNED, "lessons spam", "x"), MISCOUNTED),
    "idem": (lambda raw, _: raw.lpush(IDEM, "x"), damaged("idem:d: of another type")),
    "idem, no text": (lambda raw, _: raw.set(IDEM, b"\xff x"), damaged("idem:d: names no comment")),
    "idem, empty": (lambda raw, _: raw.set(IDEM, b""), damaged("idem:d: names no comment")),
    "id in the inbox": (
        lambda raw, _: raw.zadd(INBOX, {b"\xff": 1}),
        "blog \\xff: an index names it, but there is no such comment (inbox)",
    ),
    "id on a page": (
        lambda raw, _: raw.zadd(PAGE, {b"\xff": 1}),
        "blog \\xff: an index names it, but there is no such comment (page of /hello)",
    ),
    "name of a key": (
        lambda raw, _: raw.set(b"gr:{blog}:comment:\xff", "x"),
        damaged("comment:\\xff: no text"),
    ),
    "comment": (
        lambda raw, i: other_type(keys.comment("blog", i))(raw, i),
        "blog ID: fields of it are missing or cannot be read (a key of another type)",
    ),
}


async def fsck(store: Store, *, repair: bool = False) -> list[Finding]:
    return [finding async for finding in store.fsck.run(repair=repair)]


@pytest.mark.parametrize("name", PLANTED)
async def test_a_damaged_key_is_a_finding_and_the_run_goes_on(
    store: Store, raw: Any, name: str
) -> None:
    plant, told = PLANTED[name]
    await store.sites.add("blog")
    made = await make.decided(store, Status.HELD)
    await store.comments.accept([Intake(make.comment(), idempotency=("other", "print"))])
    elsewhere = await make.decided(store, Status.HELD, site="zine")
    raw.zrem(keys.index("zine", "held"), elsewhere.id)
    plant(raw, made.id)
    found = await fsck(store)
    assert [f for f in found if f.sentence.startswith(told.replace("ID", made.id))], found
    assert elsewhere.id in {f.id for f in found}, "what comes behind it was not looked at"
    repaired = await fsck(store, repair=True)
    assert {f.id for f in repaired if f.repaired} == {elsewhere.id}
    assert {f.where for f in found} >= {f.where for f in await fsck(store)}


async def test_a_damaged_index_is_told_once_however_many_comments_it_has(
    store: Store, raw: Any
) -> None:
    await store.sites.add("blog")
    for _ in range(3):
        await make.decided(store, Status.PUBLISHED)
    other_type(HELD)(raw, "")
    (found,) = await fsck(store)
    assert (found.id, found.where) == ("", "is:held: of another type")


async def test_what_a_damaged_thread_keeps_from_being_mended_is_left(
    store: Store, raw: Any
) -> None:
    await store.sites.add("blog")
    made = await make.decided(store, Status.PUBLISHED)
    raw.hset(THREAD, "revision", "x")
    raw.zrem(PAGE, made.id)
    (found,) = await fsck(store, repair=True)
    assert (found.id, found.repairable) == (made.id, True)


@pytest.mark.parametrize("left_ms", [24 * 3_600_000, None])
async def test_a_turn_of_before_the_clock_was_set_back_keeps_nobody(
    store: Store, raw: Any, left_ms: int | None
) -> None:
    raw.set(keys.FSCK_TURN, 1, px=left_ms)
    turns = [await store.fsck.take_turn(3_600_000) for _ in range(2)]
    assert turns == [True, False]
    assert 0 < raw.pttl(keys.FSCK_TURN) <= 3_600_000
    await store.fsck.give_back()
    assert await store.fsck.take_turn(3_600_000)
