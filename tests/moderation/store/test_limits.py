"""What is spent of a limit, and comes back."""

import asyncio
from typing import Any

import pytest

from moderation.limits import Limit
from moderation.store import Store, keys
from moderation.store.limits import Spent, Word
from moderation.store.records import Intake
from moderation.store.sites import Site
from tests import make

TEN = Limit("address", 10, 1000, spare=5)  # one is back after 100 s
FEW = Limit("thread", 3, 600)
QUICK = Limit("address", 2, 1)  # one is back after half a second


@pytest.fixture
async def site(store: Store) -> Site:
    await store.sites.add("blog")
    found = await store.sites.get("blog")
    assert found is not None
    return found


def left(spent: Spent) -> list[int]:
    return [each.left for each in spent.limits]


async def test_a_limit_is_spent_one_by_one_and_then_refuses(store: Store, site: Site) -> None:
    words = [(await store.limits.spend(site, [(FEW, "x")])).word for _ in range(5)]
    assert words == [Word.SPENT] * 3 + [Word.FULL] * 2
    spent = await store.limits.spend(site, [(FEW, "x")])
    (each,) = spent.limits
    assert each.limit is FEW
    assert each.left == 0
    assert 195_000 < each.ms <= 200_000
    assert (await store.limits.spend(site, [(FEW, "y")])).word is Word.SPENT


async def test_what_is_refused_by_one_limit_spends_nothing_of_another(
    store: Store, site: Site
) -> None:
    for _ in range(4):
        await store.limits.spend(site, [(FEW, "x"), (TEN, "y")])
    assert left(await store.limits.spend(site, [(TEN, "y")])) == [6]  # 10 - 3 - this one


async def test_many_at_once_get_no_more_than_there_is(store: Store, site: Site) -> None:
    done = await asyncio.gather(*(store.limits.spend(site, [(FEW, "x")]) for _ in range(20)))
    assert sum(spent.word is Word.SPENT for spent in done) == 3


async def test_what_is_spare_is_spent_only_if_that_is_asked_for(store: Store, site: Site) -> None:
    for _ in range(5):
        assert (await store.limits.spend(site, [(TEN, "x")])).word is Word.SPENT
    for _ in range(3):
        asked = await store.limits.spend(site, [(TEN, "x")])
        assert (asked.word, left(asked)) == (Word.SPARE, [5])
    words = [(await store.limits.spend(site, [(TEN, "x")], spare=True)).word for _ in range(6)]
    assert words == [Word.SPARE] * 5 + [Word.FULL]


async def test_it_comes_back_by_the_store_s_clock_and_nothing_is_kept_then(
    store: Store, site: Site, raw: Any
) -> None:
    for _ in range(2):
        await store.limits.spend(site, [(QUICK, "x")])
    refused = await store.limits.spend(site, [(QUICK, "x")])
    assert refused.word is Word.FULL
    await asyncio.sleep(refused.limits[0].ms / 1000 + 0.01)
    assert (await store.limits.spend(site, [(QUICK, "x")])).word is Word.SPENT
    (key,) = raw.scan_iter("gr:{blog}:spent:*")
    assert 500 < raw.pttl(key) <= 1000


async def test_a_clock_that_was_set_back_locks_nobody_out(
    store: Store, site: Site, raw: Any
) -> None:
    await store.limits.spend(site, [(FEW, "x")])
    (key,) = raw.scan_iter("gr:{blog}:spent:*")
    raw.set(key, 99_999_999_999_999)
    spent = await store.limits.spend(site, [(FEW, "x")])
    assert spent.word is Word.FULL
    assert spent.limits[0].ms <= 200_000


async def test_a_proof_counts_once_and_only_if_it_is_spent(store: Store, site: Site) -> None:
    for _ in range(2):
        await store.limits.spend(site, [(FEW, "x")])
    one = await store.limits.spend(site, [(FEW, "x")], proof="p", spare=True)
    again = await store.limits.spend(site, [(FEW, "y")], proof="p", spare=True)
    assert (one.word, again.word, again.limits) == (Word.SPENT, Word.USED, ())
    full = await store.limits.spend(site, [(FEW, "x")], proof="q", spare=True)
    later = await store.limits.spend(site, [(FEW, "z")], proof="q", spare=True)
    assert (full.word, later.word) == (Word.FULL, Word.SPENT)


async def test_what_a_key_has_made_is_made_again_for_nothing(store: Store, site: Site) -> None:
    again: dict[str, Any] = {"idempotency": "a" * 32, "proof": "p", "spare": True}
    for _ in range(2):  # nothing is kept under it yet
        first = await store.limits.spend(site, [(FEW, "x")], **again | {"proof": ""})
        assert first.word is Word.SPENT
    await store.limits.spend(site, [(FEW, "x")], proof="p")
    await store.comments.accept([Intake(make.comment(), idempotency=("a" * 32, "b" * 32))])
    known = await store.limits.spend(site, [(FEW, "x")], **again)
    assert (known.word, left(known)) == (Word.KNOWN, [0])
    other = await store.limits.spend(site, [(FEW, "x")], **again | {"idempotency": "b" * 32})
    assert other.word is Word.USED
    full = await store.limits.spend(site, [(FEW, "x")], idempotency="b" * 32)
    assert full.word is Word.FULL


async def test_a_proof_is_one_site_s(store: Store, site: Site) -> None:
    await store.sites.add("other")
    other = await store.sites.get("other")
    assert other is not None
    for each in (site, other):
        assert (await store.limits.spend(each, [(FEW, "x")], proof="p")).word is Word.SPENT


async def test_nobody_is_named_in_the_store_and_tomorrow_they_are_called_otherwise(
    store: Store, site: Site, raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.limits.spend(site, [(TEN, "198.51.100.7"), (FEW, "/hello")], proof="the proof")
    found = [*raw.scan_iter("gr:{blog}:spent:*"), *raw.scan_iter("gr:{blog}:proven:*")]
    kept = b"".join(key + raw.get(key) for key in found)
    for word in (b"198.51.100.7", b"/hello", b"the proof"):
        assert word not in kept
    keys_before = set(raw.scan_iter("gr:{blog}:spent:*"))
    monkeypatch.setattr("moderation.store.limits.time.time", lambda: 4_000_000_000.0)
    await store.limits.spend(site, [(TEN, "198.51.100.7")])
    assert len(set(raw.scan_iter("gr:{blog}:spent:*")) - keys_before) == 1


async def test_all_of_it_ends(store: Store, site: Site, raw: Any) -> None:
    await store.limits.spend(site, [(TEN, "x"), (FEW, "y")], proof="p")
    ours = [key for key in raw.scan_iter("gr:{blog}:*") if keys.parse(key.decode())[1] != "site"]
    assert len(ours) == 3
    assert all(0 < raw.pttl(key) <= 20 * 60 * 1000 for key in ours)
