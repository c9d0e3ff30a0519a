"""A moderator rules about an author, in tests."""

from typing import Any

from moderation.comment import Author, Client, Status
from moderation.store import Store
from tests import make
from tests.service.pages import Client as Browser
from tests.service.pages import Page, read_page
from tests.service.review.moderator import OURS

MAX = Author("Max", "Max@pills.example", "https://shop.example/x")
FROM = Client("8.8.4.7")
EMAIL = "email max@pills.example"


async def hold(store: Store, body: str = "Buy my pills.", **fields: Any) -> Any:
    fields = {"author": MAX, "client": FROM, **fields}
    return await make.decided(store, Status.HELD, body, **fields)


async def publish(store: Store, count: int, author: Author = MAX) -> None:
    for n in range(count):
        who = Author(f"Reader {n}", f"r{n}@example.org") if author is not MAX else MAX
        await make.decided(store, Status.PUBLISHED, f"Fine {n}.", author=who, client=FROM)


async def look(client: Browser, made: Any, status: int = 200, **query: str) -> Page:
    params = {"site": "blog", "comment": made.id, **query}
    return await read_page(await client.get("/review/author", params=params), status)


async def send(client: Browser, made: Any, step: str, status: int = 200, **fields: str) -> Page:
    sent = {
        "site": "blog",
        "comment": made.id,
        "whom": EMAIL,
        "word": "ban",
        "lasts": "week",
        "why": "sells pills",
        **fields,
    }
    path = f"/review/author/{step}"
    response = await client.post(path, data=sent, headers=OURS, allow_redirects=False)
    return await read_page(response, status)


def sent_by(page: Page) -> dict[str, Any]:
    """The hidden fields of the second form."""
    return {e.attrs["name"]: e.attrs["value"] for e in page.all("input", type="hidden")}
