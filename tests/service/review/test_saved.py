"""The texts that moderators keep for replies."""

from typing import Any

import pytest

from moderation.store import Store
from moderation.store.replies import MOST_REPLIES
from moderation.user import Role
from tests.service.pages import HOSTILE, Client, read_page, typed
from tests.service.review.moderator import HASH, OURS, OpenApp, sign_in

PATH = "/review/saved?site=blog"


async def post(client: Client, name: str, text: str = "", what: str = "", **headers: str) -> Any:
    data = {"site": "blog", "name": name, "text": text}
    return await client.post(
        f"/review/saved{what}", data=data, headers=headers or OURS, allow_redirects=False
    )


async def test_one_is_kept_changed_and_removed(client: Client, store: Store) -> None:
    assert (await post(client, "thanks", "Thank you,\r\n{name}.")).status == 303
    assert await store.replies.all("blog") == {"thanks": "Thank you,\n{name}."}
    page = await read_page(await client.get(PATH))
    assert page.one("h2", id="name-1").text == "thanks"
    assert typed(page.one("textarea", id="text-1")) == "Thank you,\n{name}."
    await post(client, "thanks", "Thanks!")
    assert await store.replies.all("blog") == {"thanks": "Thanks!"}
    assert (await post(client, "thanks", what="/remove")).status == 303
    assert await store.replies.all("blog") == {}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("", "text", "Give it a name"),
        ("x" * 61, "text", "Give it a name"),
        ("a\nb", "text", "Give it a name"),
        ("name", " \n", "Give it a text"),
        ("name", "x" * 2001, "Give it a text"),
        ("name", "a\x00b", "Give it a text"),
        ("name", "Hello {nmae}", "Nothing will ever fill in {nmae}."),
    ],
)
async def test_what_cannot_be_kept_comes_back(
    client: Client, store: Store, name: str, text: str, told: str
) -> None:
    page = await read_page(await post(client, name, text), 422)
    assert told in page.one("p", role="alert").text
    assert typed(page.one("textarea", id="text")) == text.strip()
    assert await store.replies.all("blog") == {}


async def test_one_too_many_is_refused(client: Client, store: Store) -> None:
    for number in range(MOST_REPLIES):
        await store.replies.keep("blog", f"name {number}", "text")
    page = await read_page(await post(client, "one more", "text"), 422)
    assert "Remove one first." in page.one("p", role="alert").text
    assert len(await store.replies.all("blog")) == MOST_REPLIES


@pytest.mark.parametrize("text", [one for one in HOSTILE if len(one) <= 60])
async def test_hostile_text_is_text(client: Client, store: Store, text: str) -> None:
    assert (await post(client, text, text)).status == 303
    page = await read_page(await client.get(PATH))
    assert page.one("h2", id="name-1").text == text
    assert typed(page.one("textarea", id="text-1")) == text


async def test_only_who_may_decide_has_them(open_app: OpenApp, store: Store) -> None:
    await store.accounts.add("vera", HASH, {"blog": Role.VIEWER})
    await store.accounts.add("oda", HASH, {"other": Role.MODERATOR})
    client = await open_app()
    for name, status in (("vera", 403), ("oda", 404)):
        await sign_in(client, name)
        assert (await client.get(PATH)).status == status
        assert (await post(client, "thanks", "Thank you.")).status == status
        assert (await post(client, "thanks", what="/remove")).status == status
    await sign_in(client, "ana")
    foreign = await client.post(
        "/review/saved",
        data={"site": "blog", "name": "a", "text": "b"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert foreign.status == 403
    assert await store.replies.all("blog") == {}
