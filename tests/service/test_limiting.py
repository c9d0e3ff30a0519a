"""How often who may post, and what they meet then."""

import asyncio
from typing import Any

import pytest

from moderation import limits
from moderation.limits import Limit
from moderation.store import Store
from service.limiting import Pace, again_in
from service.problems import Problem
from tests.service.blog import Blog, make_blog, nothing_stored, problem
from tests.service.test_proof import solve


@pytest.fixture
async def blog(behind_proxy: Any, store: Store) -> Blog:
    return await make_blog(behind_proxy, store)


async def post(blog: Blog, address: str = "8.8.4.4", *, proof: str = "", **fields: Any) -> Any:
    """As a script on a page does, for a reader at this address."""
    headers = blog.as_page() | {"X-Forwarded-For": address}
    if proof:
        headers["Greenroom-Proof"] = proof
    return await blog.post(headers=headers, **fields)


async def use_up(blog: Blog, count: int, address: str = "8.8.4.4", **fields: Any) -> None:
    """All of the limit that comes without a question, or with `unavailable` more than that."""
    for _ in range(count):
        assert (await post(blog, address, proof="unavailable", **fields)).status == 202


async def solution(blog: Blog, address: str = "8.8.4.4") -> str:
    headers = blog.as_page() | {"X-Forwarded-For": address}
    response = await blog.request("GET", "/v1/challenge", headers=headers)
    assert response.status == 200
    assert response.headers["Cache-Control"] == "no-store"
    return solve(await response.json())


async def test_each_answer_says_how_much_is_left(blog: Blog) -> None:
    response = await post(blog)
    assert response.status == 202
    assert response.headers["RateLimit"] == '"address";r=29;t=20'
    policy = response.headers["RateLimit-Policy"]
    assert policy == '"address";q=30;w=600, "thread";q=1200;w=600, "key";q=6000;w=600'
    assert "RateLimit-Policy" in response.headers["Access-Control-Expose-Headers"]


async def test_who_posts_too_much_is_told_when_to_come_back(blog: Blog, raw: Any) -> None:
    await use_up(blog, 30)
    response = await post(blog, proof="unavailable")
    body = await problem(response, 429, "rate-limited")
    wait = int(response.headers["Retry-After"])
    assert 1 <= wait == body["retry_after"] <= 20
    assert body["detail"] == f"You are posting quickly. {again_in(wait)}"
    assert response.headers["RateLimit"] == f'"address";r=0;t={wait}'
    async with nothing_stored(raw):
        await problem(await post(blog, proof="unavailable"), 429, "rate-limited")
    assert (await post(blog, "8.8.8.8")).status == 202


async def test_what_was_kept_is_answered_again_when_all_is_spent(blog: Blog, raw: Any) -> None:
    headers = blog.as_page() | {"X-Forwarded-For": "8.8.4.4", "Idempotency-Key": "a-draft"}
    first = await blog.post("kept", headers=headers)
    await use_up(blog, 20)
    async with nothing_stored(raw):
        in_the_spare = await blog.post("kept", headers=headers)
    await use_up(blog, 9)
    async with nothing_stored(raw):
        again = await blog.post("kept", headers=headers)
        await problem(await blog.post("other", headers=headers), 422, "idempotency-mismatch")
        new = {**headers, "Idempotency-Key": "another"}
        await problem(await blog.post("kept", headers=new), 429, "rate-limited")
    for answer in (in_the_spare, again):
        assert answer.status == 202
        assert answer.headers["Idempotency-Replayed"] == "true"
        assert await answer.json() == await first.json()
    assert again.headers["RateLimit"].startswith('"address";r=0;')


async def test_500_spoofed_headers_are_one_client(client: Any, store: Store) -> None:
    """S6: no proxy is named, so whatever stands in the header, the connection counts."""
    blog = await make_blog(client, store)
    most = limits.shared(limits.ADDRESS).most
    await asyncio.gather(*(use_up(blog, 25, f"8.8.{n}.4, 10.0.0.{n}") for n in range(20)))
    response = await post(blog, "9.9.9.9")
    left = int(response.headers["RateLimit"].removeprefix('"address";r=').split(";")[0])
    assert left < most - 450  # some are back by now


async def test_what_stands_left_of_what_the_proxy_says_counts_for_nothing(blog: Blog) -> None:
    for n in range(30):
        response = await post(blog, f"8.8.8.{n}, 1.1.1.{n}, 8.8.4.4", proof="unavailable")
        assert response.status == 202
    last = await post(blog, "9.9.9.9, 8.8.4.4", proof="unavailable")
    await problem(last, 429, "rate-limited")


async def test_a_network_of_64_bits_is_one_client(blog: Blog) -> None:
    for n in range(30):
        assert (await post(blog, f"2a00:1:2:3::{n:x}", proof="unavailable")).status == 202
    last = await post(blog, "2a00:1:2:3:ffff::1", proof="unavailable")
    await problem(last, 429, "rate-limited")
    assert (await post(blog, "2a00:1:2:4::1")).status == 202


async def test_an_author_who_changes_addresses_is_one_author(blog: Blog) -> None:
    author = {"name": "Ana", "email": "Ana@example.org"}
    for n in range(30):
        await use_up(blog, 1, f"8.8.4.{n}", author=author)
    author["email"] = "ana@EXAMPLE.org"
    last = await post(blog, "8.8.8.8", proof="unavailable", author=author)
    await problem(last, 429, "rate-limited")
    assert '"author";r=0;' in last.headers["RateLimit"]


