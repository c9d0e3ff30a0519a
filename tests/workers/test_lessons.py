"""From a moderator's decision to what the filter knows, on a real store in this process."""

import asyncio
from typing import Any

import pytest

from moderation.comment import Author, Client, Comment, Status
from moderation.lesson import Label, Lesson
from moderation.policy import load_policy
from moderation.store import Store, keys
from moderation.store.connection import Scripts
from moderation.store.sites import Site
from moderation.verdict import Signal
from service.decisions import Wish, carry_out
from tests import make
from workers import lessons
from workers.drain import Drain
from workers.engine import Engine
from workers.features import features
from workers.lessons import take
from workers.subject import Facts, Subject
from workers.text.folding import fold

POLICY = load_policy()
ANA, BEN = "moderator:ana", "moderator:ben"
TEXT = "Come and see my wonderful pages, number"


@pytest.fixture
async def site(store: Store) -> Site:
    await store.sites.add("blog")
    found = await store.sites.get("blog")
    assert found
    return found


async def held(store: Store, body: str = TEXT, category: str = "spam", **fields: Any) -> Comment:
    made = await make.kept(store, body, **fields)
    verdict = make.verdict(Status.HELD, category=category)
    await store.comments.decide([make.decision(made, Status.HELD, verdict=verdict)])
    return made


async def decide(
    store: Store, made: Comment, to: Status, by: str = ANA, reason: str | None = None
) -> None:
    version = (await make.read(store, made)).version
    await carry_out(store, "blog", made.id, Wish(to, version, by, reason))


def met(made: Comment) -> tuple[int, ...]:
    return features(fold(made.body).text, made.author).all


def let_time_pass(raw: Any) -> None:
    """The time in which a decision can be undone is over."""
    for member in raw.zrange(keys.lessons("blog"), 0, -1):
        raw.zadd(keys.lessons("blog"), {member: 1})


async def learn(store: Store, site: Site, raw: Any) -> int:
    let_time_pass(raw)
    return await take(store, site, POLICY)


async def lessons_of(store: Store) -> tuple[int, int]:
    """Spam and genuine."""
    totals = await store.learning.totals("blog")
    return totals.spam, totals.genuine


async def taught(store: Store) -> dict[str, Lesson]:
    return {i: lesson async for i, lesson in store.learning.lessons("blog")}


async def test_approving_and_rejecting_teach(store: Store, site: Site, raw: Any) -> None:
    good, bad = await held(store, "A fine essay."), await held(store)
    await decide(store, good, Status.PUBLISHED)
    await decide(store, bad, Status.REJECTED, BEN, "spam")
    assert await take(store, site, POLICY) == 0  # not yet: it can be undone
    assert await learn(store, site, raw) == 2
    assert await lessons_of(store) == (1, 1)
    found = await taught(store)
    assert (found[good.id].label, found[good.id].teacher) == (Label.GENUINE, ANA)
    assert (found[bad.id].label, found[bad.id].teacher) == (Label.SPAM, BEN)
    assert found[good.id].features == met(good)
    assert found[good.id].words == 5  # a, fine, essay, and two pairs
    assert not raw.exists(keys.lessons("blog"))


async def test_what_was_undone_in_time_teaches_nothing(store: Store, site: Site, raw: Any) -> None:
    made = await held(store)
    await decide(store, made, Status.REJECTED, reason="spam")
    await decide(store, made, Status.HELD)
    assert await learn(store, site, raw) == 1
    assert not await taught(store)
    assert await lessons_of(store) == (0, 0)


async def test_a_correction_unlearns(store: Store, site: Site, raw: Any) -> None:
    made = await held(store)
    await decide(store, made, Status.REJECTED, reason="spam")
    await learn(store, site, raw)
    await decide(store, made, Status.PUBLISHED, BEN)
    await learn(store, site, raw)
    lesson = (await taught(store))[made.id]
    assert (lesson.label, lesson.teacher) == (Label.GENUINE, BEN)
    assert await lessons_of(store) == (0, 1)
    await decide(store, made, Status.HELD)
    await learn(store, site, raw)
    assert not await taught(store)


