import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from moderation.comment import Author, Client, Comment, Status
from moderation.report import Why
from moderation.store import Store, keys
from moderation.store.authorship import REVISE_MS, Revised, Word
from moderation.store.desk import Aside
from moderation.store.edits import MOST_EDITS
from moderation.store.records import Before
from service import authoring
from tests import make

HOSTILE = 'a "quoted"\nnote \\ {"at":1} \u2028 \U0001f600 \u202e</script>'
ANA = Author("Ana", "ana@example.org", "https://ana.example")
HOME = Client("203.0.113.7", "agent-string")
WRITTEN = (Status.PENDING, Status.HELD, Status.PUBLISHED, Status.REJECTED)
PARTY = "a" + 5 * "abc"


async def stands(store: Store, status: Status, body: str = "as written", **fields: Any) -> Comment:
    fields = {"author": ANA, "client": HOME, **fields}
    if status is Status.PENDING:
        return await make.kept(store, body, **fields)
    made = await make.kept(store, body, **fields)
    (outcome,) = await store.comments.decide([make.decision(made, status, parties=(PARTY,))])
    assert outcome.made
    return made


async def by_hand(store: Store, made: Comment, *moves: Status) -> None:
    for to in moves:
        now = await make.read(store, made)
        move = make.decision(made, to, status=now.status, version=now.version, by="moderator:ben")
        (outcome,) = await store.comments.decide([move])
        assert outcome.made


async def revise(store: Store, made: Comment, body: str = "changed", **fields: Any) -> Revised:
    seen = fields.pop("seen", None) or await make.read(store, made)
    revision = authoring.judge(seen, body, seen.version, fields.pop("by", "author"))
    assert revision is not None
    return await store.authorship.revise(revision)


async def withdraw(store: Store, made: Comment, **fields: Any) -> Word:
    seen = fields.pop("seen", None) or await make.read(store, made)
    return await store.authorship.withdraw(seen, fields.pop("by", "author"))


async def sound(store: Store) -> bool:
    return not [finding async for finding in store.fsck.run()]


@pytest.mark.parametrize("status", [Status.PENDING, Status.HELD, Status.PUBLISHED])
async def test_a_new_text_waits_for_the_checks(store: Store, status: Status) -> None:
    made = await stands(store, status)
    await make.claim(store, hush=True)
    was = await make.read(store, made)
    assert (await revise(store, made, HOSTILE)).rung
    now = await make.read(store, made)
    assert (now.status, now.version, now.verdict) == (Status.PENDING, was.version + 1, None)
    assert now.comment.body == HOSTILE
    assert (now.comment.author, now.comment.client, now.created_us) == (ANA, HOME, was.created_us)
    last = now.history[-1]
    assert (last.by, last.from_, last.to, last.edited) == ("author", status, Status.PENDING, True)
    assert await store.edits.before("blog", made.id) == (Before(now.version, "as written"),)
    assert (await store.threads.published("blog", "/hello", 9, None)).records == ()
    assert [claim.comment.body for claim in await make.claim(store)] == [HOSTILE]
    assert (await store.audit.page("blog", 9)).entries == ()
    assert await sound(store)


async def test_what_checks_and_people_saw_before_decides_nothing(store: Store) -> None:
    made = await make.kept(store, "as written")
    (claim,) = await make.claim(store)
    await revise(store, made)
    checked = make.decision(claim.comment, Status.PUBLISHED, version=claim.version)
    seen = make.decision(made, Status.REJECTED, by="moderator:ben")
    outcomes = await store.comments.decide([checked, seen])
    assert [outcome.made for outcome in outcomes] == [False, False]
    assert (await make.read(store, made)).status is Status.PENDING
    assert len(await make.claim(store)) == 1  # and not only when the first lease has ended


@pytest.mark.parametrize(
    "moves",
    [
        (Status.PUBLISHED, [Status.HELD]),
        (Status.PUBLISHED, [Status.HELD, Status.PUBLISHED]),
        (Status.HELD, [Status.REJECTED, Status.HELD]),
        (Status.REJECTED, [Status.PUBLISHED, Status.HELD, Status.PUBLISHED]),
    ],
)
async def test_what_a_person_decided_against_waits_for_a_person(
    store: Store, moves: tuple[Status, Sequence[Status]]
) -> None:
    made = await stands(store, moves[0])
    await by_hand(store, made, *moves[1])
    assert not (await revise(store, made)).rung
    now = await make.read(store, made)
    assert (now.status, now.comment.body) == (Status.HELD, "changed")
    assert await make.claim(store) == []
    assert (await store.threads.published("blog", "/hello", 9, None)).records == ()
    assert await sound(store)


