import asyncio
from typing import Any
from urllib.parse import quote

import pytest
from yarl import URL

from moderation.comment import Author, Status
from moderation.masking import MASKED
from moderation.store import Store
from moderation.store.edits import Edit
from moderation.verdict import Signal
from service.editing import Change, carry_out
from tests import make
from tests.eventually import eventually
from tests.service.blog import Blog, make_blog, problem

HELLO = f"/v1/sites/blog/threads/{quote('/hello', safe='')}/comments"


async def fill(store: Store, count: int, status: Status = Status.PUBLISHED) -> list[str]:
    return [(await make.decided(store, status, f"number {n}")).id for n in range(count)]


async def everything(blog: Blog, path: str) -> list[dict[str, Any]]:
    """All pages of a list, following `Link`."""
    found: list[dict[str, Any]] = []
    while path:
        response = await blog.get(path)
        assert response.status == 200, await response.text()
        body = await response.json()
        found += body["data"]
        link = response.links.get("next")
        assert (link is None) == (body["next_cursor"] is None)
        path = URL(str(link["url"])).raw_path_qs if link else ""
    return found


async def test_a_thread_lists_what_is_published_oldest_first(blog: Blog, store: Store) -> None:
    await make.decided(store, Status.HELD)
    ids = await fill(store, 5)
    found = await everything(blog, f"{HELLO}?limit=2")
    assert [one["id"] for one in found] == ids
    assert set(found[0]) == {"id", "parent_id", "author", "body", "lang", "created_at"}
    assert set(found[0]["author"]) == {"name", "url"}


async def test_anybody_may_read_a_thread(blog: Blog, store: Store) -> None:
    await fill(store, 1)
    response = await blog.client.get(HELLO)
    assert len((await response.json())["data"]) == 1


async def test_an_unchanged_thread_is_not_sent_again(blog: Blog, store: Store) -> None:
    await fill(store, 1)
    etag = (await blog.get(HELLO)).headers["ETag"]
    same = await blog.get(HELLO, **{"If-None-Match": f'"x", {etag}'})
    assert (same.status, await same.read(), same.headers["ETag"]) == (304, b"", etag)
    await fill(store, 1)
    changed = await blog.get(HELLO, **{"If-None-Match": etag})
    assert changed.status == 200
    assert changed.headers["ETag"] != etag


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=x",
        "limit=",
        "limit=1e9",
        "limit=1_0",
        "limit=%EF%BC%95",
        "limit=%205",
    ],
)
async def test_a_limit_is_from_1_to_100(blog: Blog, query: str) -> None:
    await problem(await blog.get(f"{HELLO}?{query}"), 400, "bad-request")


async def test_a_made_up_cursor_is_refused(blog: Blog) -> None:
    await problem(await blog.get(f"{HELLO}?cursor=zzz"), 400, "bad-cursor")


@pytest.mark.parametrize("site", ["nosite", "No%20Site", "%7Bblog%7D", "@"])
async def test_an_unknown_site_is_not_found(blog: Blog, site: str) -> None:
    response = await blog.client.get(f"/v1/sites/{site}/threads/x/comments")
    await problem(response, 404, "not-found")


async def test_a_thread_nobody_wrote_in_is_an_empty_list(blog: Blog) -> None:
    body = await (await blog.get("/v1/sites/blog/threads/nowhere/comments")).json()
    assert body == {"data": [], "next_cursor": None}


async def test_a_queue_is_for_its_sites_secret_key(blog: Blog, store: Store) -> None:
    other = await make_blog(blog.client, store, "other", "https://other.example")
    path = "/v1/sites/blog/comments"
    foreign = {"Authorization": f"Bearer {other.sk}"}
    await problem(await blog.get(path, **foreign), 404, "not-found")
    await problem(await blog.get(path, **blog.as_page()), 403, "forbidden")
    await problem(await blog.client.get(path), 401, "unauthorized")


async def test_a_queue_is_of_one_status_held_unless_asked(blog: Blog, store: Store) -> None:
    held, published = await fill(store, 3, Status.HELD), await fill(store, 2)
    path = "/v1/sites/blog/comments"
    assert [r["id"] for r in await everything(blog, f"{path}?limit=2")] == held
    found = await everything(blog, f"{path}?status=published")
    assert [r["id"] for r in found] == published
    await problem(await blog.get(f"{path}?status=lost"), 400, "bad-request")


async def test_a_queue_can_be_filtered(blog: Blog, store: Store) -> None:
    ana = Author("Ana", "ana@b.example", "https://ana.example/")
    by_ana = await make.decided(store, Status.HELD, author=ana)
    elsewhere = await make.decided(store, Status.HELD, key="/other")
    path = "/v1/sites/blog/comments"
    for query, expected in (
        ("author=Ana", [by_ana.id]),
        ("author=ana@b.example", [by_ana.id]),
        ("thread=/other", [elsewhere.id]),
        ("category=clean", [by_ana.id, elsewhere.id]),
        ("category=spam", []),
        ("check=links", []),
        ("rule=links.any", []),
        ("domain=b.example", [by_ana.id]),
        ("host=ana.example", [by_ana.id]),
        ("score=0&newer=1", [by_ana.id, elsewhere.id]),
        ("older=1", []),
        ("q=fine+ana", [by_ana.id]),
        (f"q={elsewhere.id}", [elsewhere.id]),
        ("author=Ana&thread=/other", []),
    ):
        assert [r["id"] for r in await everything(blog, f"{path}?{query}&limit=1")] == expected
    for query in ("older=x", "score=nan", "q=" + "x" * 201):
        await problem(await blog.get(f"{path}?{query}"), 400, "bad-request")


