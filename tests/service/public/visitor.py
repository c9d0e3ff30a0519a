"""What a visitor of the pages does, and what the checks do with it."""

from typing import Any

from yarl import URL

from moderation.comment import Status
from moderation.store import Store
from moderation.store.records import Decision
from tests import make
from tests.service.pages import Client, read_page, thread_path

PATH = URL(thread_path(), encoded=True)


async def open_form(client: Client, path: URL | str = PATH) -> dict[str, str]:
    return (await read_page(await client.get(path))).fields()


async def post(client: Client, fields: dict[str, str], path: URL | str = PATH) -> Any:
    return await client.post(path, data=fields, allow_redirects=False)


async def sent(client: Client, **typed_in: str) -> str:
    """Post a comment and return its status page's address."""
    fields = await open_form(client) | {"name": "Ana", "body": "A fine article."} | typed_in
    response = await post(client, fields)
    assert response.status == 303, await response.text()
    return str(response.headers["Location"])


def id_in(address: str) -> str:
    return address.removeprefix("/s/").partition(".")[0]


async def decide(store: Store, address: str, to: Status, **fields: Any) -> None:
    """As the checks would."""
    (claim,) = await make.claim(store)
    assert claim.comment.id == id_in(address)
    (done,) = await store.comments.decide(
        [
            Decision(
                id=claim.comment.id,
                site="blog",
                thread_key=claim.comment.thread.key,
                status=Status.PENDING,
                version=claim.version,
                to=to,
                by="checks",
                verdict=make.verdict(to, **fields),
            )
        ]
    )
    assert done.made