async def test_what_only_a_person_approved_is_checked_again(store: Store) -> None:
    made = await stands(store, Status.HELD)
    await by_hand(store, made, Status.PUBLISHED)
    await revise(store, made)
    assert (await make.read(store, made)).status is Status.PENDING


async def test_a_cry_for_help_is_not_edited_away(store: Store) -> None:
    made = await make.kept(store, "as written")
    verdict = make.verdict(Status.HELD, category="self_harm")
    await store.comments.decide([make.decision(made, Status.HELD, verdict=verdict)])
    await revise(store, made, "never mind")
    now = await make.read(store, made)
    assert (now.status, now.verdict) == (Status.HELD, verdict)
    assert await store.desk.aside("blog", Aside.URGENT, 9) == [made.id]
    assert await sound(store)


async def test_what_was_in_care_and_is_shown_goes_to_a_person_when_it_changes(store: Store) -> None:
    made = await make.kept(store, "as written")
    verdict = make.verdict(Status.HELD, category="self_harm")
    await store.comments.decide([make.decision(made, Status.HELD, verdict=verdict)])
    await by_hand(store, made, Status.PUBLISHED)
    await revise(store, made)
    assert (await make.read(store, made)).status is Status.HELD
    assert await store.desk.aside("blog", Aside.URGENT, 9) == [made.id]
    assert await sound(store)


@pytest.mark.parametrize("why", [Why.AT_RISK, Why.ABUSE])
async def test_what_readers_reported_waits_for_a_person(store: Store, why: Why) -> None:
    made = await stands(store, Status.PUBLISHED)
    await store.reports.make("blog", made.id, "reader", why)
    await revise(store, made)
    assert (await make.read(store, made)).status is Status.HELD
    assert (await store.desk.of("blog", made.id)).aside


async def test_a_record_counts_a_comment_as_it_stands(store: Store) -> None:
    made = await stands(store, Status.PUBLISHED)
    assert await store.facts.records("blog", [PARTY]) == [(1, 0)]
    await revise(store, made)
    assert await store.facts.records("blog", [PARTY]) == [(0, 0)]
    again = make.decision(made, Status.REJECTED, version=3, parties=(PARTY,))
    await store.comments.decide([again])
    assert await store.facts.records("blog", [PARTY]) == [(0, 1)]


async def test_after_a_quarter_of_an_hour_it_is_too_late(store: Store, raw: Any) -> None:
    made = await stands(store, Status.HELD)
    key = keys.comment("blog", made.id)
    created = int(raw.hget(key, "created"))
    raw.hset(key, "created", created - REVISE_MS * 1000)
    assert (await revise(store, made)).word is Word.TOO_LATE
    raw.hset(key, "created", created - REVISE_MS * 1000 + 60_000_000)
    assert (await revise(store, made)).word is Word.MADE


async def test_no_text_is_dropped_for_another(store: Store) -> None:
    made = await make.kept(store, "as written")
    words = [(await revise(store, made, f"text {n}")).word for n in range(MOST_EDITS + 1)]
    assert words == [Word.MADE] * MOST_EDITS + [Word.TOO_OFTEN]
    assert (await make.read(store, made)).comment.body == f"text {MOST_EDITS - 1}"


async def test_of_a_revision_and_a_decision_at_once_one_wins(store: Store) -> None:
    for _ in range(20):
        made = await stands(store, Status.HELD)
        seen = await make.read(store, made)
        move = make.decision(made, Status.PUBLISHED, status=Status.HELD, version=2, by="api")
        revised, (decided,) = await asyncio.gather(
            revise(store, made, seen=seen), store.comments.decide([move])
        )
        assert (revised.word is Word.MADE) != decided.made
        now = await make.read(store, made)
        assert (now.status, now.comment.body) == (
            (Status.PUBLISHED, "as written") if decided.made else (Status.PENDING, "changed")
        )


@pytest.mark.parametrize("revised", [True, False])
async def test_a_decision_that_waits_is_off(store: Store, revised: bool) -> None:
    made = await stands(store, Status.HELD)
    move = make.decision(made, Status.PUBLISHED, status=Status.HELD, version=2, by="moderator:ben")
    (put,) = await store.settling.put([move], 0)
    assert put.made
    due = await store.settling.due(["blog"], 9)
    if revised:
        missed = (await revise(store, made)).missed
        assert missed is not None
        assert (missed.by, missed.to) == ("moderator:ben", Status.PUBLISHED)
    else:
        assert await withdraw(store, made) is Word.MADE
    assert await store.settling.due(["blog"], 9) == []
    assert await store.settling.of("blog", [made.id]) == [None]
    # Another service had read it already.
    (outcome,) = await store.comments.decide([each.decision for each in due if each.decision])
    assert not outcome.made
    wanted = Status.PENDING if revised else Status.REMOVED
    assert (await make.read(store, made)).status is wanted
    assert await sound(store)


