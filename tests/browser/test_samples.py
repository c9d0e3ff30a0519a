"""Every sample in JavaScript, run as it is printed, in a page of the blog's own."""

from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import BrowserContext

from moderation.store import Store
from service.openapi.document import OPERATIONS
from service.openapi.operation import Operation
from service.openapi.samples import LANGUAGES
from tests.service.openapi.sampling import hasten, prepared


@pytest.fixture
async def page_url(aiohttp_server: Any, store: Store) -> str:
    """A page of the blog, elsewhere than the service; its origin is one that the blog lists."""

    async def empty(_: web.Request) -> web.Response:
        return web.Response(
            text="<!doctype html><title>An article</title>", content_type="text/html"
        )

    app = web.Application()
    app.router.add_get("/", empty)
    origin = str((await aiohttp_server(app)).make_url("")).rstrip("/")
    await store.sites.add("blog", url=origin, origins=(origin,))
    return origin


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
async def test_a_sample_does_what_it_says(
    scripted: BrowserContext,
    address: str,
    page_url: str,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    operation: Operation,
) -> None:
    hasten(monkeypatch, store)
    given = await prepared(store, operation)
    page = await scripted.new_page()
    await page.goto(page_url)
    code = LANGUAGES["JavaScript"](operation, address)
    answers = bool(operation.answers[0].body)
    tail = "return answer;" if answers else "return null;"
    answer = await page.evaluate(
        f"async ([key, id]) => {{ {code}\n{tail} }}", [given["KEY"], given["ID"]]
    )
    assert bool(answer) == answers


async def test_a_sample_that_is_refused_throws(
    scripted: BrowserContext, address: str, page_url: str
) -> None:
    page = await scripted.new_page()
    await page.goto(page_url)
    code = LANGUAGES["JavaScript"](OPERATIONS[0], address)
    with pytest.raises(Exception, match="This key or token is not known"):
        await page.evaluate(f"async ([key, id]) => {{ {code} }}", ["sk_blog_wrong", "x"])
