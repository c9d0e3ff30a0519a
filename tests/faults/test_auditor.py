"""The auditor itself: each way to break a promise is seen. The negative control of every test here.

What is broken here is broken by hand, on a store that was whole.
"""

from typing import Any

import pytest

from moderation.comment import Status
from moderation.store import Store, keys
from tests import make
from tests.faults.auditor import audit
from tests.faults.ledger import Promise, digest
from tests.faults.stack import SITE


@pytest.fixture
async def promise(store: Store) -> Promise:
    """A published comment that somebody was promised."""
    made = await make.decided(store, Status.PUBLISHED)
    return Promise("key", made.id, digest(made.body))


def faults(url: str, *promises: Promise) -> list[str]:
    """The invariants found broken, by their numbers."""
    return sorted({fault.split(" ")[0] for fault in audit(url, promises).faults})


def entry(raw: Any, promise: Promise, line: bytes) -> None:
    """Add a line to a comment's history behind the store's back."""
    own = keys.comment(SITE, promise.id)
    raw.hset(own, "history", raw.hget(own, "history") + b"\n" + line)


def test_a_store_that_kept_its_promise_is_whole(redis_url: str, promise: Promise) -> None:
    assert faults(redis_url, promise) == []


def test_a_lost_comment_is_seen(redis_url: str, raw: Any, promise: Promise) -> None:
    raw.delete(keys.comment(SITE, promise.id))
    assert "I1" in faults(redis_url, promise)


def test_changed_bytes_are_seen(redis_url: str, promise: Promise) -> None:
    assert faults(redis_url, Promise("key", promise.id, digest("Something else."))) == ["I1"]


@pytest.mark.parametrize("index", [keys.inbox(SITE), keys.index(SITE, Status.HELD)])
def test_a_comment_in_a_wrong_index_is_seen(
    redis_url: str, raw: Any, promise: Promise, index: str
) -> None:
    raw.zadd(index, {promise.id: 1})
    assert faults(redis_url, promise) == ["I2"]


async def test_a_published_comment_that_is_on_no_page_is_seen(
    redis_url: str, store: Store, raw: Any, promise: Promise
) -> None:
    (page,) = raw.scan_iter(keys.published(SITE, "*").replace("[", r"\["))
    raw.zrem(page, promise.id)
    assert faults(redis_url, promise) == ["I3"]


def test_a_status_without_its_history_entry_is_seen(
    redis_url: str, raw: Any, promise: Promise
) -> None:
    own = keys.comment(SITE, promise.id)
    raw.hset(own, "history", raw.hget(own, "history").split(b"\n")[0])
    assert "I4" in faults(redis_url, promise)


def test_one_key_with_two_comments_is_seen(redis_url: str, promise: Promise) -> None:
    assert faults(redis_url, promise, Promise("key", "other", promise.digest)) == ["I1", "I5"]


async def test_one_request_kept_twice_is_seen(
    redis_url: str, store: Store, promise: Promise
) -> None:
    await make.decided(store, Status.PUBLISHED)
    assert faults(redis_url, promise) == ["I5"]


def test_a_second_decision_is_seen(redis_url: str, raw: Any, promise: Promise) -> None:
    own = keys.comment(SITE, promise.id)
    line = b'{"at":1,"version":3,"by":"checks","from":"published","to":"published"}'
    entry(raw, promise, line)
    raw.hset(own, "version", 3)
    assert faults(redis_url, promise) == ["I6"]


async def test_a_comment_that_waits_is_seen(redis_url: str, store: Store) -> None:
    made = await make.kept(store)
    assert faults(redis_url, Promise("key", made.id, digest(made.body))) == ["I7"]


async def test_a_persons_move_that_is_not_in_the_log_is_seen(
    redis_url: str, store: Store, raw: Any, promise: Promise
) -> None:
    (record,) = await store.comments.read(SITE, [promise.id])
    assert record is not None
    by_ana = {"status": record.status, "version": record.version, "by": "moderator:ana"}
    await store.comments.decide([make.decision(record.comment, Status.HELD, **by_ana)])
    assert faults(redis_url, promise) == ["I6"]  # people were not expected to decide
    raw.delete(keys.audit(SITE))
    assert faults(redis_url, promise) == ["I4", "I6"]
