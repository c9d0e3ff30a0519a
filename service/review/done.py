"""What has just been done: on one comment, or on several at once. For the page it leads to.

Read from the store; the address only names it.
"""

from typing import Any

from aiohttp import web

from moderation.identity import is_id
from service.review.guard import USER
from service.review.view import View
from service.state import STORE


async def one(request: web.Request, view: View) -> dict[str, Any] | None:
    """What has just been decided or taken back: read from the comment, not from the address."""
    store, query = request.app[STORE], request.query
    comment_id = query.get("done") or query.get("undone", "")
    if not is_id(comment_id):
        return None
    (record,) = await store.comments.read(view.site, [comment_id])
    if record is None:
        return None
    (waits,) = await store.settling.of(view.site, [comment_id])
    last = waits.entry() if waits else record.last_move
    mine = last.by == f"moderator:{request[USER]}"
    return {"record": record, "last": last, "mine": mine, "undone": "undone" in query}


async def several(request: web.Request, view: View) -> dict[str, Any] | None:
    """What a batch of one's own did, or how much of one was taken back."""
    back, batch_id = request.query.get("back", ""), request.query.get("batch", "")
    if back.isascii() and back.isdigit():
        return {"back": int(back[:6]), "batch": None, "id": ""}
    batch = await request.app[STORE].batches.read(view.site, batch_id) if is_id(batch_id) else None
    if batch is None or not batch.done or batch.by != f"moderator:{request[USER]}":
        return None
    return {"back": None, "batch": batch, "id": batch_id}
