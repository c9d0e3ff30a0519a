"""The page on which readers report a comment."""

from typing import Any

import pytest
from yarl import URL

from moderation.comment import Author, Status
from moderation.report import Why
from moderation.store import Store
from tests import make
from tests.service.pages import HOSTILE, Client, read_page, thread_path, typed


def address(made: Any, key: str = "/hello") -> URL:
    return URL(f"{thread_path(key)}/report/{made.id}", encoded=True)


async def send(client: Client, made: Any, **fields: str) -> Any:
    headers = {"Sec-Fetch-Site": fields.pop("site", "same-origin")}
    return await client.post(address(made), data=fields, headers=headers, allow_redirects=False)


@pytest.mark.parametrize("status", [Status.HELD, Status.REJECTED])
async def test_there_is_none_for_what_is_on_no_page(
    client: Client, store: Store, status: Status
) -> None:
    made = await make.decided(store, status)
    await read_page(await client.get(address(made)), 404)
    await read_page(await send(client, made, reason="spam"), 404)
    elsewhere = await make.decided(store, Status.PUBLISHED, key="/other")
    await read_page(await client.get(address(elsewhere)), 404)
    assert await store.reports.of("blog", made.id) == []


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 422),
        ({"reason": "boring"}, 422),
        ({"reason": "spam", "text": "x" * 501}, 422),
        ({"reason": "spam", "site": "cross-site"}, 403),
    ],
)
async def test_a_bent_form_reports_nothing(
    client: Client, store: Store, fields: dict[str, str], status: int
) -> None:
    made = await make.decided(store, Status.PUBLISHED)
    page = await read_page(await send(client, made, **fields), status)
    if status == 422:
        assert page.one("p", role="alert").text
        assert typed(page.one("textarea")) == fields.get("text", "")
    assert await store.reports.of("blog", made.id) == []


async def test_a_reader_reports_from_the_page_and_is_told_the_same_twice(
    client: Client, store: Store
) -> None:
    made = await make.decided(store, Status.PUBLISHED, "Buy pills.", author=Author(name="Max"))
    page = await read_page(await client.get(URL(thread_path(), encoded=True)))
    link = page.one("a", href=str(address(made)))
    assert link.text == "Report the comment by Max"
    page = await read_page(await client.get(address(made)))
    assert page.one("div", class_="text").text == "Buy pills."
    for _ in range(2):
        response = await send(client, made, reason="abuse", text="Rude.")
        assert response.status == 303
        sent = URL(response.headers["Location"], encoded=True)
        assert "A moderator will look at it." in (await read_page(await client.get(sent))).text
    (kept,) = await store.reports.of("blog", made.id)
    assert (kept.reason, kept.text) == (Why.ABUSE, "Rude.")
    public = await read_page(await client.get(URL(thread_path(), encoded=True)))
    assert "Buy pills." in public.text
    assert "Rude." not in public.text


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_hostile_text_is_text(client: Client, store: Store, hostile: str) -> None:
    made = await make.decided(store, Status.PUBLISHED, hostile, author=Author(name=hostile))
    page = await read_page(await send(client, made, reason="", text=hostile), 422)
    assert page.one("div", class_="text").text == hostile
    assert typed(page.one("textarea")) == hostile
