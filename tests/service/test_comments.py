from typing import Any

import pytest

from moderation.comment import Status
from moderation.store import Store
from moderation.verdict import Signal
from tests import make
from tests.service.blog import Blog, make_blog, nothing_stored, problem

PRIVATE = ("ana@example.org", "203.0.113.7", "signals", "history", "agent-string")


async def posted(blog: Blog, **fields: Any) -> dict[str, Any]:
    response = await blog.post(
        author={"name": "Ana", "email": "ana@example.org"},
        client={"ip": "203.0.113.7", "user_agent": "agent-string"},
        **fields,
    )
    answer: dict[str, Any] = await response.json()
    return answer


async def decide(
    store: Store, comment_id: str, to: Status, category: str = "spam", **fields: Any
) -> None:
    signal = Signal("links", "too_many", ((0, 2),), {"n": 3, "limit": 2}, 1.0, 3.0, "spam")
    verdict = make.verdict(to, category=category, signals=(signal,), **fields)
    made = make.comment(id=comment_id)
    (outcome,) = await store.comments.decide([make.decision(made, to, verdict=verdict)])
    assert outcome.made


async def test_a_secret_key_reads_the_whole_record(blog: Blog, store: Store) -> None:
    answer = await posted(blog, body="Hi there")
    await decide(store, answer["id"], Status.HELD)
    response = await blog.get(f"/v1/comments/{answer['id']}")
    record = await response.json()
    assert response.headers["ETag"] == '"2"'
    assert (record["status"], record["version"], record["site"]) == ("held", 2, "blog")
    assert record["author"] == {"name": "Ana", "email": "ana@example.org", "url": None}
    assert record["verdict"]["signals"] == [
        {
            "check": "links",
            "rule": "too_many",
            "category": "spam",
            "weight": 3.0,
            "params": {"n": 3, "limit": 2},
            "spans": [[0, 2]],
        }
    ]
    assert [(e["by"], e["from"], e["to"]) for e in record["history"]] == [
        ("author", None, "pending"),
        ("checks", "pending", "held"),
    ]
    assert record["created_at"].endswith("Z")


async def test_a_token_reads_its_own_status_and_nothing_of_how_it_came_about(
    blog: Blog, store: Store
) -> None:
    answer, other = await posted(blog), await posted(blog)
    await decide(store, answer["id"], Status.REJECTED, category="profanity")
    token = {"Authorization": f"Bearer {answer['token']}"}
    response = await blog.get(f"/v1/comments/{answer['id']}", **token)
    text = await response.text()
    assert (await response.json())["status"] == "rejected"
    assert (await response.json())["reason"] == "profanity"
    theirs = "ana@example.org"
    assert not any(word in text for word in PRIVATE if word != theirs)
    await problem(await blog.get(f"/v1/comments/{other['id']}", **token), 404, "not-found")


async def test_a_spammer_is_told_no_reason(blog: Blog, store: Store) -> None:
    answer = await posted(blog)
    await decide(store, answer["id"], Status.REJECTED, category="spam")
    token = {"Authorization": f"Bearer {answer['token']}"}
    body = await (await blog.get(f"/v1/comments/{answer['id']}", **token)).json()
    assert body["reason"] is None


@pytest.mark.parametrize("to", [Status.REJECTED, Status.HELD])
async def test_nobody_is_told_of_a_ruling_about_them(blog: Blog, store: Store, to: Status) -> None:
    answer = await posted(blog)
    decisive = "ruled.banned" if to is Status.REJECTED else "ruled.held"
    await decide(store, answer["id"], to, category="other", decisive=decisive)
    token = {"Authorization": f"Bearer {answer['token']}"}
    response = await blog.get(f"/v1/comments/{answer['id']}", **token)
    assert (await response.json())["reason"] is None
    assert "ruled" not in await response.text()


async def test_an_author_in_need_is_told_of_help_and_nobody_else(blog: Blog, store: Store) -> None:
    await store.sites.set_crisis(blog.name, "Call us.", "https://blog.example/help")
    answer, other = await posted(blog), await posted(blog)
    await decide(store, answer["id"], Status.HELD, category="self_harm")
    token = {"Authorization": f"Bearer {answer['token']}"}
    body = await (await blog.get(f"/v1/comments/{answer['id']}", **token)).json()
    assert body["support"] == {"text": "Call us.", "url": "https://blog.example/help"}
    assert body["reason"] is None
    theirs = {"Authorization": f"Bearer {other['token']}"}
    assert (await (await blog.get(f"/v1/comments/{other['id']}", **theirs)).json())[
        "support"
    ] is None
    assert "support" not in await (await blog.get(f"/v1/comments/{answer['id']}")).json()
    shown = await blog.decide(answer["id"], "approve", 2)
    assert "support" not in await shown.json()
    public = await (await blog.get(f"/v1/comments/{answer['id']}", **blog.as_page())).text()
    assert "Call us." not in public


async def test_a_page_reads_what_is_published_only(blog: Blog, store: Store) -> None:
    held, published = await posted(blog), await posted(blog)
    await decide(store, held["id"], Status.HELD)
    await decide(store, published["id"], Status.PUBLISHED)
    await problem(await blog.get(f"/v1/comments/{held['id']}", **blog.as_page()), 404, "not-found")
    response = await blog.get(f"/v1/comments/{published['id']}", **blog.as_page())
    text = await response.text()
    assert response.status == 200
    assert not any(word in text for word in PRIVATE)


