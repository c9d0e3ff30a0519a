"""How long held comments usually wait, as their authors are told."""

from typing import Any

import pytest

from moderation.comment import Status
from moderation.identity import new_id
from moderation.store import Store
from moderation.store.audit import Entry
from service import usual as module
from service.usual import ENOUGH, LONGEST_SECONDS, usual
from tests.service.blog import Blog
from tests.service.test_own import decided, own

MADE = int(new_id()[:11], 16)
HOUR = 3600


def entry(wait: float, **fields: Any) -> Entry:
    given: dict[str, Any] = {
        "id": "1-0",
        "at": MADE + int(wait * 1000),
        "by": "moderator:ana",
        "comment": f"{MADE:011x}{'a' * 22}",
        "version": 3,
        "from_": Status.HELD,
        "to": Status.PUBLISHED,
        "after": "checks",
        "reason": None,
        "policy_version": 1,
    }
    return Entry(**given | fields)


def test_four_of_five_were_decided_within_that_time() -> None:
    assert usual([entry(n * HOUR) for n in (9, 1, 3, 5, 2, 4, 7, 6, 8, 10)]) == 9 * HOUR
    assert usual([entry(60)] * 80 + [entry(20 * HOUR)] * 19) == 60


def test_a_few_decisions_say_nothing() -> None:
    assert usual([]) is None
    assert usual([entry(60)] * (ENOUGH - 1)) is None
    assert usual([entry(60)] * ENOUGH) == 60


def test_a_long_wait_is_not_promised() -> None:
    assert usual([entry(LONGEST_SECONDS)] * ENOUGH) == LONGEST_SECONDS
    assert usual([entry(LONGEST_SECONDS + 1)] * ENOUGH) is None


@pytest.mark.parametrize(
    "other",
    [
        {"version": 5},
        {"from_": Status.PUBLISHED},
        {"to": Status.HELD},
    ],
)
def test_only_the_first_decision_on_what_was_held_counts(other: dict[str, Any]) -> None:
    assert usual([entry(60, **other)] * 50) is None
    assert usual([entry(60, **other)] * 50 + [entry(HOUR)] * ENOUGH) == HOUR


def test_a_clock_that_is_ahead_makes_no_wait_negative() -> None:
    assert usual([entry(-5)] * ENOUGH) == 0


async def test_who_waits_is_told_and_nobody_else(
    blog: Blog, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = await decided(blog, store, Status.HELD)

    async def shown(answer: dict[str, Any]) -> Any:
        response = await blog.get(f"/v1/comments/{answer['id']}", **own(answer))
        return await response.json()

    assert (await shown(waits))["usual_wait_seconds"] is None
    monkeypatch.setattr(module, "FRESH_SECONDS", 0.0)
    for number in range(ENOUGH):
        answer = await decided(blog, store, Status.HELD)
        action = "approve" if number % 2 else "reject"
        assert (await blog.decide(answer["id"], action, 2)).status == 200
    assert 0 <= (await shown(waits))["usual_wait_seconds"] < HOUR
    assert "usual_wait_seconds" not in await shown(answer)
    troubled = await decided(blog, store, Status.HELD, category="self_harm")
    told = await shown(troubled)
    assert told["support"]
    assert "usual_wait_seconds" not in told


async def test_the_log_is_not_read_for_each_who_asks(
    blog: Blog, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = await decided(blog, store, Status.HELD)
    known = module.Usual(store)
    assert await known.wait("blog") is None

    async def page(*_: Any, **__: Any) -> None:
        raise AssertionError("the log was read again")

    monkeypatch.setattr(store.audit, "page", page)
    assert await known.wait("blog") is None
    assert waits
