"""Comments on their way to a thread whose key leads to another one."""

from dataclasses import replace

import msgspec

from moderation.comment import Thread
from moderation.store import Store
from moderation.store.connection import StoreErrors
from moderation.store.records import Intake
from service.problems import Problem


async def led_on(store: Store, intake: Intake) -> Intake | None:
    """The same comment for the thread that its own, which takes none, leads to; None if that is
    simply closed. What the old page is called and where it is says nothing about the other.

    Asked only of what was refused: a thread that was moved takes nothing under its old key.
    """
    comment = intake.comment
    try:
        state = await store.threads.state(comment.site, comment.thread.key)
    except StoreErrors as exc:
        raise Problem("service-degraded") from exc
    key = state.thread.key
    if key == comment.thread.key:
        return None
    return replace(intake, comment=msgspec.structs.replace(comment, thread=Thread(key=key)))
