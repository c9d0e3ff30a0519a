"""Hostile text on the moderators' pages."""

import pytest

from moderation.comment import Author, Status, Thread
from moderation.store import Store
from moderation.verdict import Signal
from tests import make
from tests.service.pages import HOSTILE, read_page
from tests.service.review.moderator import HASH, OpenApp, press, rows, sign_in, texts, wish


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_is_text_on_every_page(open_app: OpenApp, store: Store, hostile: str) -> None:
    await store.accounts.add(hostile, HASH)
    client = await open_app()
    wrong = await read_page(await sign_in(client, hostile, "wrong horse battery"), 401)
    assert wrong.one("input", name="name").attrs["value"] == hostile
    await sign_in(client, hostile)
    thread = Thread(key=hostile, title=hostile, url=hostile)
    author = Author(name=hostile, email=hostile, url=hostile)
    parent = await make.decided(store, Status.PUBLISHED, hostile, thread=thread, author=author)
    held = await make.kept(store, hostile, thread=thread, author=author, parent_id=parent.id)
    signals = (
        Signal(hostile, hostile, ((0, 3), (2, 9)), {"n": hostile}, 1.0, 1.0, hostile),
        Signal("links", "too_many", ((1, 4),), {"n": hostile, "limit": hostile}, 1.0, 1.0),
    )
    verdict = make.verdict(Status.HELD, signals=signals, category=hostile, not_run=(hostile,))
    await store.comments.decide([make.decision(held, Status.HELD, verdict=verdict)])
    page = await read_page(await client.get("/review/"))
    assert texts(page) == [hostile] * 2
    assert f"Links: {hostile} found, limit {hostile}" in [
        s.text for s in page.all("span", class_="sentence")
    ]
    assert rows(page) == [hostile]
    for name in ("category", "check", "author", "thread"):
        found = await read_page(
            await client.get("/review/", params={"site": "blog", name: hostile})
        )
        assert rows(found) == [hostile]
    by = f"moderator:{hostile}"
    other = make.decision(
        held, Status.REJECTED, status=Status.HELD, version=2, by=by, reason=hostile
    )
    await store.comments.decide([other])
    conflict = await read_page(await press(client, wish(held)), 409)
    assert texts(conflict) == [hostile]
    done = await read_page(await client.get(f"/review/?done={held.id}&status=rejected"))
    assert hostile in done.one("p", role="status").text
    for name in ("site", "status", "cursor", "done"):
        response = await client.get("/review/", params={name: hostile})
        await read_page(response, response.status)
