"""fsck on a real store: planted damage is found, what is safe is mended, nothing else changes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from moderation.comment import Comment, Status
from moderation.store import Store, keys
from moderation.store.findings import REPAIRS, Finding, Kind
from moderation.store.records import Decision, Intake
from tests import make
from tests.eventually import eventually

Plant = Callable[[Any, str], object]


async def fsck(store: Store, *, repair: bool = False) -> list[Finding]:
    return [finding async for finding in store.fsck.run(repair=repair)]


def everything(raw: Any) -> dict[bytes, Any]:
    """Every key's value, but for the thread's revision, which tells readers to look again."""
    found = {key: raw.dump(key) for key in raw.scan_iter("gr:*")}
    for key in found:
        if raw.type(key) == b"zset":
            found[key] = raw.zrange(key, 0, -1, withscores=True)
        elif raw.type(key) == b"hash":  # a dump tells how far it has grown, too
            thread = b":thread:" in key
            fields = raw.hgetall(key).items()
            found[key] = {k: v for k, v in fields if not (thread and k == b"revision")}
    return found


def key(comment_id: str) -> str:
    return keys.comment("blog", comment_id)


INBOX = keys.inbox("blog")
PAGE, OTHER_PAGE = keys.published("blog", "/hello"), keys.published("blog", "/other")
LOG = keys.audit("blog")
HELD, PUBLISHED = keys.index("blog", "held"), keys.index("blog", "published")

# Each: the status of a comment, what is done to it, what fsck must say.
PLANTED: list[tuple[Status, Plant, Kind]] = [
    (Status.PENDING, lambda raw, i: raw.zrem(INBOX, i), Kind.PENDING_NOT_IN_INBOX),
    (Status.PENDING, lambda raw, i: raw.zincrby(INBOX, 4e6, i), Kind.DUE_FAR_AHEAD),
    (Status.PENDING, lambda raw, i: raw.zadd(HELD, {i: 5}), Kind.IN_ANOTHER_INDEX),
    (Status.HELD, lambda raw, i: raw.zadd(INBOX, {i: 1}), Kind.DECIDED_IN_INBOX),
    (Status.HELD, lambda raw, i: raw.zrem(HELD, i), Kind.NOT_IN_ITS_INDEX),
    (Status.HELD, lambda raw, i: raw.zadd(PUBLISHED, {i: 5}), Kind.IN_ANOTHER_INDEX),
    (Status.HELD, lambda raw, i: raw.zadd(PAGE, {i: 5}), Kind.ON_A_WRONG_PAGE),
    (Status.HELD, lambda raw, i: raw.zincrby(HELD, 7, i), Kind.OUT_OF_PLACE),
    (Status.PUBLISHED, lambda raw, i: raw.zrem(PAGE, i), Kind.NOT_ON_ITS_PAGE),
    (Status.PUBLISHED, lambda raw, i: raw.zadd(OTHER_PAGE, {i: 5}), Kind.ON_A_WRONG_PAGE),
    (Status.PUBLISHED, lambda raw, i: raw.zincrby(PAGE, -7, i), Kind.OUT_OF_PLACE),
    (Status.HELD, lambda raw, i: raw.delete(key(i), HELD), Kind.KEY_WITHOUT_COMMENT),
    (Status.PENDING, lambda raw, i: raw.rename(key(i), "lost"), Kind.ENTRY_WITHOUT_COMMENT),
    (Status.PUBLISHED, lambda raw, i: raw.rename(key(i), "lost"), Kind.ENTRY_WITHOUT_COMMENT),
    (Status.HELD, lambda raw, i: raw.hdel(key(i), "doc"), Kind.FIELDS_DAMAGED),
    (Status.HELD, lambda raw, i: raw.hset(key(i), "verdict", "{"), Kind.FIELDS_DAMAGED),
    (Status.HELD, lambda raw, i: raw.hset(key(i), "status", "?"), Kind.FIELDS_DAMAGED),
    (Status.HELD, lambda raw, i: raw.hincrby(key(i), "version", 1), Kind.HISTORY_BROKEN),
    (Status.HELD, lambda raw, i: publish_behind_the_law(raw, i), Kind.PUBLISHED_UNEXPLAINED),
    (Status.HELD, lambda raw, _: raw.delete(keys.thread("blog", "/hello")), Kind.THREAD_UNNAMED),
    (Status.HELD, lambda raw, i: raw.xadd(LOG, logged(i)), Kind.LOG_UNSUPPORTED),
    (Status.HELD, lambda raw, i: decide_without_the_log(raw, i), Kind.MOVE_UNLOGGED),
    (Status.HELD, lambda raw, i: raw.hset(key(i), "before", "{"), Kind.FIELDS_DAMAGED),
    (
        Status.HELD,
        lambda raw, i: raw.hset(key(i), "before", '{"until":3,"body":"x"}'),
        Kind.ORIGINAL_LOST,
    ),
    (Status.HELD, lambda raw, i: take_back_the_place_alone(raw, i), Kind.NOT_ERASED),
]


def publish_behind_the_law(raw: Any, comment_id: str) -> None:
    """As a decision without its history would leave it."""
    raw.hset(key(comment_id), "status", "published")
    raw.zadd(PUBLISHED, {comment_id: raw.zscore(HELD, comment_id)})
    raw.zadd(PAGE, {comment_id: raw.zscore(HELD, comment_id)})
    raw.zrem(HELD, comment_id)


def decide_without_the_log(raw: Any, comment_id: str) -> None:
    history = raw.hget(key(comment_id), "history")
    assert b'"by":"checks"' in history
    raw.hset(key(comment_id), "history", history.replace(b'"checks"', b'"moderator:ana"'))


def take_back_the_place_alone(raw: Any, comment_id: str) -> None:
    line = b'\n{"at":1,"version":3,"by":"author","from":"held","to":"removed","erased":true}'
    line = raw.hget(key(comment_id), "history") + line
    raw.hset(key(comment_id), mapping={"history": line, "version": 3, "status": "removed"})
    raw.zadd(keys.index("blog", "removed"), {comment_id: raw.zscore(HELD, comment_id)})
    raw.zrem(HELD, comment_id)


def logged(comment_id: str, **fields: Any) -> dict[str, Any]:
    """What ana's approval of what the checks held would be in the log of decisions."""
    said = {"by": "moderator:ana", "comment": comment_id, "version": 3, "from": "held"}
    return {**said, "to": "published", "reason": "", "after": "checks", "policy": 1, **fields}


