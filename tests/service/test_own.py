"""`PATCH` and `DELETE /v1/comments/{id}`, and what their holder reads."""

from typing import Any

import pytest
from aiohttp import ClientResponse

from moderation.comment import Status
from moderation.identity import new_id
from moderation.limits import Limit
from moderation.store import Store, keys
from moderation.store.authorship import REVISE_MS
from service.readiness import Readiness
from service.state import READINESS
from tests import make
from tests.service.blog import Blog, make_blog, nothing_stored, problem

AUTHOR = {"name": "Ana", "email": "ana@example.org", "url": "https://ana.example"}


async def posted(blog: Blog, body: str = "as written", **fields: Any) -> dict[str, Any]:
    response = await blog.post(body, author=AUTHOR, client={"ip": "203.0.113.7"}, **fields)
    answer: dict[str, Any] = await response.json()
    return answer


async def decided(
    blog: Blog, store: Store, to: Status, *, category: str = "clean"
) -> dict[str, Any]:
    answer = await posted(blog)
    verdict = make.verdict(to, category=category)
    decision = make.decision(make.comment(id=answer["id"]), to, verdict=verdict)
    (outcome,) = await store.comments.decide([decision])
    assert outcome.made
    return answer


def own(answer: dict[str, Any], version: int | None = None) -> dict[str, str]:
    """Headers of who holds a comment's token."""
    seen = {} if version is None else {"If-Match": f'"{version}"'}
    return {"Authorization": f"Bearer {answer['token']}", **seen}


async def change(
    blog: Blog, answer: dict[str, Any], headers: dict[str, str], body: Any = "changed"
) -> ClientResponse:
    path = f"/v1/comments/{answer['id']}"
    return await blog.request("PATCH", path, json={"body": body}, headers=headers)


async def delete(blog: Blog, answer: dict[str, Any], headers: dict[str, str]) -> ClientResponse:
    return await blog.request("DELETE", f"/v1/comments/{answer['id']}", headers=headers)


async def test_an_author_reads_what_is_kept_of_theirs(blog: Blog) -> None:
    answer = await posted(blog, lang="en")
    response = await blog.get(f"/v1/comments/{answer['id']}", **own(answer))
    body = await response.json()
    assert response.headers["ETag"] == '"1"'
    assert (body["version"], body["body"], body["lang"]) == (1, "as written", "en")
    assert body["author"] == AUTHOR
    assert body["editable_until"] > body["created_at"]
    assert body["address_kept"] is True
    assert "203.0.113.7" not in await response.text()


async def test_an_author_changes_a_text_and_it_is_checked_again(blog: Blog, store: Store) -> None:
    answer = await decided(blog, store, Status.PUBLISHED)
    response = await change(blog, answer, own(answer, 2))
    body = await response.json()
    assert (response.status, response.headers["ETag"]) == (200, '"3"')
    assert (body["status"], body["version"], body["body"]) == ("pending", 3, "changed")
    kept = await (await blog.get(f"/v1/comments/{answer['id']}", **own(answer))).json()
    assert kept["earlier_texts"] == ["as written"]
    listed = await (await blog.get("/v1/sites/blog/threads/%2Fhello/comments")).json()
    assert listed["data"] == []
    (claim,) = await make.claim(store, hush=True)
    assert claim.comment.body == "changed"
    await store.comments.decide([make.decision(claim.comment, Status.PUBLISHED, version=3)])
    listed = await (await blog.get("/v1/sites/blog/threads/%2Fhello/comments")).json()
    (shown,) = listed["data"]
    assert (shown["body"], shown["edited"]["by"]) == ("changed", "author")


async def test_the_same_text_changes_nothing(blog: Blog, store: Store, raw: Any) -> None:
    answer = await decided(blog, store, Status.PUBLISHED)
    async with nothing_stored(raw):
        response = await change(blog, answer, own(answer, 2), "as written")
        assert (response.status, response.headers["ETag"]) == (200, '"2"')


async def test_what_an_author_sends_must_name_the_version_they_saw(
    blog: Blog, store: Store, raw: Any
) -> None:
    answer = await decided(blog, store, Status.HELD)
    async with nothing_stored(raw):
        for call in (change, delete):
            await problem(await call(blog, answer, own(answer)), 428, "precondition-required")
            body = await problem(await call(blog, answer, own(answer, 1)), 412, "comment-changed")
            assert (body["version"], body["comment_status"]) == (2, "held")
            words = {**own(answer), "If-Match": "*"}
            await problem(await call(blog, answer, words), 412, "comment-changed")


@pytest.mark.parametrize("status", [Status.REJECTED, Status.REMOVED])
async def test_what_was_decided_is_not_changed_any_more(
    blog: Blog, store: Store, raw: Any, status: Status
) -> None:
    first = Status.PUBLISHED if status is Status.REMOVED else status
    answer = await decided(blog, store, first)
    if status is not first:
        await blog.decide(answer["id"], "remove", 2)
    version = 2 if status is first else 3
    async with nothing_stored(raw):
        response = await change(blog, answer, own(answer, version))
        body = await problem(response, 409, "not-editable-any-more")
        assert body["comment_status"] == status
    shown = await (await blog.get(f"/v1/comments/{answer['id']}", **own(answer))).json()
    assert shown["editable_until"] is None


async def test_after_a_quarter_of_an_hour_a_comment_can_only_be_deleted(
    blog: Blog, store: Store, raw: Any
) -> None:
    answer = await decided(blog, store, Status.HELD)
    key = keys.comment("blog", answer["id"])
    raw.hset(key, "created", int(raw.hget(key, "created")) - REVISE_MS * 1000)
    was = raw.hgetall(key)
    body = await problem(await change(blog, answer, own(answer, 2)), 409, "not-editable-any-more")
    assert body["detail"] == "15 minutes have passed since it was written."
    assert raw.hgetall(key) == was
    assert (await delete(blog, answer, own(answer, 2))).status == 204


