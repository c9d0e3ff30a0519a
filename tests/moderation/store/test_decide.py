import asyncio
from typing import Any

import pytest

from moderation.comment import MOVES, IllegalMove, Status
from moderation.identity import new_id
from moderation.store import Store, keys
from moderation.verdict import Signal
from tests import make

WAYS = [(current, wanted) for current, moves in MOVES.items() for wanted in sorted(moves)]


@pytest.mark.parametrize(("current", "wanted"), WAYS)
async def test_a_move_changes_status_indexes_and_history_together(
    store: Store, raw: Any, current: Status, wanted: Status
) -> None:
    made = await make.kept(store)
    version = 1
    if current is not Status.PENDING:
        await store.comments.decide([make.decision(made, current)])
        version = 2
    (outcome,) = await store.comments.decide(
        [make.decision(made, wanted, status=current, version=version, by="moderator:ana")]
    )
    assert (outcome.made, outcome.status, outcome.version) == (True, wanted, version + 1)
    record = await make.read(store, made)
    assert (record.status, record.version) == (wanted, version + 1)
    last = record.history[-1]
    assert (last.by, last.from_, last.to) == ("moderator:ana", current, wanted)
    places = {s for s in Status if raw.zscore(keys.index("blog", s), made.id) is not None}
    assert places == {wanted}
    on_page = raw.zscore(keys.published("blog", "/hello"), made.id) is not None
    assert on_page == (wanted is Status.PUBLISHED)


async def test_the_verdict_and_the_reason_are_kept(store: Store) -> None:
    made = await make.kept(store)
    signal = Signal("links", "too_many", ((1, 4),), {"n": 3}, 1.0, 3.0, "spam")
    verdict = make.verdict(Status.HELD, category="spam", signals=(signal,), not_run=("x",))
    await store.comments.decide([make.decision(made, Status.HELD, verdict=verdict)])
    await store.comments.decide(
        [
            make.decision(
                made,
                Status.REJECTED,
                status=Status.HELD,
                version=2,
                by="moderator:ana",
                reason="spam",
                note='a "quoted"\nnote',
            )
        ]
    )
    record = await make.read(store, made)
    assert record.verdict == verdict
    assert [e.policy_version for e in record.history] == [None, 1, None]
    assert (record.history[2].reason, record.history[2].note) == ("spam", 'a "quoted"\nnote')


async def test_a_stale_decision_changes_nothing(store: Store) -> None:
    made = await make.decided(store, Status.HELD)
    before = await make.read(store, made)
    stale = [
        make.decision(made, Status.PUBLISHED, status=Status.PENDING, version=1),
        make.decision(made, Status.PUBLISHED, status=Status.HELD, version=1),
        make.decision(made, Status.HELD, status=Status.PUBLISHED, version=2),
    ]
    for outcome in await store.comments.decide(stale):
        assert (outcome.made, outcome.status, outcome.version) == (False, Status.HELD, 2)
    assert await make.read(store, made) == before


async def test_an_unknown_comment_is_not_decided(store: Store) -> None:
    (outcome,) = await store.comments.decide(
        [make.decision(make.comment(id=new_id()), Status.PUBLISHED)]
    )
    assert (outcome.made, outcome.status) == (False, None)


async def test_an_illegal_move_is_refused_before_anything_is_sent(store: Store) -> None:
    fine, wrong = await make.kept(store), await make.kept(store)
    with pytest.raises(IllegalMove):
        await store.comments.decide(
            [make.decision(fine, Status.PUBLISHED), make.decision(wrong, Status.REMOVED)]
        )
    assert (await make.read(store, fine)).status is Status.PENDING


async def test_of_many_deciders_at_once_one_wins(store: Store) -> None:
    made = await make.kept(store)
    outcomes = await asyncio.gather(
        *(
            store.comments.decide([make.decision(made, to, by=f"moderator:{n}")])
            for n, to in enumerate([Status.PUBLISHED, Status.HELD, Status.REJECTED] * 10)
        )
    )
    assert sum(outcome.made for (outcome,) in outcomes) == 1
    assert len((await make.read(store, made)).history) == 2


