"""What a sample needs to find when it is run: a comment, a key, and somebody who judges."""

import pytest

from moderation.comment import Status, Thread
from moderation.doorbell import Doorbell
from moderation.store import Store
from moderation.store.sites import KeyKind
from service.openapi.operation import Operation, Who
from tests import make

THREAD = Thread(key="/2026/11/hello", title="Hello")
VERDICTS = (
    b'[{"outcome":"published","score":0.0,"policy_version":1,"category":"clean"},'
    b'{"outcome":"held","score":3.0,"policy_version":1,"category":"spam"}]'
)


async def prepared(store: Store, operation: Operation) -> dict[str, str]:
    """A key and the id of a comment, at version 2, for which the sample does what it says."""
    stands = {"decideComment": Status.HELD, "appealComment": Status.REJECTED}
    status = stands.get(operation.id, Status.PUBLISHED)
    made = await make.decided(store, status, thread=THREAD)
    site = await store.sites.get("blog")
    assert site is not None
    key = await store.sites.add_key("blog", KeyKind.SECRET)
    token = operation.sample_by is Who.TOKEN
    return {"ID": made.id, "KEY": site.comment_token(made.id) if token else key}


def hasten(monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    """No worker runs: nobody waits for a decision, and questions are answered at once. A stream is
    a short one."""

    async def ask(_: Doorbell, site: str, ask_id: str) -> bool:
        await store.facts.answer(site, ask_id, VERDICTS)
        return True

    monkeypatch.setattr(Doorbell, "ask", ask)
    monkeypatch.setattr("service.api.prefer.LONGEST", 0.02)
    monkeypatch.setattr("service.api.events.LIFE_SECONDS", 0.3)
