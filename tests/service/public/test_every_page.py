"""What holds for every page that readers see."""

import pytest
from yarl import URL

from moderation.comment import Author, Status, Thread
from moderation.store import Store
from service.problems import KINDS
from tests import make
from tests.service.pages import HOSTILE, Client, read_page, thread_path
from tests.service.public.visitor import PATH, open_form, post


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_is_text_on_every_page(client: Client, store: Store, hostile: str) -> None:
    title = Thread(key=hostile, title=hostile, url=hostile)
    author = Author(name=hostile, email=hostile, url=hostile)
    await store.sites.add("blog", title=hostile, url="https://blog.example/")
    parent = await make.decided(store, Status.PUBLISHED, hostile, thread=title, author=author)
    await make.decided(
        store, Status.PUBLISHED, hostile, thread=title, author=author, parent_id=parent.id
    )
    path = URL(thread_path(hostile), encoded=True)
    page = await read_page(await client.get(path))
    assert [e.text for e in page.all("div", class_="text")] == [hostile] * 2
    assert page.one("h1").text == hostile
    fields = await open_form(client, path)
    again = await read_page(
        await post(client, fields | {"name": hostile, "email": hostile, "body": " "}, path), 422
    )
    assert again.fields()["name"] == hostile
    response = await post(client, fields | {"name": hostile, "body": hostile}, path)
    status = await read_page(await client.get(response.headers["Location"]))
    assert status.one("div", class_="text").text == hostile


async def test_in_an_address_is_text_on_the_error_page(client: Client) -> None:
    for hostile in HOSTILE:
        await read_page(await client.get("/t/blog", params={"url": hostile}), 404)
        await read_page(await client.get(PATH.with_query(cursor=hostile)), 400)


async def test_is_small_and_cached_by_its_content(client: Client) -> None:
    page = await read_page(await client.get(PATH))
    response = await client.get(page.one("link", rel="stylesheet").attrs["href"])
    assert response.status == 200
    assert response.content_type == "text/css"
    assert "max-age" in response.headers["Cache-Control"]
    headers = {"If-None-Match": response.headers["ETag"]}
    again = await client.get("/static/greenroom.css", headers=headers)
    assert again.status == 304


async def test_every_kind_of_problem_is_explained(client: Client) -> None:
    for slug, (_, title) in KINDS.items():
        page = await read_page(await client.get(f"/problems/{slug}"))
        assert page.one("h1").text == title