@pytest.mark.parametrize("status", WRITTEN)
async def test_what_is_taken_back_is_erased_and_leaves_its_place(
    store: Store, raw: Any, status: Status
) -> None:
    parent = await stands(store, Status.PUBLISHED, author=Author(), client=Client(), body="first")
    made = await stands(store, status, "my street is Elm Street", parent_id=parent.id, lang="en")
    if status in (Status.PENDING, Status.HELD):
        await revise(store, made, "my street is Oak Street")
    await store.desk.note("blog", made.id, "moderator:ben", "Ana lives in Elm Street")
    was = await make.read(store, made)
    assert await withdraw(store, made) is Word.MADE
    now = await make.read(store, made)
    assert (now.status, now.version, now.verdict) == (Status.REMOVED, was.version + 1, None)
    assert now.history[:-1] == was.history
    assert (now.history[-1].by, now.history[-1].erased, now.erased) == ("author", True, True)
    assert (now.comment.body, now.comment.author, now.comment.client) == ("", Author(), Client())
    assert (now.comment.parent_id, now.created_us) == (parent.id, was.created_us)
    assert await store.edits.before("blog", made.id) == ()
    left = b"".join(raw.dump(key) for key in raw.scan_iter("gr:*"))
    assert not any(word in left for word in (b"Elm S", b"Oak S", b"Ana l", b"ana@e", b"203.0."))
    assert await make.claim(store, hush=True) == []
    listed = await store.threads.published("blog", "/hello", 9, None)
    assert [record.comment.id for record in listed.records] == [parent.id]
    assert (await store.audit.page("blog", 9)).entries == ()
    assert await sound(store)


async def test_what_a_moderator_removed_is_erased_too(store: Store) -> None:
    made = await stands(store, Status.PUBLISHED)
    await by_hand(store, made, Status.REMOVED)
    assert await withdraw(store, made) is Word.MADE
    now = await make.read(store, made)
    assert (now.status, now.comment.body, now.erased) == (Status.REMOVED, "", True)
    assert now.last_move.by == "moderator:ben"
    assert await sound(store)


async def test_nobody_mends_their_record_by_deleting(store: Store) -> None:
    shown, refused = await stands(store, Status.PUBLISHED), await stands(store, Status.REJECTED)
    assert await store.facts.records("blog", [PARTY]) == [(1, 1)]
    await withdraw(store, shown)
    await withdraw(store, refused)
    assert await store.facts.records("blog", [PARTY]) == [(0, 1)]


async def test_a_waiter_is_told_that_a_comment_was_taken_back(store: Store, raw: Any) -> None:
    made = await make.kept(store)
    await store.comments.watch("blog", made.id)
    with raw.pubsub() as channel:
        channel.subscribe(keys.DECIDED)
        assert channel.get_message(timeout=5)["type"] == "subscribe"
        await withdraw(store, made)
        assert channel.get_message(timeout=5)["data"] == f"blog {made.id}".encode()


async def test_what_a_server_does_for_an_author_is_in_the_log(store: Store) -> None:
    made = await stands(store, Status.HELD)
    await by_hand(store, made, Status.PUBLISHED)
    await revise(store, made, by="api")
    await withdraw(store, made, by="api")
    entries = (await store.audit.page("blog", 9)).entries
    assert [(e.by, e.from_, e.to, e.reverses) for e in entries] == [
        ("api", Status.PENDING, Status.REMOVED, None),
        ("api", Status.PUBLISHED, Status.PENDING, None),
        ("moderator:ben", Status.HELD, Status.PUBLISHED, None),
    ]
    assert await sound(store)


async def test_what_changed_meanwhile_is_left_alone(store: Store, raw: Any) -> None:
    made = await stands(store, Status.HELD)
    seen = await make.read(store, made)
    await by_hand(store, made, Status.REJECTED)
    assert (await revise(store, made, seen=seen)).word is Word.CHANGED
    assert await withdraw(store, made, seen=seen) is Word.CHANGED
    raw.delete(keys.comment("blog", made.id))
    assert (await revise(store, made, seen=seen)).word is Word.GONE
    assert await withdraw(store, made, seen=seen) is Word.GONE
    assert raw.exists(keys.comment("blog", made.id)) == 0


async def test_what_should_be_erased_and_is_not_is_found(store: Store, raw: Any) -> None:
    made = await stands(store, Status.HELD)
    verdict = raw.hget(keys.comment("blog", made.id), "verdict")
    await withdraw(store, made)
    raw.hset(keys.comment("blog", made.id), "verdict", verdict)
    assert [finding.kind async for finding in store.fsck.run()] == ["not_erased"]
