from typing import Any
from urllib.parse import quote, urlencode

import pytest

from moderation.comment import Status
from moderation.store import Store
from tests import make
from tests.service.blog import Blog, make_blog, problem


def path(*keys: str, site: str = "blog") -> str:
    return f"/v1/sites/{site}/counts?{urlencode([('key', key) for key in keys])}"


async def asked(blog: Blog, *keys: str, **headers: str) -> dict[str, int]:
    response = await blog.client.get(path(*keys), headers=headers)
    assert response.status == 200, await response.text()
    data: dict[str, int] = (await response.json())["data"]
    return data


async def test_what_is_published_is_counted_and_nothing_else(blog: Blog, store: Store) -> None:
    for status in (Status.PUBLISHED, Status.PUBLISHED, Status.HELD, Status.REJECTED):
        await make.decided(store, status, key="/one")
    await make.kept(store, key="/one")
    await make.decided(store, Status.PUBLISHED, key="/zwei?a=ä&b")
    await make_blog(blog.client, store, "other", "https://other.example")
    await make.decided(store, Status.PUBLISHED, key="/one", site="other")
    counts = await asked(blog, "/zwei?a=ä&b", "/one", "/none", "/one")
    assert counts == {"/one": 2, "/zwei?a=ä&b": 1, "/none": 0}


async def test_a_change_made_here_is_counted_at_once(blog: Blog) -> None:
    posted = await (await blog.post()).json()
    assert await asked(blog, "/hello") == {"/hello": 0}
    assert (await blog.decide(posted["id"], "approve", 1)).status == 200
    assert await asked(blog, "/hello") == {"/hello": 1}
    token = {"Authorization": f"Bearer {posted['token']}", "If-Match": '"2"'}
    gone = await blog.request("DELETE", f"/v1/comments/{posted['id']}", headers=token)
    assert gone.status == 204
    assert await asked(blog, "/hello") == {"/hello": 0}


async def test_a_reader_who_has_it_is_told_so(blog: Blog, store: Store) -> None:
    first = await blog.client.get(path("/a", "/b"))
    assert first.headers["Cache-Control"] == "public, max-age=60"
    sent = {"If-None-Match": first.headers["ETag"]}
    again = await blog.client.get(path("/b", "/a"), headers=sent)
    assert (again.status, await again.read()) == (304, b"")
    assert again.headers["Cache-Control"] == "public, max-age=60"
    held = await make.decided(store, Status.HELD, key="/a")
    await blog.decide(held.id, "approve", 2)
    assert (await blog.client.get(path("/a", "/b"), headers=sent)).status == 200


@pytest.mark.parametrize(
    "keys", [[], [""], ["x" * 2001], [f"/{n}" for n in range(101)], ["/a"] * 101]
)
async def test_too_few_too_many_or_no_key_at_all_is_refused(blog: Blog, keys: list[str]) -> None:
    await problem(await blog.client.get(path(*keys)), 400, "bad-request")


async def test_a_hundred_threads_are_counted(blog: Blog) -> None:
    assert len(await asked(blog, *(f"/{n}" for n in range(100)))) == 100
    thai = [quote(f"/{n:02}" + "ก" * 33) for n in range(100)]
    assert await asked(blog, *thai) == dict.fromkeys(thai, 0)


async def test_a_key_is_not_needed_and_must_be_the_sites(blog: Blog, store: Store) -> None:
    other = await make_blog(blog.client, store, "other", "https://other.example")
    assert await asked(blog, "/hello", **blog.as_page()) == {"/hello": 0}
    wrong: list[tuple[str, dict[str, Any], int, str]] = [
        (path("/a"), {"Authorization": f"Bearer {other.sk}"}, 404, "not-found"),
        (path("/a"), {"Authorization": "Bearer sk_blog_wrong"}, 401, "unauthorized"),
        (path("/a"), blog.as_page("https://evil.example"), 403, "origin-not-allowed"),
        (path("/a", site="none"), {}, 404, "not-found"),
    ]
    for where, headers, status, slug in wrong:
        await problem(await blog.client.get(where, headers=headers), status, slug)


async def test_a_key_with_a_newline_is_not_two_keys(
    blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.shelf.FRESH_SECONDS", 60.0)
    assert await asked(blog, "/a", "/b") == {"/a": 0, "/b": 0}
    assert await asked(blog, "/a\n/b") == {"/a\n/b": 0}