async def a_comment(store: Store, status: Status) -> str:
    made = make.comment()
    await store.comments.accept([Intake(made, idempotency=(made.id, "print"))])
    if status is not Status.PENDING:
        await store.comments.decide([make.decision(made, status)])
    return made.id


def test_the_plants_cover_every_kind() -> None:
    elsewhere = ("site", "lessons", "key_damaged", "decision", "place", "pinned", "left")
    assert {kind for _, _, kind in PLANTED} == {k for k in Kind if not k.startswith(elsewhere)}


@pytest.mark.parametrize(("status", "plant", "kind"), PLANTED)
async def test_planted_damage_is_found_and_only_what_is_safe_is_mended(
    store: Store, raw: Any, status: Status, plant: Plant, kind: Kind
) -> None:
    comment_id = await a_comment(store, status)
    assert await fsck(store) == []
    sound = everything(raw)
    plant(raw, comment_id)
    damaged = everything(raw)

    found = await fsck(store)
    assert (comment_id, kind) in {(f.id, f.kind) for f in found}
    assert everything(raw) == damaged, "looking changes nothing"

    repaired = await fsck(store, repair=True)
    assert [f.id for f in repaired] == [f.id for f in found]
    if kind in REPAIRS:
        assert all(f.repaired for f in repaired)
        assert await fsck(store) == []
        mended = everything(raw)
        if status is Status.PENDING:  # due now, not when it was
            del mended[INBOX.encode()], sound[INBOX.encode()]
        assert mended == sound
    else:
        assert not any(f.repaired for f in repaired)
        assert everything(raw) == damaged
        assert await fsck(store) == found


async def test_damage_of_many_kinds_at_once_is_all_found(store: Store, raw: Any) -> None:
    wanted = set()
    for status, plant, kind in PLANTED:
        if kind in (Kind.THREAD_UNNAMED, Kind.KEY_WITHOUT_COMMENT):
            continue  # these two touch the others' keys
        comment_id = await a_comment(store, status)
        plant(raw, comment_id)
        raw.delete("lost")
        wanted.add((comment_id, kind))
    bystanders = [await a_comment(store, status) for status in (Status.PENDING, Status.PUBLISHED)]
    found = {(f.id, f.kind) for f in await fsck(store, repair=True)}
    assert wanted <= found
    assert not {comment_id for comment_id, _ in found} & set(bystanders)
    left = {f.kind for f in await fsck(store)}
    assert left.isdisjoint(REPAIRS)


async def test_a_site_that_nobody_would_sweep_is_found_and_listed(store: Store, raw: Any) -> None:
    """A crash between the two writes that make a site leaves it like this."""
    await store.sites.add("blog")
    comment_id = await a_comment(store, Status.PENDING)
    raw.srem(keys.SITES, "blog")
    (found,) = await fsck(store)
    assert (found.site, found.id, found.kind) == ("blog", "", Kind.SITE_UNLISTED)
    assert found.sentence.startswith("blog: the site is not in the list")
    assert await store.sites.names() == []
    (repaired,) = await fsck(store, repair=True)
    assert repaired.repaired
    assert await store.sites.names() == ["blog"]
    assert await fsck(store) == []
    (record,) = await store.comments.read("blog", [comment_id])
    assert record is not None
    assert record.status is Status.PENDING