@pytest.mark.parametrize(
    "comment_id", ["x", "..%2F..", "%00", "{blog}", "a" * 3000, "1a21c0074c1GipHTZsOTsm62O8NfYsBZw"]
)
async def test_an_unknown_comment_is_not_found(blog: Blog, comment_id: str) -> None:
    await problem(await blog.get(f"/v1/comments/{comment_id}"), 404, "not-found")


async def test_another_sites_comment_is_not_found(blog: Blog, store: Store) -> None:
    other = await make_blog(blog.client, store, "other", "https://other.example")
    answer = await posted(blog)
    key = {"Authorization": f"Bearer {other.sk}"}
    await problem(await blog.get(f"/v1/comments/{answer['id']}", **key), 404, "not-found")
    await problem(
        await blog.request(
            "POST",
            f"/v1/comments/{answer['id']}/decision",
            json={"action": "approve"},
            headers={**key, "If-Match": '"1"'},
        ),
        404,
        "not-found",
    )


async def test_who_waits_for_a_decided_comment_is_told_at_once(blog: Blog, store: Store) -> None:
    answer = await posted(blog)
    await decide(store, answer["id"], Status.HELD)
    response = await blog.get(f"/v1/comments/{answer['id']}", Prefer="wait=10")
    assert (await response.json())["status"] == "held"


async def test_a_decision_moves_the_comment_and_is_recorded(blog: Blog, store: Store) -> None:
    answer = await posted(blog)
    await decide(store, answer["id"], Status.HELD)
    response = await blog.request(
        "POST",
        f"/v1/comments/{answer['id']}/decision",
        json={"action": "reject", "reason": "spam", "note": "again"},
        headers={"If-Match": '"2"'},
    )
    record = await response.json()
    assert (response.status, record["status"], record["version"]) == (200, "rejected", 3)
    last = record["history"][-1]
    assert (last["by"], last["from"], last["to"]) == ("api", "held", "rejected")
    assert (last["reason"], last["note"]) == ("spam", "again")


async def test_a_decision_needs_the_version_seen(blog: Blog, store: Store, raw: Any) -> None:
    answer = await posted(blog)
    await decide(store, answer["id"], Status.HELD)
    async with nothing_stored(raw):
        await problem(
            await blog.decide(answer["id"], "approve", None), 428, "precondition-required"
        )
        await problem(await blog.decide(answer["id"], "approve", 99), 412, "comment-changed")


async def test_the_same_decision_again_is_fine(blog: Blog, store: Store, raw: Any) -> None:
    answer = await posted(blog)
    await decide(store, answer["id"], Status.HELD)
    assert (await blog.decide(answer["id"], "approve", 2)).status == 200
    async with nothing_stored(raw):
        again = await blog.decide(answer["id"], "approve", 2)
        assert (again.status, (await again.json())["already"]) == (200, True)


async def test_another_decision_was_made(blog: Blog, store: Store, raw: Any) -> None:
    answer = await posted(blog)
    await decide(store, answer["id"], Status.HELD)
    await blog.decide(answer["id"], "approve", 2)
    async with nothing_stored(raw):
        body = await problem(await blog.decide(answer["id"], "reject", 2), 409, "already-decided")
        assert (body["by"], body["decision"], body["version"]) == ("api", "published", 3)


async def test_a_comment_that_went_back_to_its_author_has_changed(
    blog: Blog, store: Store, raw: Any
) -> None:
    answer = await posted(blog)
    await decide(store, answer["id"], Status.HELD)
    key = f"gr:{{blog}}:comment:{answer['id']}"
    entry = b'\n{"at":1,"version":3,"by":"author","from":"held","to":"pending"}'
    raw.hset(key, "history", raw.hget(key, "history") + entry)
    raw.hset(key, "version", 3)
    body = await problem(await blog.decide(answer["id"], "reject", 2), 412, "comment-changed")
    assert body["version"] == 3


async def test_an_unlawful_step_is_refused(blog: Blog, store: Store, raw: Any) -> None:
    answer = await posted(blog)
    await decide(store, answer["id"], Status.HELD)
    async with nothing_stored(raw):
        await problem(await blog.decide(answer["id"], "remove", 2), 409, "illegal-move")


async def test_a_page_or_an_author_decides_nothing(blog: Blog, store: Store, raw: Any) -> None:
    answer = await posted(blog)
    await decide(store, answer["id"], Status.HELD)
    token = {"Authorization": f"Bearer {answer['token']}"}
    async with nothing_stored(raw):
        for headers in (blog.as_page(), token):
            response = await blog.request(
                "POST",
                f"/v1/comments/{answer['id']}/decision",
                json={"action": "approve"},
                headers={**headers, "If-Match": '"2"'},
            )
            await problem(response, 403, "forbidden")


@pytest.mark.parametrize(
    "sent",
    [{}, {"action": "publish"}, {"action": 1}, {"action": "approve", "x": 1}, {"action": None}],
)
async def test_a_malformed_decision_is_refused(
    blog: Blog, store: Store, raw: Any, sent: dict[str, Any]
) -> None:
    answer = await posted(blog)
    await decide(store, answer["id"], Status.HELD)
    async with nothing_stored(raw):
        response = await blog.request(
            "POST",
            f"/v1/comments/{answer['id']}/decision",
            json=sent,
            headers={"If-Match": '"2"'},
        )
        await problem(response, 422, "validation")
