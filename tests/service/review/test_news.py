"""What is told of how a site stands: first all of it, then what has changed."""

import pytest

from moderation.comment import Status
from moderation.store import Store
from moderation.store.edits import Edit
from service import live
from service.review import news
from tests import make
from tests.service.pages import Client
from tests.service.review.moderator import JSON, OURS
from tests.service.review.stream import listen


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store is asked more often than once a second here."""
    monkeypatch.setattr(live, "INTERVAL", 0.01)


async def test_the_first_event_is_the_present_state(client: Client, store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    await store.presence.look("blog", "ben", held.id)
    async with listen(client) as stream:
        assert stream.response.content_type == "text/event-stream"
        assert stream.response.headers["Cache-Control"] == "no-store"
        assert stream.response.headers["X-Accel-Buffering"] == "no"
        told = await stream.next()
        assert told is not None
        assert told.pop("at") > 0
        assert told == {
            "sizes": {"held": 1, "rejected": 0, "published": 0},
            "asides": {"urgent": 0, "reported": 0, "appealed": 0, "second_opinion": 0},
            "looking": {held.id: ["ben"]},
            "open": {},
            "health": "",
        }


async def test_the_answer_to_a_look_is_the_same_state(client: Client, store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    fields = {"site": "blog", "id": held.id}
    asked = await (await client.post("/review/looking", data=fields, headers=OURS | JSON)).json()
    async with listen(client) as stream:
        told = await stream.next()
    assert told is not None
    assert told.pop("at") > asked.pop("at")
    assert told == asked


async def test_an_event_tells_only_what_has_changed(client: Client, store: Store) -> None:
    async with listen(client) as stream:
        await stream.next()
        await make.decided(store, Status.HELD)
        told = await stream.next()
        assert told is not None
        assert (set(told), told["sizes"]["held"]) == ({"at", "sizes"}, 1)
        await store.presence.look("blog", "ben", "c1")
        told = await stream.next()
        assert told is not None
        assert (set(told), told["looking"]) == ({"at", "looking"}, {"c1": ["ben"]})
        await store.presence.look("blog", "ben", None)
        told = await stream.next()
        assert told is not None
        assert (set(told), told["looking"]) == ({"at", "looking"}, {})


async def test_who_decided_the_comment_one_reads_is_told(client: Client, store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    await store.presence.look("blog", "ana", held.id)
    async with listen(client, **{"Accept-Language": "de"}) as stream:
        await stream.next()
        assert stream.state["open"]["version"] == 2
        ben = make.decision(
            held, Status.PUBLISHED, status=Status.HELD, version=2, by="moderator:ben"
        )
        await store.comments.decide([ben])
        said = {"id": held.id, "version": 3, "said": "Ben hat das freigegeben."}
        await stream.until("open", said)


async def test_a_text_that_another_changes_is_told(client: Client, store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    await store.presence.look("blog", "ana", held.id)
    async with listen(client) as stream:
        await stream.next()
        await store.edits.make(Edit(await make.read(store, held), "Other words", "moderator:ben"))
        said = {"id": held.id, "version": 3, "said": "Ben edited this."}
        await stream.until("open", said)


async def test_what_one_did_oneself_is_not_told(client: Client, store: Store) -> None:
    held = await make.decided(store, Status.HELD)
    await store.presence.look("blog", "ana", held.id)
    async with listen(client) as stream:
        await stream.next()
        ana = make.decision(
            held, Status.PUBLISHED, status=Status.HELD, version=2, by="moderator:ana"
        )
        await store.comments.decide([ana])
        await stream.until("open", {})


async def test_checks_that_do_not_run_are_told(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "LATE_MS", -1)
    async with listen(client) as stream:
        await stream.until("health", "")
        waiting = await make.kept(store)
        told = await stream.next()
        assert told is not None
        assert "Checks are not running" in told["health"]
        await store.comments.decide([make.decision(waiting, Status.HELD)])
        await stream.until("health", "")


def test_what_waits_for_less_than_a_minute_is_no_trouble() -> None:
    now = 1_700_000_000_000
    assert news.health(now - 60_000, now, writable=True) == ""
    assert "since 14 Nov 2023, 22:12 UTC" in news.health(now - 60_001, now, writable=True)
    assert news.health(None, now, writable=True) == ""