async def test_a_comment_that_moved_since_it_was_judged_is_not_mended(
    store: Store, raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The script looks again: here a decision falls between judging and mending."""
    made = await make.kept(store)
    raw.zrem(INBOX, made.id)
    run = store.fsck._scripts.run

    async def late(name: str, *rest: Any) -> Any:
        if name == "mend":
            await store.comments.decide([make.decision(made, Status.PUBLISHED)])
            assert await run(name, *rest) == -1
        return None

    monkeypatch.setattr(store.fsck._scripts, "run", late)
    await fsck(store, repair=True)
    monkeypatch.undo()
    assert await fsck(store) == []
    assert raw.zscore(INBOX, made.id) is None


async def test_mending_a_page_tells_its_readers(store: Store, raw: Any) -> None:
    made = await make.decided(store, Status.PUBLISHED)
    raw.zrem(PAGE, made.id)
    before = (await store.threads.state("blog", "/hello")).mark
    await fsck(store, repair=True)
    assert (await store.threads.state("blog", "/hello")).mark != before


@contextlib.asynccontextmanager
async def busy(store: Store) -> AsyncIterator[list[int]]:
    """500 comments come in, are claimed and decided, and moderators go on changing their minds."""
    done, stop = [0], False

    async def accept() -> None:
        for _ in range(50):
            made = [make.comment(key=f"/{n % 3}") for n in range(10)]
            await store.comments.accept([Intake(m, idempotency=(m.id, "x")) for m in made])
            await asyncio.sleep(0.01)

    async def drain() -> None:
        mine: list[tuple[Comment, int]] = []
        while not stop:
            claims = await make.claim(store, limit=8)
            await store.comments.decide([make.decision(c.comment, Status.HELD) for c in claims])
            mine += [(claim.comment, 2) for claim in claims]
            here, mine = mine[:20], mine[20:]
            await store.comments.decide([change(made, version) for made, version in here])
            mine += [(made, version + 1) for made, version in here]
            done[0] += len(here)
            await asyncio.sleep(0)

    def change(made: Comment, version: int) -> Decision:
        """Held comments have even versions, published ones odd."""
        status, to = Status.HELD, Status.PUBLISHED
        if version % 2:
            status, to = to, status
        return make.decision(made, to, status=status, version=version, by="moderator:ana")

    tasks = [asyncio.create_task(work()) for work in (accept, drain, drain)]
    try:
        yield done
    finally:
        stop = True
        await asyncio.gather(*tasks)


async def test_a_busy_store_without_damage_has_no_findings(store: Store) -> None:
    async with busy(store) as done:
        await eventually(lambda: done[0] > 50, 30)
        for _ in range(5):
            before = done[0]
            assert await fsck(store) == []
            assert await fsck(store, repair=True) == []
            assert done[0] > before, "nothing was decided meanwhile: nothing was tested"
    assert await fsck(store) == []


async def test_what_the_last_run_left_is_kept_and_turns_are_taken_once(
    store: Store, raw: Any
) -> None:
    assert await store.fsck.last() is None
    mended = Finding("blog", "a", Kind.OUT_OF_PLACE, repaired=True)
    left = Finding("blog", "b", Kind.HISTORY_BROKEN)
    await store.fsck.record([mended, left, left])
    last = await store.fsck.last()
    assert last is not None
    assert last.findings == {"blog": {"history_broken": 2}}
    assert abs(last.at_ms - await store.now_ms()) < 10_000
    turns = await asyncio.gather(*(store.fsck.take_turn(3_600_000) for _ in range(5)))
    assert sorted(turns) == [False, False, False, False, True]
    assert raw.pttl(keys.FSCK_TURN) > 3_500_000


@pytest.mark.parametrize(
    ("spelled", "parts"),
    [
        (keys.comment("blog", "x"), ("blog", "comment", "x")),
        (keys.published("blog", "a:b{c}\n"), ("blog", "published", "a:b{c}\n")),
        (keys.inbox("blog"), ("blog", "inbox", "")),
        (keys.index("blog", "held"), ("blog", "is", "held")),
        ("rq:queue:x", ("", "", "")),
        ("gr:decided", ("", "", "")),
    ],
)
def test_a_key_is_parsed_as_it_is_spelled(spelled: str, parts: tuple[str, str, str]) -> None:
    assert keys.parse(spelled) == parts
