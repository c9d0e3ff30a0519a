"""What is asked of the store about a comment, and how it comes back as facts."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.comment import Author, Client, Comment, Status
from moderation.lesson import Counts
from moderation.policy import load_policy
from moderation.ruling import Kind, Ruling, Word
from moderation.store import Store, keys
from moderation.store.records import Claim
from moderation.store.sites import Site
from tests import make
from workers import gather as gathering
from workers.gather import HOSTS, LINKS, WORDS, Asked, Gatherer, ask, vocabulary
from workers.subject import Facts, Standing

POLICY = load_policy()
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SITE = Site("blog", "Blog", "https://blog.example", ("https://www.shop.example",), b"secret", {})


def asked(body: str = "Hello.", **fields: Any) -> Asked:
    claim = Claim(make.comment(body, **fields), 1, 1_000, 1)
    return ask(SITE, {"blog.example"}, claim, POLICY.checks)


async def gather(store: Store, *comments: Comment, site: Site = SITE) -> list[Facts]:
    claims = [Claim(comment, 1, 1_000 + n, 1) for n, comment in enumerate(comments)]
    found = await Gatherer(store, POLICY, Counts()).gather(site, claims)
    assert [each.subject.comment for each in found] == list(comments)
    return [each.subject.facts for each in found]


async def test_of_a_site_that_is_gone_nothing_is_known_or_kept(store: Store, raw: Any) -> None:
    claims = [Claim(make.comment(author=Author("A", "a@example.org")), 1, 1, 1)]
    (gathered,) = await Gatherer(store, POLICY, Counts()).gather(None, claims)
    assert (gathered.subject.facts, gathered.parties) == (Facts(), ())
    assert await Gatherer(store, POLICY, Counts()).gather(SITE, []) == []
    assert not list(raw.scan_iter())


async def test_a_nobody_with_nothing_to_say_is_not_asked_about(store: Store, raw: Any) -> None:
    (facts,) = await gather(store, make.comment("Yes.", author=Author("Ana")))
    assert facts == Facts(vocabulary=frozenset())
    assert not list(raw.scan_iter())


def test_an_e_mail_address_is_a_person_and_a_name_with_an_address_half_a_one() -> None:
    at = Client("203.0.113.7")
    ana = asked(author=Author("Ana", "Ana@Example.org"), client=at).author
    assert ana == asked(author=Author("A. B.", "ana@example.ORG")).author
    half = asked(author=Author("Ana"), client=at).author
    assert (ana or "")[0] == "a"
    assert (half or "")[0] == "w"
    assert asked(author=Author("Ana")).author is asked(client=at).author is None


def test_no_name_address_or_host_can_be_read_from_what_is_kept() -> None:
    what = asked(
        "See https://secret.example/x",
        author=Author("Ana", "ana@example.org"),
        client=Client("::1"),
    ).inquiry
    for text in ("ana", "secret", "example", "::1"):
        assert text not in repr(what).lower()


def test_other_sites_call_the_same_person_otherwise() -> None:
    claim = Claim(make.comment(author=Author("Ana", "ana@example.org")), 1, 1, 1)
    zine = Site("zine", "Zine", None, (), b"another", {})
    assert ask(zine, (), claim, POLICY.checks).author != ask(SITE, (), claim, POLICY.checks).author


def test_a_comment_full_of_links_asks_about_a_few() -> None:
    body = " ".join(f"https://h{n}.example/{n}" for n in range(200))
    what = asked(body, author=Author("Ana", "ana@example.org", "https://own.example"))
    assert list(what.hosts) == ["own.example", *(f"h{n}.example" for n in range(HOSTS - 1))]
    assert sum(count.what == "same_link" for count in what.inquiry.counts) == LINKS
    assert len(what.inquiry.parties) == len(set(what.inquiry.parties)) == HOSTS + 1


def test_links_to_the_sites_own_pages_say_nothing() -> None:
    own = asked("As https://www.blog.example/a says.", author=Author("Ana", "ana@example.org"))
    assert own.hosts == {}
    assert [count.what for count in own.inquiry.counts] == ["by_author"]


def test_pages_of_a_host_that_everybody_links_to_are_told_apart() -> None:
    def digests(body: str) -> set[str]:
        counts = asked(body, author=Author("Ana", "ana@example.org")).inquiry.counts
        return {count.digest for count in counts if count.what == "same_link"}

    one, two = "https://www.youtube.com/watch?v=1", "https://www.youtube.com/watch?v=2"
    assert digests(one).isdisjoint(digests(two))
    assert digests("https://pills.example/a") == digests("http://www.pills.example/b?c")


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_and_address_can_be_asked_about(body: str, url: str) -> None:
    what = asked(body, author=Author("Ana", "ana@example.org", url))
    assert all(len(party) == 16 for party in what.inquiry.parties)


async def test_a_record_comes_back_as_the_standing_of_author_and_hosts(store: Store) -> None:
    ana = Author("Ana", "ana@example.org")
    body = "See https://one.example and https://two.example."
    for to in (Status.PUBLISHED, Status.REJECTED, Status.REJECTED, Status.HELD):
        made = await make.kept(store, body, author=ana)
        parties = asked(body, author=ana).inquiry.parties
        await store.comments.decide([make.decision(made, to, parties=parties)])
    (facts,) = await gather(store, make.comment("I saw https://two.example.", author=ana))
    assert facts.standing == Standing(1, 2)
    assert facts.hosts == {"two.example": Standing(1, 2)}


async def test_who_is_half_a_person_has_a_weak_standing(store: Store) -> None:
    (facts,) = await gather(store, make.comment(author=Author("Ana"), client=Client("::1")))
    assert facts.standing == Standing(weak=True)


async def test_one_link_in_many_threads_is_counted_by_threads(store: Store) -> None:
    ana = Author("Ana", "ana@example.org")
    found = await gather(
        store,
        make.comment("My page: https://ana.example", key="/1", author=ana),
        make.comment("Again: https://ana.example", key="/1", author=ana),
        make.comment("And here https://www.ana.example/x", key="/2", author=ana),
        make.comment(
            "I am Ben. https://ana.example", key="/3", author=Author("B", "b@example.org")
        ),
    )
    assert [facts.same_link for facts in found] == [1, 1, 2, 1]


async def test_a_threads_vocabulary_is_of_what_is_published_there(store: Store) -> None:
    for body in ("Ketamine helped me.", "KETAMINE, they say", "Bread and ketamine"):
        await make.decided(store, Status.PUBLISHED, body, key="/k")
    await make.decided(store, Status.REJECTED, "casino casino", key="/k")
    on, off = await gather(store, make.comment(key="/k"), make.comment(key="/bread"))
    assert on.vocabulary is not None
    assert on.vocabulary >= {"ketamine", "bread"}
    assert "casino" not in on.vocabulary
    assert off.vocabulary == frozenset()


async def test_a_thread_is_read_once_a_drain(store: Store, raw: Any) -> None:
    made = await make.decided(store, Status.PUBLISHED, "Ketamine", key="/k")
    gatherer, claims = Gatherer(store, POLICY, Counts()), [Claim(make.comment(key="/k"), 1, 1, 1)]
    await gatherer.gather(SITE, claims)
    raw.delete(keys.published("blog", "/k"), keys.comment("blog", made.id))
    ((subject, _),) = await gatherer.gather(SITE, claims)
    assert subject.facts.vocabulary == frozenset({"ketamine"})


async def test_of_many_threads_only_so_many_are_remembered(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "THREADS", 3)
    gatherer = Gatherer(store, POLICY, Counts())
    for n in range(50):
        await gatherer.gather(SITE, [Claim(make.comment(key=f"/{n}"), 1, n, 1)])
        assert len(gatherer._vocabularies) <= 4


def test_a_vocabulary_has_the_words_that_most_texts_use() -> None:
    rare = [" ".join(f"{a}{b}{chr(97 + i)}x" for a in "bcdfgh" for b in LETTERS) for i in range(20)]
    found = vocabulary([*rare, "the doses", "the dose", "Dose of dose"], frozenset({"the"}))
    assert len(found) == WORDS
    assert "dose" in found
    assert "the" not in found
    assert vocabulary([], frozenset()) == frozenset()


async def test_rulings_come_to_those_they_are_about(store: Store) -> None:
    ban = Ruling(Kind.DOMAIN, "example.org", Word.BAN, "moderator:ben")
    trust = Ruling(Kind.EMAIL, "ana@example.org", Word.TRUST, "moderator:ben")
    for ruling in (trust, ban):
        await store.rulings.rule("blog", ruling)
    ana, ben = Author("Ana", "ana@example.org"), Author("Ben", "ben@example.com")
    found = await gather(
        store, make.comment(author=ana), make.comment(author=ben), site=replace(SITE, rulings=2)
    )
    assert [[ruling.whom for ruling in facts.rulings] for facts in found] == [
        ["example.org", "ana@example.org"],
        [],
    ]


def test_where_nobody_ruled_no_ruling_is_asked_for() -> None:
    author = Author("Ana", "ana@example.org", "https://ana.example")
    assert asked("See https://x.example.", author=author, client=Client("::1")).inquiry.names == ()


@pytest.mark.parametrize("rulings", [0, 1])
async def test_a_batch_is_one_round_trip(
    store: Store, monkeypatch: pytest.MonkeyPatch, rulings: int
) -> None:
    sent: list[int] = []
    send = store.facts._scripts._send

    async def counted(calls: Any) -> Any:
        sent.append(len(calls))
        return await send(calls)

    monkeypatch.setattr(store.facts._scripts, "_send", counted)
    body = (
        "We spoke of it at length, all of us, see https://x.example/a for what was said that day."
    )
    ana = Author("Ana", "ana@example.org")
    site = replace(SITE, rulings=rulings)
    made = [make.comment(body, key=f"/{n}", author=ana) for n in range(16)]
    await gather(store, *made, site=site)
    assert len(sent) == 1
