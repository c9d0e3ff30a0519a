"""A thread's old key, to readers and writers."""

from urllib.parse import quote

import pytest
from yarl import URL

from moderation.comment import Status, Thread
from moderation.store import Store
from moderation.store.moving import How, Move
from tests import make
from tests.service.blog import Blog, problem

PATHS = ("/v1/sites/blog/threads/{}/comments", "/v1/sites/blog/threads/{}/comments.html")
PAGES = ("/t/blog/{}", "/t/blog/{}/feed.atom")


@pytest.fixture
async def moved(store: Store, blog: Blog) -> str:
    """The id of a comment that was written in /old, which is /new now."""
    thread = Thread("/old", url="https://blog.example/old", title="Hello")
    made = await make.decided(store, Status.PUBLISHED, "moved along", thread=thread)
    move = Move("blog", "/old", "/new", How.REMAP)
    await store.moving.seal(move)
    await store.moving.sweep(move)
    return made.id


@pytest.mark.parametrize("path", [*PATHS, *PAGES])
async def test_it_is_read_under_both(blog: Blog, moved: str, path: str) -> None:
    found = []
    for key in ("/old", "/new"):
        response = await blog.client.get(URL(path.format(quote(key, safe="")), encoded=True))
        assert response.status == 200
        found.append(await response.text())
    assert "moved along" in found[0]
    assert found[0].count("%2Fold") == 0
    if "/v1/" in path:
        assert found[0] == found[1]


async def test_who_still_posts_to_the_old_key_writes_in_the_new_thread(
    blog: Blog, store: Store, moved: str
) -> None:
    key = {"Idempotency-Key": "one"}
    thread = {"key": "/old", "url": "https://blog.example/old", "title": "Old title"}
    for replayed in (None, "true"):
        posted = await blog.post("late", thread=thread, parent_id=moved, headers=key)
        assert posted.status == 202
        assert posted.headers.get("Idempotency-Replayed") == replayed
    record = await (await blog.get(posted.headers["Location"])).json()
    assert record["thread"]["key"] == "/new"
    state = await store.threads.state("blog", "/new")
    assert (state.thread.title, state.thread.url) == ("Hello", None)
    await store.threads.close("blog", "/new", "moderator:ana")
    await problem(await blog.post("later", thread=thread), 409, "thread-closed")
