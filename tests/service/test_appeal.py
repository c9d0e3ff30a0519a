"""`POST /v1/comments/{id}/appeal`, and the same from the author's status page."""

from typing import Any

import pytest

from moderation.comment import Status
from moderation.store import Store
from moderation.store.desk import Aside
from service.state import READINESS
from tests import make
from tests.service.blog import Blog, make_blog, nothing_stored, problem
from tests.service.pages import read_page
from tests.service.test_own import decided, own, posted


async def appeals(store: Store) -> list[str]:
    return await store.desk.aside("blog", Aside.APPEALED, 10)


def path(answer: dict[str, Any]) -> str:
    return f"/v1/comments/{answer['id']}/appeal"


async def shown(blog: Blog, answer: dict[str, Any]) -> Any:
    response = await blog.get(f"/v1/comments/{answer['id']}", **own(answer))
    return await response.json()


async def test_an_author_asks_once_and_reads_what_became_of_it(blog: Blog, store: Store) -> None:
    answer = await decided(blog, store, Status.REJECTED)
    assert (await shown(blog, answer))["appeal"] is None
    for _ in range(2):
        response = await blog.request("POST", path(answer), headers=own(answer))
        assert response.status == 202
        assert await response.json() == {"id": answer["id"], "appeal": "waiting"}
    assert await appeals(store) == [answer["id"]]
    assert (await shown(blog, answer))["appeal"] == "waiting"
    assert (await shown(blog, answer))["status"] == "rejected"
    await store.desk.take_back("blog", Aside.APPEALED, answer["id"])
    assert (await shown(blog, answer))["appeal"] == "answered"
    response = await blog.request("POST", path(answer), headers=own(answer))
    assert await response.json() == {"id": answer["id"], "appeal": "answered"}
    assert await appeals(store) == []


async def test_what_is_decided_answers_it(blog: Blog, store: Store) -> None:
    answer = await decided(blog, store, Status.REJECTED)
    await blog.request("POST", path(answer), headers=own(answer))
    assert (await blog.decide(answer["id"], "approve", 2)).status == 200
    assert await appeals(store) == []
    assert "appeal" not in await shown(blog, answer)


@pytest.mark.parametrize("status", [Status.PENDING, Status.HELD, Status.PUBLISHED])
async def test_elsewhere_there_is_nothing_to_ask_for(
    blog: Blog, store: Store, raw: Any, status: Status
) -> None:
    pending = status is Status.PENDING
    answer = await (posted(blog) if pending else decided(blog, store, status))
    async with nothing_stored(raw):
        response = await blog.request("POST", path(answer), headers=own(answer))
        await problem(response, 409, "illegal-move")


async def test_only_its_holder_and_the_sites_server_may(blog: Blog, store: Store, raw: Any) -> None:
    answer = await decided(blog, store, Status.REJECTED)
    other = await decided(blog, store, Status.REJECTED)
    elsewhere = await make_blog(blog.client, store, "other")
    async with nothing_stored(raw):
        for headers in (own(other), {"Authorization": f"Bearer {elsewhere.sk}"}):
            response = await blog.request("POST", path(answer), headers=headers)
            await problem(response, 404, "not-found")
        response = await blog.request("POST", path(answer), headers=blog.as_page())
        await problem(response, 403, "forbidden")
    assert (await blog.request("POST", path(answer))).status == 202


async def test_while_nothing_can_be_promised_it_is_refused(
    blog: Blog, store: Store, raw: Any
) -> None:
    answer = await decided(blog, store, Status.REJECTED)
    raw.config_set("appendfsync", "everysec")
    try:
        await blog.client.app[READINESS].examine()
        async with nothing_stored(raw):
            response = await blog.request("POST", path(answer), headers=own(answer))
            await problem(response, 503, "service-degraded")
    finally:
        raw.config_set("appendfsync", "always")


@pytest.mark.parametrize("category", ["spam", "personal_data", "self_harm"])
async def test_without_scripts_the_status_page_asks(
    blog: Blog, store: Store, category: str
) -> None:
    answer = await posted(blog)
    verdict = make.verdict(Status.REJECTED, category=category)
    decision = make.decision(make.comment(id=answer["id"]), Status.REJECTED, verdict=verdict)
    assert (await store.comments.decide([decision]))[0].made
    address = f"/s/{answer['id']}.{answer['token']}"
    page = await read_page(await blog.client.get(address))
    action = page.one("form").attrs["action"]
    assert action == f"{address}/appeal"
    assert page.one("button").text == "Ask for a review"
    page = await read_page(await blog.client.post(action))
    assert "A moderator will look at it again." in page.text
    assert not page.all("form")
    assert await appeals(store) == [answer["id"]]
    await store.desk.take_back("blog", Aside.APPEALED, answer["id"])
    page = await read_page(await blog.client.get(address))
    assert "A moderator looked at it again, and it stays so." in page.text
    assert not page.all("form")


async def test_the_page_of_another_asks_for_nothing(blog: Blog, store: Store) -> None:
    answer = await decided(blog, store, Status.REJECTED)
    other = await decided(blog, store, Status.REJECTED)
    response = await blog.client.post(f"/s/{answer['id']}.{other['token']}/appeal")
    assert response.status == 404
    assert await appeals(store) == []