async def test_the_threads_mark_changes_when_what_is_published_does(store: Store) -> None:
    async def mark() -> str:
        return (await store.threads.state("blog", "/hello")).mark

    made = await make.kept(store)
    marks = [await mark()]
    await store.comments.decide([make.decision(made, Status.PUBLISHED)])
    marks.append(await mark())
    await store.comments.decide(
        [make.decision(made, Status.HELD, status=Status.PUBLISHED, version=2)]
    )
    marks.append(await mark())
    held = await make.decided(store, Status.HELD)
    assert await mark() == marks[-1]
    assert len(set(marks)) == 3
    assert held


async def test_a_watched_comments_decision_is_announced(store: Store) -> None:
    seen: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
    listener = asyncio.create_task(store.decisions(seen))
    quiet, watched = await make.kept(store), await make.kept(store)
    while True:  # until the subscription stands
        probe = await make.kept(store)
        assert await store.comments.watch("blog", probe.id) is Status.PENDING
        await store.comments.decide([make.decision(probe, Status.PUBLISHED)])
        try:
            async with asyncio.timeout(0.2):
                await seen.get()
            break
        except TimeoutError:
            continue
    await store.comments.watch("blog", watched.id)
    await store.comments.decide(
        [make.decision(quiet, Status.PUBLISHED), make.decision(watched, Status.HELD)]
    )
    async with asyncio.timeout(5):
        assert await seen.get() == ("blog", watched.id)
    assert seen.empty()
    listener.cancel()
    await asyncio.gather(listener, return_exceptions=True)


async def test_watching_a_decided_or_unknown_comment_tells_at_once(store: Store) -> None:
    made = await make.decided(store, Status.HELD)
    assert await store.comments.watch("blog", made.id) is Status.HELD
    assert await store.comments.watch("blog", new_id()) is None


def record(raw: Any, party: str) -> tuple[int, int]:
    key, field = keys.record("blog", party)
    published, rejected = raw.hmget(key, f"{field}p", f"{field}r")
    return int(published or 0), int(rejected or 0)


ANA, HOST = "a" + "0a1" * 5, "h" + "0a1" * 5


async def test_a_reversal_takes_back_what_was_counted(store: Store, raw: Any) -> None:
    made = await make.kept(store)
    moves = [
        (Status.REJECTED, (0, 1)),
        (Status.PUBLISHED, (1, 0)),
        (Status.HELD, (0, 0)),
        (Status.REJECTED, (0, 1)),
        (Status.HELD, (0, 0)),
        (Status.PUBLISHED, (1, 0)),
        (Status.REMOVED, (0, 0)),
    ]
    now = Status.PENDING
    for version, (to, counted) in enumerate(moves, 1):
        parties = (ANA, HOST) if now is Status.PENDING else ()
        (outcome,) = await store.comments.decide(
            [make.decision(made, to, status=now, version=version, parties=parties)]
        )
        assert outcome.made
        assert record(raw, ANA) == record(raw, HOST) == counted
        now = to
    assert not raw.exists(keys.record("blog", ANA)[0])  # nothing is kept of nobody


async def test_a_decision_that_is_not_made_counts_nothing(store: Store, raw: Any) -> None:
    made = await make.decided(store, Status.HELD)
    stale = make.decision(made, Status.PUBLISHED, parties=(ANA,))
    gone = make.decision(make.comment(), Status.PUBLISHED, parties=(ANA,))
    assert [o.made for o in await store.comments.decide([stale, gone, stale])] == [False] * 3
    assert record(raw, ANA) == (0, 0)
    assert not raw.hexists(keys.comment("blog", made.id), "parties")


async def test_who_shares_a_bucket_shares_no_record(store: Store, raw: Any) -> None:
    made = [await make.kept(store) for _ in range(3)]
    parties = [(ANA,), (ANA[:-1] + "9",), (ANA.replace("a", "w", 1),)]
    await store.comments.decide(
        [make.decision(m, Status.PUBLISHED, parties=p) for m, p in zip(made, parties, strict=True)]
    )
    assert [record(raw, party) for (party,) in parties] == [(1, 0)] * 3
