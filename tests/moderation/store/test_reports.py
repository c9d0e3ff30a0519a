"""Readers' reports: kept once a reader, queued, never a move."""

import pytest

from moderation.comment import Status
from moderation.report import Why, plain
from moderation.store import Store, reports
from moderation.store.desk import Aside
from tests import make
from tests.valkey import Valkey

PUBLISHED, HELD = Status.PUBLISHED, Status.HELD


async def waiting(store: Store) -> dict[Aside, int]:
    return {why: n for why, n in (await store.desk.sizes("blog")).items() if n}


@pytest.mark.parametrize("status", [Status.PENDING, HELD, Status.REJECTED, None])
async def test_only_what_is_published_can_be_reported(store: Store, status: Status | None) -> None:
    comment_id = "no such"
    if status is not None:
        pending = status is Status.PENDING
        comment_id = (await (make.kept(store) if pending else make.decided(store, status))).id
    assert await store.reports.make("blog", comment_id, "r1", Why.AT_RISK) is None
    assert await store.reports.of("blog", comment_id) == []
    assert await waiting(store) == {}


async def test_a_reader_counts_once(store: Store) -> None:
    made = await make.decided(store, PUBLISHED)
    before = await make.read(store, made)
    assert await store.reports.make("blog", made.id, "r1", Why.SPAM, 'a "quote"\n]]} 😀')
    assert await store.reports.make("blog", made.id, "r1", Why.AT_RISK, "again") is False
    assert await store.reports.make("blog", made.id, "r2", Why.OTHER)
    told = [(each.reason, each.text) for each in await store.reports.of("blog", made.id)]
    assert told == [(Why.SPAM, 'a "quote"\n]]} 😀'), (Why.OTHER, "")]
    assert await waiting(store) == {Aside.REPORTED: 1}
    assert await make.read(store, made) == before


async def test_of_one_comment_so_many_are_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "MOST", 2)
    made = await make.decided(store, PUBLISHED)
    for n in range(4):
        assert await store.reports.make("blog", made.id, f"r{n}", Why.SPAM) is (n < 2)
    assert len(await store.reports.of("blog", made.id)) == 2
    assert await store.reports.make("blog", made.id, "r9", Why.AT_RISK)
    assert len(await store.reports.of("blog", made.id)) == 2
    assert await waiting(store) == {Aside.REPORTED: 1, Aside.AT_RISK: 1}


async def test_a_decision_ends_it(store: Store) -> None:
    made = await make.decided(store, PUBLISHED)
    await store.reports.make("blog", made.id, "r1", Why.AT_RISK)
    assert await waiting(store) == {Aside.REPORTED: 1, Aside.AT_RISK: 1}
    hold = make.decision(made, HELD, status=PUBLISHED, version=2, by="moderator:ana")
    await store.comments.decide([hold])
    assert await waiting(store) == {}
    assert len(await store.reports.of("blog", made.id)) == 1


async def test_a_report_outlives_a_kill_and_ends_in_time(valkey: Valkey, store: Store) -> None:
    made = await make.decided(store, PUBLISHED)
    await store.reports.make("blog", made.id, "r1", Why.ABUSE, "rude")
    valkey.kill()
    valkey.start()
    again = Store(valkey.url)
    (kept,) = await again.reports.of("blog", made.id)
    assert (kept.reason, kept.text) == (Why.ABUSE, "rude")
    assert await waiting(again) == {Aside.REPORTED: 1}
    await again.close()


def test_words_are_kept_plain() -> None:
    assert plain(" a\r\nb\x00\u202e\rc ") == "a\nb\nc"
