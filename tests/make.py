"""Makers of domain values for tests: one default each, the rest by keyword."""

from typing import Any

from moderation.comment import Comment, Status, Thread
from moderation.identity import new_id
from moderation.policy import parse_policy
from moderation.store import Store
from moderation.store.records import Claim, Decision, Intake, Record
from moderation.verdict import Verdict, is_care

POLICY = parse_policy("version = 1\n[thresholds]\nhold = 3.0\nreject = 8.0")


def comment(body: str = "A fine article.", *, key: str = "/hello", **fields: Any) -> Comment:
    fields.setdefault("site", "blog")
    thread = fields.pop("thread", Thread(key=key))
    return Comment(id=fields.pop("id", new_id()), thread=thread, body=body, **fields)


def verdict(outcome: Status = Status.PUBLISHED, **fields: Any) -> Verdict:
    fields.setdefault("category", "clean")
    return Verdict(outcome=outcome, score=0.0, policy_version=1, **fields)


async def kept(store: Store, body: str = "A fine article.", **fields: Any) -> Comment:
    """A comment that the store has accepted."""
    made = comment(body, **fields)
    (receipt,) = await store.comments.accept([Intake(made)])
    assert not isinstance(receipt, Exception)
    return made


async def decided(
    store: Store, to: Status, body: str = "A fine article.", **fields: Any
) -> Comment:
    """A comment that the checks have decided on."""
    made = await kept(store, body, **fields)
    (outcome,) = await store.comments.decide([decision(made, to)])
    assert outcome.made
    return made


def decision(made: Comment, to: Status, **fields: Any) -> Decision:
    fields.setdefault("status", Status.PENDING)
    fields.setdefault("version", 1)
    fields.setdefault("by", "checks")
    if fields["by"] == "checks":
        fields.setdefault("verdict", verdict(to))
        fields.setdefault("care", is_care(fields["verdict"], POLICY))
    return Decision(id=made.id, site=made.site, thread_key=made.thread.key, to=to, **fields)


async def read(store: Store, made: Comment) -> Record:
    (record,) = await store.comments.read(made.site, [made.id])
    assert record is not None
    return record


async def claim(store: Store, *, limit: int = 10, hush: bool = False) -> list[Claim]:
    """What a drain of the blog would get now."""
    return list((await store.comments.claim("blog", limit, hush=hush)).comments)
