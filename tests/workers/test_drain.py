"""Drains on a real store, in this process; the forking worker has its own tests in tests/flow."""

import asyncio
from typing import Any

import pytest

from moderation.comment import Author, Client, Status
from moderation.doorbell import Doorbell
from moderation.ruling import Kind, Ruling, Word
from moderation.store import Store, keys
from moderation.verdict import Signal
from service.decisions import Wish, carry_out
from tests import make
from tests.workers.samples import DEFAULT, ENGINE, policy
from workers import drain as drains
from workers.drain import Drain
from workers.engine import Engine
from workers.subject import Facts, Standing, Subject

TALK = (
    "We moved to a small town on the coast last spring, and the winters here are far milder than "
    "those that my parents had told me about when I was a child in the mountains; all went"
)


class Bell:
    """Keeps what was rung for."""

    def __init__(self) -> None:
        self.rung: list[str] = []

    async def ring(self, site: str) -> bool:
        self.rung.append(site)
        return True


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
async def drain(store: Store, bell: Bell) -> Drain:
    await store.sites.add("blog")
    ringing: Any = bell
    return Drain(store, ringing, ENGINE)


def expire_leases(raw: Any) -> None:
    for member in raw.zrange(keys.inbox("blog"), 0, -1):
        raw.zadd(keys.inbox("blog"), {member: 0})


async def test_a_drain_empties_the_inbox_and_rings_no_more(
    store: Store, drain: Drain, bell: Bell
) -> None:
    made = [await make.kept(store, f"A fine article, number {n}.") for n in range(150)]
    assert await drain.run("blog") == 150
    assert (await store.threads.sizes("blog"))[Status.PENDING] == 0
    record = await make.read(store, made[0])
    assert record.status is Status.PUBLISHED
    assert record.history[-1].by == "checks"
    assert record.history[-1].policy_version == DEFAULT.version
    assert bell.rung == []