async def test_a_rejection_for_abuse_takes_the_lesson_back(
    store: Store, site: Site, raw: Any
) -> None:
    made = await held(store)
    await decide(store, made, Status.PUBLISHED)
    await learn(store, site, raw)
    await decide(store, made, Status.HELD)
    await decide(store, made, Status.REJECTED, reason="toxicity")
    await learn(store, site, raw)
    assert not await taught(store)


async def test_care_is_never_taught(store: Store, site: Site, raw: Any) -> None:
    made = await held(store, "I cannot go on.", category="self_harm")
    await decide(store, made, Status.PUBLISHED)
    other = await held(store, "Neither can I.", category="self_harm")
    await decide(store, other, Status.REJECTED, reason="spam")
    assert await learn(store, site, raw) == 2
    assert not await taught(store)
    assert not raw.exists(keys.lessons("blog"), keys.learned("blog"))


async def test_a_crash_before_learning_loses_no_lesson(
    store: Store, site: Site, raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await held(store)
    await decide(store, made, Status.REJECTED, reason="spam")
    let_time_pass(raw)

    async def crash(*_: Any) -> list[Any]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(store.learning, "learn", crash)
        with pytest.raises(KeyboardInterrupt):
            await take(store, site, POLICY)
    assert await take(store, site, POLICY) == 1
    assert await lessons_of(store) == (1, 0)


async def test_a_crash_after_learning_teaches_nothing_twice(
    store: Store, site: Site, raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reply is lost; whoever comes next finds the lesson learned."""
    made = await held(store)
    await decide(store, made, Status.REJECTED, reason="spam")
    let_time_pass(raw)
    (due,) = raw.zrange(keys.lessons("blog"), 0, -1)
    await take(store, site, POLICY)
    raw.zadd(keys.lessons("blog"), {due: 1})
    assert await take(store, site, POLICY) == 1
    assert await lessons_of(store) == (1, 0)


async def test_a_worker_that_was_overtaken_teaches_nothing(
    store: Store, site: Site, raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It read the comment before a correction, and comes to learn after it."""
    made = await held(store)
    await decide(store, made, Status.REJECTED, reason="spam")
    let_time_pass(raw)
    run_many = Scripts.run_many

    async def overtaken(self: Scripts, calls: Any) -> list[Any]:
        if calls and calls[0][0] == "learn":
            monkeypatch.undo()
            await decide(store, made, Status.PUBLISHED, BEN)
            await learn(store, site, raw)
        return await run_many(self, calls)

    monkeypatch.setattr(Scripts, "run_many", overtaken)
    assert await take(store, site, POLICY) == 0
    assert (await taught(store))[made.id].label is Label.GENUINE
    assert await lessons_of(store) == (0, 1)


async def test_a_comment_that_is_gone_or_damaged_is_passed_over(
    store: Store, site: Site, raw: Any
) -> None:
    gone, damaged, fine = await held(store), await held(store), await held(store)
    for made in (gone, damaged, fine):
        await decide(store, made, Status.REJECTED, reason="spam")
    raw.delete(keys.comment("blog", gone.id))
    raw.hdel(keys.comment("blog", damaged.id), "doc")
    assert await learn(store, site, raw) == 3
    assert (await taught(store)).keys() == {fine.id}


async def test_one_author_teaches_only_so_much(store: Store, site: Site, raw: Any) -> None:
    flo: Any = {"author": Author("Flo", "flo@example.org")}
    for n in range(8):
        made = await held(store, f"{TEXT} {n}", **flo)
        await decide(store, made, Status.REJECTED, reason="spam")
    for n in range(8):  # a bare name is nobody, a name with an address is
        made = await held(store, f"{TEXT} {n} of Jo's", author=Author("Jo"))
        await decide(store, made, Status.REJECTED, reason="spam")
        by: Any = {"author": Author("Kim"), "client": Client("203.0.113.9")}
        made = await held(store, f"{TEXT} {n} of Kim's", **by)
        await decide(store, made, Status.PUBLISHED)
    assert await learn(store, site, raw) == 24
    assert await lessons_of(store) == (5 + 8, 5)


async def test_one_text_teaches_only_so_much(store: Store, site: Site, raw: Any) -> None:
    for n in range(9):
        made = await held(store, f"{TEXT}{'!' * n}", author=Author(f"Bot {n}"))
        await decide(store, made, Status.REJECTED, reason="spam")
    await learn(store, site, raw)
    assert await lessons_of(store) == (5, 0)


async def test_one_moderator_against_the_filter_teaches_only_so_much(
    store: Store, site: Site, raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lessons, "ENOUGH", 10)
    for n in range(20):
        bad = await held(store, f"buy cheap pills in our trusted shop, offer {n}")
        await decide(store, bad, Status.REJECTED, reason="spam")
        good = await held(store, f"the chapter on moss in your essay made me think, line {n}")
        await decide(store, good, Status.PUBLISHED)
    while await learn(store, site, raw):
        pass
    assert await lessons_of(store) == (20, 20)
    for n in range(12):
        made = await held(store, f"buy cheap pills in our trusted shop, number {n}")
        await decide(store, made, Status.PUBLISHED, BEN)
        await learn(store, site, raw)
    assert await lessons_of(store) == (20, 25)
    against = [lesson for lesson in (await taught(store)).values() if lesson.teacher == BEN]
    assert all(f"against {BEN}" in lesson.sources for lesson in against)
    assert len(against) == 5


async def test_a_drain_learns_when_the_inbox_is_empty_and_tells_the_checks(
    store: Store, site: Site, raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Facts] = []

    def look(subject: Subject) -> list[Signal]:
        seen.append(subject.facts)
        return []

    engine = Engine(POLICY)
    engine._checks = [("look", look)]
    ringing: Any = None
    drain = Drain(store, ringing, engine)
    await make.kept(store, "Nothing is known yet.")
    await drain.run("blog")
    for n in range(40):  # more than a batch
        made = await held(store, f"{TEXT} {n}")
        await decide(store, made, Status.REJECTED, reason="spam")
    let_time_pass(raw)
    await make.kept(store, "Waits longer than the lessons.")
    assert await drain.run("blog") == 1
    assert await lessons_of(store) == (40, 0)
    await make.kept(store, "Too little is known to be asked.")
    await drain.run("blog")
    for n in range(10):
        made = await held(store, f"A fine essay {n}")
        await decide(store, made, Status.PUBLISHED)
    let_time_pass(raw)
    await drain.run("blog")
    last = await make.kept(store, f"{TEXT} one")
    await drain.run("blog")
    told = [facts.learned for facts in seen]
    assert told[:2] == [None, None]
    few, enough = filter(None, told)
    assert (few.counts.spam, few.counts.genuine) == (40, 0)
    assert enough.features.all == met(last)
    assert (enough.counts.spam, enough.counts.genuine) == (40, 10)
    assert set(enough.counts.of) <= set(met(last))


async def test_drains_at_once_learn_each_lesson_once(
    store: Store, site: Site, raw: Any, redis_url: str
) -> None:
    for n in range(40):
        made = await held(store, f"{TEXT} {n}")
        await decide(store, made, Status.REJECTED, reason="spam")
    let_time_pass(raw)
    others = [Store(redis_url) for _ in range(3)]
    ringing: Any = None
    await asyncio.gather(*(Drain(s, ringing, Engine(POLICY)).run("blog") for s in others))
    for other in others:
        await other.close()
    assert await lessons_of(store) == (40, 0)