async def test_questions_are_answered_by_a_worker_and_kept_by_nobody(
    blog: Blog, store: Store, raw: Any
) -> None:
    asking = asyncio.create_task(
        blog.request("POST", "/v1/checks", json={"items": [{"body": "one"}, {"body": "two"}]})
    )
    questions = await eventually(lambda: list(raw.scan_iter("gr:{blog}:ask:*")))
    ask_id = questions[0].decode().rpartition(":")[2]
    payload = await store.facts.asked("blog", ask_id)
    assert payload is not None
    verdicts = (
        b'[{"outcome":"held","score":3.0,"policy_version":1,"category":"spam"},'
        b'{"outcome":"published","score":0.0,"policy_version":1,"category":"clean"}]'
    )
    await store.facts.answer("blog", ask_id, verdicts)
    response = await asking
    body = await response.json()
    assert [v["outcome"] for v in body["data"]] == ["held", "published"]
    assert (await store.threads.sizes("blog"))[Status.PENDING] == 0
    assert list(raw.scan_iter("gr:{blog}:ask:*")) == []


async def test_no_worker_no_answer(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.api.checks.SECONDS", 0.1)
    response = await blog.request("POST", "/v1/checks", json={"items": [{"body": "x"}]})
    await problem(response, 503, "service-degraded")
    assert response.headers["Retry-After"]


async def test_questions_are_validated_as_comments_are(blog: Blog) -> None:
    items = [{"body": "x"}, {"body": ""}]
    response = await blog.request("POST", "/v1/checks", json={"items": items})
    body = await problem(response, 422, "validation")
    assert body["errors"][0]["pointer"] == "/items/1/body"
    many = [{"body": "x"}] * 101
    response = await blog.request("POST", "/v1/checks", json={"items": many})
    await problem(response, 422, "validation")


@pytest.mark.parametrize("key", ["/2026/11/hello", "{x}", "a b", "ä", "%2F", "a/b?c=d&e#f", "+"])
async def test_a_thread_key_of_any_kind_is_found_by_its_encoded_name(
    blog: Blog, store: Store, key: str
) -> None:
    made = await make.decided(store, Status.PUBLISHED, key=key)
    url = URL(f"/v1/sites/blog/threads/{quote(key, safe='')}/comments", encoded=True)
    response = await blog.client.get(url)
    assert [one["id"] for one in (await response.json())["data"]] == [made.id]


async def test_a_thread_tells_what_is_closed_pinned_and_edited(blog: Blog, store: Store) -> None:
    first, second = [await make.decided(store, Status.PUBLISHED, f"number {n}") for n in range(2)]
    etags = {(await blog.get(HELLO)).headers["ETag"]}
    await store.threads.pin("blog", "/hello", second.id, "moderator:ana", on=True)
    etags.add((await blog.get(HELLO)).headers["ETag"])
    await store.edits.make(Edit(await make.read(store, first), "changed", "moderator:ana"))
    etags.add((await blog.get(HELLO)).headers["ETag"])
    await store.threads.close("blog", "/hello", "moderator:ana")
    response = await blog.get(HELLO)
    assert len({*etags, response.headers["ETag"]}) == 4
    body = await response.json()
    assert body["closed"] is True
    one, two = body["data"]
    assert (one["id"], one["body"], one["edited"]["by"]) == (first.id, "changed", "site")
    assert two["pinned"] is True
    assert not {"pinned", "staff"} & set(one)
    assert "edited" not in two
    assert "ana" not in (await response.text())


async def test_what_the_policy_hides_stays_hidden_in_an_edited_text(
    blog: Blog, store: Store
) -> None:
    made = await make.kept(store, "Ring 0170 1234567, friend")
    signal = Signal("personal_data", "phone", ((5, 17),), {MASKED: 1})
    verdict = make.verdict(signals=(signal,))
    await store.comments.decide([make.decision(made, Status.PUBLISHED, verdict=verdict)])
    record = await make.read(store, made)
    change = Change("Please ring 0170 1234567, my friend", 2, "moderator:ana")
    await carry_out(store, record, change)
    (one,) = (await (await blog.get(HELLO)).json())["data"]
    assert one["body"] == "Please ring [removed], my friend"


async def test_a_server_reads_who_edited_and_decides_on_what_it_saw(
    blog: Blog, store: Store
) -> None:
    made = await make.decided(store, Status.HELD)
    await store.edits.make(Edit(await make.read(store, made), "changed", "moderator:ana"))
    await problem(await blog.decide(made.id, "approve", 2), 412, "comment-changed")
    record = await (await blog.get(f"/v1/comments/{made.id}")).json()
    assert (record["version"], record["body"]) == (3, "changed")
    assert [entry.get("edited") for entry in record["history"]] == [None, None, True]
    assert (await blog.decide(made.id, "approve", 3)).status == 200
