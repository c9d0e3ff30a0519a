import asyncio
from typing import Any

import pytest

from moderation.comment import Author, Client, Status, Thread
from moderation.identity import new_id
from moderation.store import Store, keys
from moderation.store.moving import How, Move
from moderation.store.records import Accepted, Intake, Receipt
from tests import make


async def accept(store: Store, *intakes: Intake) -> list[Receipt]:
    receipts = await store.comments.accept(intakes)
    return [r for r in receipts if not isinstance(r, Exception)]


async def test_what_comes_in_comes_out_letter_for_letter(store: Store) -> None:
    made = make.comment(
        "Zeile 1\nZeile 2 \U0001f600 e\u0301 \u202e \"'<>&",
        author=Author("Ana", "ana@example.org", "https://ana.example"),
        client=Client("203.0.113.7", "agent"),
        lang="de",
        trapped=True,
    )
    await accept(store, Intake(made))
    record = await make.read(store, made)
    assert record.comment == made
    assert (record.status, record.version) == (Status.PENDING, 1)
    assert [(e.by, e.from_, e.to, e.version) for e in record.history] == [
        ("author", None, Status.PENDING, 1)
    ]
    assert record.history[0].at == record.created_ms
    assert abs(record.created_ms - await store.now_ms()) < 10_000


async def test_the_first_rings_and_the_second_does_not(store: Store) -> None:
    first, second = await accept(store, Intake(make.comment()), Intake(make.comment()))
    assert (first.rung, second.rung) == (True, False)


async def test_a_claim_that_hushes_lets_the_bell_ring_again(store: Store) -> None:
    await accept(store, Intake(make.comment()))
    await make.claim(store)
    (still_set,) = await accept(store, Intake(make.comment()))
    await make.claim(store, hush=True)
    (rings,) = await accept(store, Intake(make.comment()))
    assert (still_set.rung, rings.rung) == (False, True)


async def test_the_same_key_and_request_give_the_first_comment_again(store: Store) -> None:
    one, two = make.comment(), make.comment()
    key = ("digest", "fingerprint")
    first, again = await accept(store, Intake(one, idempotency=key), Intake(two, idempotency=key))
    assert (first.word, again.word) == (Accepted.ACCEPTED, Accepted.REPLAYED)
    assert again.id == first.id == one.id
    assert await store.comments.read("blog", [two.id]) == [None]


async def test_the_same_key_with_another_request_is_refused(store: Store) -> None:
    one, two = make.comment(), make.comment()
    _, refused = await accept(
        store,
        Intake(one, idempotency=("digest", "fingerprint")),
        Intake(two, idempotency=("digest", "other")),
    )
    assert refused.word is Accepted.MISMATCH
    assert await store.comments.read("blog", [two.id]) == [None]


async def test_a_key_is_one_sites_own(store: Store) -> None:
    one, two = make.comment(), make.comment(site="other")
    key = ("digest", "fingerprint")
    receipts = await accept(store, Intake(one, idempotency=key), Intake(two, idempotency=key))
    assert [r.word for r in receipts] == [Accepted.ACCEPTED, Accepted.ACCEPTED]


async def test_many_at_once_with_one_key_make_one_comment(store: Store) -> None:
    key = ("digest", "fingerprint")
    receipts = await asyncio.gather(
        *(accept(store, Intake(make.comment(), idempotency=key)) for _ in range(30))
    )
    words = [r.word for (r,) in receipts]
    assert words.count(Accepted.ACCEPTED) == 1
    assert len({r.id for (r,) in receipts}) == 1


async def test_a_reply_needs_a_published_parent_in_the_same_thread(store: Store) -> None:
    parent = await make.decided(store, Status.PUBLISHED)
    held = await make.decided(store, Status.HELD)
    fine = make.comment(parent_id=parent.id)
    wrong = [
        make.comment(parent_id=held.id),
        make.comment(parent_id=new_id()),
        make.comment(parent_id=parent.id, key="/other"),
        make.comment(parent_id=parent.id, site="other"),
    ]
    receipts = await accept(store, Intake(fine), *(Intake(w) for w in wrong))
    assert [r.word for r in receipts] == [Accepted.ACCEPTED, *[Accepted.NO_PARENT] * 4]
    assert await store.comments.read("blog", [w.id for w in wrong[:3]]) == [None] * 3


def called(name: str) -> Thread:
    return Thread("/a", f"https://b.example/{name}", name, (name,))


async def names(store: Store) -> tuple[str | None, str | None, tuple[str, ...]]:
    thread = (await store.threads.state("blog", "/a")).thread
    return thread.url, thread.title, thread.topics


async def test_what_a_stranger_calls_an_article_counts_when_their_comment_is_published(
    store: Store,
) -> None:
    spam = await make.kept(store, thread=called("spam"))
    fine = await make.kept(store, thread=called("fine"))
    late = await make.kept(store, thread=called("late"))
    assert await names(store) == (None, None, ())
    claims = {c.comment.id: c.comment.thread for c in await make.claim(store)}
    assert [claims[made.id].title for made in (spam, fine)] == ["spam", "fine"]
    assert claims[fine.id].topics == ("fine",)  # the checks go by it
    assert (await make.read(store, fine)).comment.thread.title == "fine"  # as moderators do
    to = {spam.id: Status.REJECTED, fine.id: Status.PUBLISHED, late.id: Status.PUBLISHED}
    for made in (spam, fine, late):
        await store.comments.decide([make.decision(made, to[made.id])])
    assert await names(store) == ("https://b.example/fine", "fine", ("fine",))
    for trusted, name in ((False, "fine"), (True, "right"), (True, "right")):
        await accept(store, Intake(make.comment(thread=called(name)), trusted=trusted))
        assert await names(store) == (f"https://b.example/{name}", name, (name,))


