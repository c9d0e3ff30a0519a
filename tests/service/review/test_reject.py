"""A ban may take what is held already with it, as it was shown."""

from moderation.comment import Author, Status
from moderation.store import Store
from moderation.store.desk import Aside
from tests import make
from tests.service.pages import Client as Browser
from tests.service.review.ruling import MAX, hold, send, sent_by


async def test_the_held_are_rejected_too_if_asked_for(client: Browser, store: Store) -> None:
    mine = [await hold(store, f"Pills {n}") for n in range(4)]
    other = await hold(store, "Fine.", author=Author("Ben", "ben@example.org"))
    cry = await make.kept(store, "a cry", author=MAX)
    verdict = make.verdict(Status.HELD, category="self_harm")
    await store.comments.decide([make.decision(cry, Status.HELD, verdict=verdict)])
    page = await send(client, mine[0], "effect")
    assert "Also reject the 4 held comments that it meets" in page.text
    fields = sent_by(page)
    assert cry.id not in fields["held"]
    fields["held"] += f"{other.id}:2 {cry.id}:2"  # a bent form reaches neither
    await store.desk.set_aside("blog", Aside.SECOND_OPINION, mine[2].id)
    faster = make.decision(
        mine[3], Status.PUBLISHED, status=Status.HELD, version=2, by="moderator:ben"
    )
    await store.comments.decide([faster])
    done = await send(client, mine[0], "rule", **fields, also="yes")
    assert "2 held comments were rejected. 2 were left for a moderator." in done.text
    assert "1 had changed meanwhile and was not touched." in done.text
    stand = [(await make.read(store, each)).status for each in (*mine, other, cry)]
    assert stand == [
        Status.REJECTED,
        Status.REJECTED,
        Status.HELD,
        Status.PUBLISHED,
        Status.HELD,
        Status.HELD,
    ]
    last = (await make.read(store, mine[0])).history[-1]
    assert (last.by, last.reason, last.note) == ("moderator:ana", "other", "sells pills")


async def test_without_a_tick_and_without_a_ban_the_held_stay(
    client: Browser, store: Store
) -> None:
    held = await hold(store)
    fields = sent_by(await send(client, held, "effect"))
    await send(client, held, "rule", **fields)
    assert "held" not in sent_by(await send(client, held, "effect", word="hold"))
    await send(client, held, "rule", **{**fields, "word": "hold"}, also="yes")
    assert (await make.read(store, held)).status is Status.HELD