async def test_a_thread_and_a_key_have_their_limits(
    blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "THREAD", Limit("thread", 3, 600))
    monkeypatch.setattr(limits, "KEY", Limit("key", 4, 600))
    for n in range(3):
        await use_up(blog, 1, f"8.8.4.{n}")
    body = await problem(await post(blog, "8.8.5.1"), 429, "rate-limited")
    assert body["detail"].startswith("Very many comments arrive here just now.")
    await use_up(blog, 1, "8.8.5.1", thread={"key": "/other"})
    body = await problem(await post(blog, thread={"key": "/third"}), 429, "rate-limited")
    assert body["detail"].startswith("Very many comments arrive at this site just now.")
    assert (await blog.post()).status == 202  # the site's own server


async def test_half_of_a_limit_later_a_proof_of_work_is_asked_for(blog: Blog, raw: Any) -> None:
    await use_up(blog, 15)
    async with nothing_stored(raw):
        body = await problem(await post(blog), 428, "challenge-required")
    assert body["challenge"] == "/v1/challenge"
    solved = await solution(blog)
    assert (await post(blog, proof=solved)).status == 202
    body = await problem(await post(blog, proof=solved), 428, "challenge-failed")
    assert body["challenge"] == "/v1/challenge"
    assert (await post(blog, "8.8.8.8")).status == 202  # nobody else is asked


async def test_a_proof_does_not_lift_the_limit_and_is_not_lost_by_it(blog: Blog) -> None:
    await use_up(blog, 30)
    solved = await solution(blog)
    await problem(await post(blog, proof=solved), 429, "rate-limited")
    assert (await post(blog, "8.8.8.8", proof=solved)).status == 202


async def test_nonsense_for_a_proof_proves_nothing(blog: Blog, raw: Any) -> None:
    async with nothing_stored(raw):
        for nonsense in ("x", "Unavailable", "e30=", "\u00e4"):
            await problem(await post(blog, proof=nonsense), 428, "challenge-failed")


async def test_where_nothing_can_be_proven_the_comment_is_taken_and_held(
    blog: Blog, store: Store
) -> None:
    await use_up(blog, 15)
    response = await post(blog, proof="unavailable")
    assert response.status == 202
    doubts = [claim.comment.doubts for claim in await _all(store)]
    assert sorted(doubts) == [()] * 15 + [("unproven",)]


async def test_a_page_cannot_say_itself_what_is_doubted(blog: Blog) -> None:
    response = await post(blog, doubts=["fast"])
    await problem(response, 422, "validation")


async def test_the_same_request_with_a_new_proof_is_the_same_comment(blog: Blog) -> None:
    """Whoever did not get the answer asks again, proves again, and is answered the same."""
    await use_up(blog, 15)
    headers = {**blog.as_page(), "X-Forwarded-For": "8.8.4.4", "Idempotency-Key": "one"}
    ids = []
    for _ in range(2):
        sent = headers | {"Greenroom-Proof": await solution(blog)}
        ids.append((await (await blog.post(headers=sent)).json())["id"])
    assert ids[0] == ids[1]


async def test_who_gets_a_challenge(blog: Blog) -> None:
    path = "/v1/challenge"
    foreign = blog.as_page("https://evil.example")
    await problem(await blog.request("GET", path, headers=foreign), 403, "origin-not-allowed")
    nobody = {"Authorization": "Bearer x"}
    await problem(await blog.request("GET", path, headers=nobody), 401, "unauthorized")
    headers = blog.as_page() | {"X-Forwarded-For": "8.8.4.4"}
    for _ in range(60):
        response = await blog.request("GET", path, headers=headers)
        assert response.status == 200
    await problem(await blog.request("GET", path, headers=headers), 429, "rate-limited")


async def test_a_store_that_does_not_count_lets_nobody_through(
    blog: Blog, monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    async def away(*_: Any, **__: Any) -> None:
        raise OSError

    monkeypatch.setattr("moderation.store.limits.Limits.spend", away)
    await problem(await post(blog), 503, "service-degraded")
    assert await _all(store) == []


@pytest.fixture
def paced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.limiting._pace", Pace(Limit("key", 2, 100)))


@pytest.mark.usefixtures("paced")
async def test_a_secret_key_has_a_limit_of_its_own(blog: Blog) -> None:
    for _ in range(2):
        assert (await blog.post()).status == 202
    response = await blog.post()
    await problem(response, 429, "rate-limited")
    assert 45 <= int(response.headers["Retry-After"]) <= 50
    assert (await post(blog)).status == 202


def test_a_pace_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("service.limiting.time.monotonic", lambda: now[0])
    pace = Pace(Limit("key", 2, 100))
    pace.spend("a")
    pace.spend("a")
    pace.spend("b")
    with pytest.raises(Problem):
        pace.spend("a")
    now[0] += 50
    pace.spend("a")
    with pytest.raises(Problem):
        pace.spend("a")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(1, "1 second"), (40, "40 seconds"), (120, "120 seconds"), (121, "3 minutes")],
)
def test_a_wait_is_told_in_words(seconds: int, said: str) -> None:
    assert again_in(seconds) == f"Try again in {said}."


async def _all(store: Store) -> list[Any]:
    page = await store.comments.claim("blog", 100)
    return list(page.comments)