async def test_a_drain_that_ran_out_of_time_rings_for_the_rest(
    store: Store, drain: Drain, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make.kept(store)
    monkeypatch.setattr(drains, "BUDGET_SECONDS", 0.0)
    assert await drain.run("blog") == 0
    assert bell.rung == []  # the intake's own bell is still set: a drain is on its way
    await make.claim(store, limit=0, hush=True)
    await drain.run("blog")
    assert bell.rung == ["blog"]


async def test_draining_twice_decides_once(store: Store, drain: Drain) -> None:
    made = [await make.kept(store) for _ in range(30)]
    counts = await asyncio.gather(drain.run("blog"), drain.run("blog"), drain.run("blog"))
    assert sum(counts) == 30
    for comment in made:
        assert len((await make.read(store, comment)).history) == 2


async def test_a_drain_that_lost_its_lease_overwrites_nobody(
    store: Store, drain: Drain, raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await make.kept(store)
    examine = Engine.examine

    def slow(self: Engine, subjects: list[Subject], stop: Any = ()) -> Any:
        raw.hset(keys.comment("blog", made.id), mapping={"status": "held", "version": 2})
        return examine(self, subjects, stop)

    monkeypatch.setattr(Engine, "examine", slow)
    assert await drain.run("blog") == 0
    assert (await make.read(store, made)).status is Status.HELD


async def test_a_comment_that_is_never_checked_ends_held(
    store: Store, drain: Drain, raw: Any
) -> None:
    made = await make.kept(store)
    for attempt in range(1, 6):
        (claim,) = await make.claim(store)
        assert claim.attempts == attempt
        expire_leases(raw)
    assert await drain.run("blog") == 1
    record = await make.read(store, made)
    assert record.status is Status.HELD
    assert record.verdict is not None
    assert record.verdict.not_run == ("engine",)
    assert [s.name for s in record.verdict.signals] == ["engine.could_not_be_checked"]


async def test_a_check_that_fails_holds_the_comment(
    store: Store, drain: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Subject) -> list[Signal]:
        raise ValueError("broken")

    monkeypatch.setattr(drain._engine, "_checks", [("broken", broken)])
    made = await make.kept(store)
    await drain.run("blog")
    record = await make.read(store, made)
    assert record.status is Status.HELD
    assert record.verdict is not None
    assert (record.verdict.not_run, record.verdict.decisive) == (("broken",), "not_run")


async def test_a_worker_told_to_stop_decides_nothing(store: Store, raw: Any) -> None:
    class TimeIsUp(Exception):
        pass

    def stopping(_: Subject) -> list[Signal]:
        raise TimeIsUp

    engine = Engine(policy(""))
    engine._checks = [("stopping", stopping)]
    ringing: Any = Bell()
    made = await make.kept(store)
    with pytest.raises(TimeIsUp):
        await Drain(store, ringing, engine, (TimeIsUp,)).run("blog")
    assert (await make.read(store, made)).status is Status.PENDING


async def test_facts_reach_the_checks(
    store: Store, drain: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Facts] = []

    def look(subject: Subject) -> list[Signal]:
        seen.append(subject.facts)
        return []

    monkeypatch.setattr(drain._engine, "_checks", [("look", look)])
    text = "The same long enough text, word for word."
    ana = Author("Ana", "ana@example.org")
    await make.kept(store, text, author=ana, client=Client("203.0.113.7"))
    await make.kept(store, text.upper(), author=Author("X", "ANA@example.org"))
    await make.kept(store, "Quite another text, by nobody we know.", author=Author("Ana"))
    await drain.run("blog")
    assert [(f.by_author, f.by_address, f.same_text) for f in seen] == [
        (1, 1, 1),
        (2, None, 2),
        (None, None, 1),
    ]
    assert [f.standing for f in seen] == [Standing(), Standing(), None]


async def test_what_became_of_an_authors_comments_is_known_with_the_next(
    store: Store, drain: Drain
) -> None:
    ana = Author("Ana", "ana@example.org")
    made = [await make.kept(store, f"A fine article, number {n}.", author=ana) for n in range(3)]
    await drain.run("blog")
    published = [await make.read(store, each) for each in made]
    assert all(record.status is Status.PUBLISHED for record in published)
    await carry_out(store, "blog", made[0].id, Wish(Status.HELD, 2, "moderator:ben"))
    await carry_out(store, "blog", made[0].id, Wish(Status.REJECTED, 3, "moderator:ben"))
    last = await make.kept(store, "Another fine article.", author=Author("A.", "ANA@example.org"))
    await drain.run("blog")
    record = await make.read(store, last)
    assert record.verdict is not None
    (signal,) = [s for s in record.verdict.signals if s.check == "standing"]
    assert (signal.rule, signal.params) == ("rejected_before", {"published": 2, "rejected": 1})


async def test_a_cry_for_help_never_counts_against_who_wrote_it(
    store: Store, drain: Drain, raw: Any
) -> None:
    ana = Author("Ana", "ana@example.org")
    made = await make.kept(store, "I want to die, I am going to kill myself tonight.", author=ana)
    await drain.run("blog")
    record = await make.read(store, made)
    assert (record.status, record.history[-1].to) == (Status.HELD, Status.HELD)
    await carry_out(store, "blog", made.id, Wish(Status.REJECTED, 2, "moderator:ben"))
    assert list(raw.scan_iter(f"{keys.prefix('blog')}record:*")) == []


async def test_a_ban_is_in_force_with_the_next_drain_and_counts_against_nobody(
    store: Store, drain: Drain, raw: Any
) -> None:
    ana = Author("Ana", "ana@example.org")
    texts = ("A fine article.", "Another fine article, and I want to kill myself tonight.")
    ban = Ruling(Kind.EMAIL, "ana@example.org", Word.BAN, "moderator:ben")
    await store.rulings.rule("blog", ban)
    banned, cry = [await make.kept(store, text, author=ana) for text in texts]
    await drain.run("blog")
    assert (await make.read(store, banned)).status is Status.REJECTED
    assert (await make.read(store, cry)).status is Status.HELD
    assert list(raw.scan_iter(f"{keys.prefix('blog')}record:*")) == []
    await store.rulings.end("blog", ban.name, "moderator:ben")
    free = await make.kept(store, "A third article that is fine.", author=ana)
    await drain.run("blog")
    assert (await make.read(store, free)).status is Status.PUBLISHED


async def test_a_drain_that_runs_again_finds_the_same_facts(
    store: Store, drain: Drain, raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker died after it had counted, and before it decided."""
    seen: dict[str, list[Facts]] = {}

    def look(subject: Subject) -> list[Signal]:
        seen.setdefault(subject.comment.id, []).append(subject.facts)
        return []

    async def dead(decisions: Any) -> list[Any]:
        return []

    monkeypatch.setattr(drain._engine, "_checks", [("look", look)])
    ana = Author("Ana", "ana@example.org", "https://ana.example")
    texts = [f"{TALK} {'very ' * n}well, see https://pages.example/{n}" for n in range(5)]
    for n, text in enumerate(texts):
        await make.kept(store, text, key=f"/{n}", author=ana, client=Client("203.0.113.7"))
    with monkeypatch.context() as dying:
        dying.setattr(store.comments, "decide", dead)
        await drain.run("blog")
    expire_leases(raw)
    await drain.run("blog")
    assert [len(facts) for facts in seen.values()] == [2] * 5
    assert all(first == again for first, again in seen.values())
    assert [facts[0].near_text for facts in seen.values()] == [1, 2, 3, 4, 5]
    assert [facts[0].same_link for facts in seen.values()] == [1, 2, 3, 4, 5]
    assert {facts[0].campaign for facts in seen.values()} == {seen[next(iter(seen))][0].campaign}


async def test_repeated_texts_and_floods_are_held(store: Store, drain: Drain) -> None:
    text = "Come and look at my wonderful pages about curtains."
    first, second = await make.kept(store, text), await make.kept(store, f"{text}!!")
    await drain.run("blog")
    assert (await make.read(store, first)).status is Status.PUBLISHED
    assert (await make.read(store, second)).status is not Status.PUBLISHED
    author = Author("Flo", "flo@example.org")
    flood = [await make.kept(store, f"Flood number {n} of many.", author=author) for n in range(20)]
    await drain.run("blog")
    assert (await make.read(store, flood[0])).status is Status.PUBLISHED
    assert (await make.read(store, flood[-1])).status is Status.HELD


async def test_in_a_rush_a_drain_rests_between_batches(
    store: Store, drain: Drain, raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[float] = []

    async def rest(seconds: float) -> None:
        rests.append(seconds)

    monkeypatch.setattr("workers.drain.asyncio.sleep", rest)
    for number in range(40):
        await make.kept(store, f"A fine article, number {number}.")
    raw.set(keys.rush("blog"), 1)
    assert await drain.run("blog") == 40
    assert rests == [drains.PAUSE_SECONDS] * 3


async def test_another_sites_inbox_is_left_alone(store: Store, drain: Drain) -> None:
    other = await make.kept(store, site="other")
    await drain.run("blog")
    assert (await make.read(store, other)).status is Status.PENDING


async def test_a_site_that_is_gone_is_still_drained(store: Store, redis_url: str) -> None:
    made = await make.kept(store, site="gone")
    doorbell = Doorbell(redis_url)
    await Drain(store, doorbell, ENGINE).run("gone")
    await doorbell.close()
    assert (await make.read(store, made)).status is Status.PUBLISHED