async def test_what_a_thread_lacks_is_filled_in_and_a_moderator_decides_too(store: Store) -> None:
    bare = await make.decided(store, Status.PUBLISHED, thread=Thread("/a"))
    held = await make.decided(store, Status.HELD, thread=Thread("/a", title="Held"))
    assert await names(store) == (None, None, ())
    seen = {"status": Status.HELD, "version": 2, "by": "moderator:ana"}
    await store.comments.decide([make.decision(held, Status.PUBLISHED, **seen)])
    assert await names(store) == (None, "Held", ())
    await make.decided(store, Status.PUBLISHED, thread=called("later"))
    assert await names(store) == ("https://b.example/later", "Held", ("later",))
    assert bare.thread.key == "/a"


async def test_names_are_not_kept_twice_nor_after_their_author(store: Store, raw: Any) -> None:
    fine = await make.decided(store, Status.PUBLISHED, thread=called("fine"))
    again = await make.kept(store, thread=called("other"))
    gone = await make.decided(store, Status.HELD, thread=Thread("/gone", title="A person"))
    await store.authorship.withdraw(await make.read(store, gone), "author")
    for made in (fine, again, gone):
        kept = raw.hkeys(keys.comment("blog", made.id))
        assert not {b"url", b"title", b"topics"} & set(kept), made.thread


async def test_a_thread_that_gets_another_key_is_not_at_the_old_address(store: Store) -> None:
    held = await make.decided(store, Status.HELD, thread=called("fine"))
    move = Move("blog", "/a", "/b", How.REMAP)
    await store.moving.seal(move)
    await store.moving.sweep(move)
    there = (await make.read(store, held)).comment
    seen = {"status": Status.HELD, "version": 2, "by": "moderator:ana"}
    await store.comments.decide([make.decision(there, Status.PUBLISHED, **seen)])
    thread = (await store.threads.state("blog", "/b")).thread
    assert (thread.url, thread.title) == (None, "fine")


@pytest.mark.parametrize("key", ["{x}", "a\nb", "*", "}", "\u0000", "k" * 300, "../{blog}:inbox"])
async def test_an_odd_thread_key_stays_in_its_place(store: Store, key: str) -> None:
    made = await make.decided(store, Status.PUBLISHED, key=key)
    page = await store.threads.published("blog", key, 10, None)
    assert [r.comment.id for r in page.records] == [made.id]
    assert (await store.threads.sizes("blog"))[Status.PENDING] == 0


async def test_a_closed_thread_takes_no_new_comment_and_keeps_what_it_has(
    store: Store, raw: Any
) -> None:
    first = Intake(make.comment(), idempotency=("digest", "print"))
    await accept(store, first)
    assert await store.threads.close("blog", "/hello", "moderator:ana")
    late = Intake(make.comment(), trusted=True, idempotency=("other", "print"))
    answer = Intake(make.comment(parent_id=first.comment.id))
    before = raw.dbsize()
    refused = await accept(store, late, answer)
    assert [r.word for r in refused] == [Accepted.CLOSED, Accepted.CLOSED]
    assert (raw.dbsize(), await store.comments.read("blog", [late.comment.id])) == (before, [None])
    (elsewhere,) = await accept(store, Intake(make.comment(key="/other")))
    assert elsewhere.word is Accepted.ACCEPTED
    assert (await make.claim(store))[0].comment.id == first.comment.id


async def test_a_request_sent_again_to_a_closed_thread_gets_its_first_answer(store: Store) -> None:
    first = Intake(make.comment(), idempotency=("digest", "print"))
    await accept(store, first)
    await store.threads.close("blog", "/hello", "moderator:ana")
    again = Intake(make.comment(), idempotency=("digest", "print"))
    (receipt,) = await accept(store, again)
    assert (receipt.word, receipt.id) == (Accepted.REPLAYED, first.comment.id)


async def test_a_refused_request_may_be_sent_again_when_the_thread_is_open(store: Store) -> None:
    await store.threads.close("blog", "/hello", "moderator:ana")
    late = Intake(make.comment(thread=Thread("/hello", title="Hello")), idempotency=("d", "p"))
    assert [r.word for r in await accept(store, late)] == [Accepted.CLOSED]
    await store.threads.reopen("blog", "/hello", "moderator:ana")
    assert [r.word for r in await accept(store, late)] == [Accepted.ACCEPTED]
    assert (await make.claim(store))[0].comment.thread.title == "Hello"


async def test_what_is_left_to_its_writer_rings_for_nobody_and_falls_due_by_itself(
    store: Store, raw: Any
) -> None:
    made = make.comment()
    (receipt,) = await accept(store, Intake(made, left_ms=15_000))
    assert (receipt.word, receipt.rung) == (Accepted.ACCEPTED, False)
    assert raw.exists(keys.bell("blog")) == 0
    assert await make.claim(store) == []
    due = (await make.read(store, made)).created_ms + 15_000
    assert await store.threads.first_due_ms("blog") == due
    raw.zadd(keys.inbox("blog"), {made.id: due - 15_000})  # as the time passes
    assert [claim.comment.id for claim in await make.claim(store)] == [made.id]