@pytest.mark.parametrize("body", ["", "  \n", "a\x00b", "x" * 5001, 7, None])
async def test_a_text_that_could_not_be_posted_is_no_edit(blog: Blog, raw: Any, body: Any) -> None:
    answer = await posted(blog)
    async with nothing_stored(raw):
        await problem(await change(blog, answer, own(answer, 1), body), 422, "validation")


async def test_an_edit_has_one_field(blog: Blog, raw: Any) -> None:
    answer = await posted(blog)
    path = f"/v1/comments/{answer['id']}"
    async with nothing_stored(raw):
        wrong: list[Any] = [{}, {"body": "x", "author": {"name": "Bo"}}, []]
        for sent in wrong:
            response = await blog.request("PATCH", path, json=sent, headers=own(answer, 1))
            await problem(response, 422, "validation")


async def test_a_strangers_comment_is_not_there(blog: Blog, store: Store, raw: Any) -> None:
    answer, other = await posted(blog), await posted(blog)
    elsewhere = await make_blog(blog.client, store, "other", "https://other.example")
    theirs = {"Authorization": f"Bearer {elsewhere.sk}", "If-Match": '"1"'}
    unknown = {"id": new_id(), "token": answer["token"]}
    async with nothing_stored(raw):
        for call in (change, delete):
            await problem(await call(blog, answer, own(other, 1)), 404, "not-found")
            await problem(await call(blog, answer, theirs), 404, "not-found")
            await problem(await call(blog, unknown, own(answer, 1)), 404, "not-found")
            seen = {**blog.as_page(), "If-Match": '"1"'}
            await problem(await call(blog, answer, seen), 403, "forbidden")
            nobody = {"Authorization": "", "If-Match": '"1"'}
            await problem(await call(blog, answer, nobody), 401, "unauthorized")


async def test_what_an_author_deletes_is_erased_and_stays_so(
    blog: Blog, store: Store, raw: Any
) -> None:
    answer = await decided(blog, store, Status.PUBLISHED)
    response = await delete(blog, answer, own(answer, 2))
    assert (response.status, await response.text()) == (204, "")
    async with nothing_stored(raw):
        assert (await delete(blog, answer, own(answer, 2))).status == 204
        await problem(await change(blog, answer, own(answer, 3)), 409, "not-editable-any-more")
    kept = await (await blog.get(f"/v1/comments/{answer['id']}", **own(answer))).json()
    assert (kept["status"], kept["body"], kept["erased"]) == ("removed", "", True)
    assert kept["author"] == {"name": "", "email": None, "url": None}
    assert kept["address_kept"] is False
    assert "earlier_texts" not in kept
    full = await (await blog.get(f"/v1/comments/{answer['id']}")).text()
    assert not [word for word in ("as written", '"Ana"', "ana@e", "203.0.") if word in full]
    await problem(
        await blog.get(f"/v1/comments/{answer['id']}", **blog.as_page()), 404, "not-found"
    )
    listed = await blog.get("/v1/sites/blog/threads/%2Fhello/comments")
    assert (await listed.json())["data"] == []


async def test_a_server_does_so_in_an_authors_name(blog: Blog, store: Store) -> None:
    answer = await decided(blog, store, Status.HELD)
    changed = await (await change(blog, answer, {"If-Match": '"2"'})).json()
    assert (changed["status"], changed["history"][-1]["by"]) == ("pending", "api")
    assert (await delete(blog, answer, {"If-Match": '"3"'})).status == 204
    last = (await (await blog.get(f"/v1/comments/{answer['id']}")).json())["history"][-1]
    assert (last["by"], last["to"], last["erased"]) == ("api", "removed", True)


async def test_an_author_changes_texts_only_so_often(
    blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.api.own.EDITS", Limit("edits", 1, 6000))
    monkeypatch.setattr("moderation.limits.SHARED_TIMES", 1)
    answer = await posted(blog)
    first = await change(blog, answer, own(answer, 1))
    assert (first.status, first.headers["RateLimit"][:12]) == (200, '"edits";r=0;')
    refused = await change(blog, answer, own(answer, 2), "and again")
    await problem(refused, 429, "rate-limited")
    assert int(refused.headers["Retry-After"]) > 0
    assert (await change(blog, answer, {"If-Match": '"2"'}, "and again")).status == 200
    assert (await delete(blog, answer, own(answer, 3))).status == 204


async def test_a_decision_that_waited_is_told_to_moderators(blog: Blog, store: Store) -> None:
    answer = await decided(blog, store, Status.HELD)
    made = make.comment(id=answer["id"])
    move = make.decision(made, Status.PUBLISHED, status=Status.HELD, version=2, by="moderator:ben")
    await store.settling.put([move], 60_000)
    await change(blog, answer, own(answer, 2))
    (note,) = (await store.desk.of("blog", answer["id"])).notes
    assert (note.by, note.too_late) == ("moderator:ben", Status.PUBLISHED)


async def test_no_new_text_is_promised_while_the_store_is_not_durable(
    blog: Blog, raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await posted(blog)
    raw.config_set("appendfsync", "everysec")
    try:
        readiness: Readiness = blog.client.app[READINESS]
        await readiness.examine()
        async with nothing_stored(raw):
            await problem(await change(blog, answer, own(answer, 1)), 503, "service-degraded")
        assert (await delete(blog, answer, own(answer, 1))).status == 204
    finally:
        raw.config_set("appendfsync", "always")
