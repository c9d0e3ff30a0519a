"""`POST /review/several`: many comments decided at once, those ticked or all that a view lists.

What was chosen is kept as it was seen, so that what comes in meanwhile is not decided unseen. A few
are decided at once; before many a page says how many, shows some, and asks.
"""

from aiohttp import web

from moderation.comment import MOVES, Status
from moderation.identity import is_id
from moderation.store.batches import Batch
from moderation.store.records import Record
from service.batch import carry_out_all, pick_all, take_back_all
from service.forms import read_pairs
from service.language import marked
from service.pages import render, see_other
from service.problems import Problem
from service.review import queues
from service.review.decide import VERBS
from service.review.guard import CALLER, NO_SITE, USER, decides
from service.review.lists import REASONS
from service.review.view import View, read_view
from service.state import POLICY, SETTINGS, STORE

FORM_LIMIT = 64 * 1024
FIELDS = 600
# Up to so many are decided without a question; beyond the second number it has to be typed.
AT_ONCE, UNTYPED = 20, 200
SAMPLES = 3
ACTIONS = ("approve", "reject", "spam")
NOTHING = marked("No comment was chosen, or none that can be decided so.")


async def choose(request: web.Request) -> web.StreamResponse:
    """Decide what was chosen, or ask first. Raises `Problem`."""
    pairs = await read_pairs(request, FORM_LIMIT, FIELDS)
    fields = dict(pairs)
    view, to, reason = _asked(request, fields)
    store, policy = request.app[STORE], request.app[POLICY].current()
    if view.site not in await store.sites.names():
        raise Problem("not-found", NO_SITE)
    records, more = await _chosen(request, view, pairs)
    records = [r for r in records if to in MOVES[r.status]]
    worried = set()
    for aside in queues.RISK:
        worried |= set(await store.desk.aside(view.site, aside, queues.MOST_AT_ONCE))
    picks, alone = pick_all(records, to, policy, worried)
    if not picks:
        raise Problem("bad-request", NOTHING)
    batch = Batch(by=f"moderator:{request[USER]}", to=to, picks=picks, reason=reason)
    if len(picks) <= AT_ONCE and not alone:
        return await _carry_out(request, view, batch, None)
    context = {
        "view": view,
        "batch": batch,
        "batch_id": await store.batches.keep(view.site, batch),
        "count": len(picks),
        "alone": alone,
        "samples": [r for r in records if r not in alone][:SAMPLES],
        "typed": len(picks) > UNTYPED,
        "more": more,
        "user": request[USER],
    }
    return render(request, "review/several.html", context)


async def confirm(request: web.Request) -> web.StreamResponse:
    """What was asked about is wanted. Raises `Problem`."""
    fields = dict(await read_pairs(request, FORM_LIMIT, FIELDS))
    view = read_view(fields, {fields.get("site", ""): 0})
    batch, batch_id = await _kept(request, view, fields)
    count = len(batch.picks)
    if count > UNTYPED and fields.get("count", "").strip() != str(count):
        told = marked("The number that was typed is not the number of comments. Nothing was done.")
        raise Problem("bad-request", told)
    return await _carry_out(request, view, batch, batch_id)


async def undo(request: web.Request) -> web.StreamResponse:
    """All that a batch did, and nobody has changed since, waits again. Raises `Problem`."""
    fields = dict(await read_pairs(request, FORM_LIMIT, FIELDS))
    view = read_view(fields, {fields.get("site", ""): 0})
    batch, _ = await _kept(request, view, fields)
    back = await take_back_all(request.app[STORE], view.site, batch)
    return see_other(f"{view.start}&back={back}")


def _asked(request: web.Request, fields: dict[str, str]) -> tuple[View, Status, str | None]:
    view = read_view(fields, {fields.get("site", ""): 0})
    decides(request, view.site)
    action, why = fields.get("action", ""), fields.get("reason", "")
    if view.decided or action not in ACTIONS or (why and why not in REASONS):
        raise Problem("bad-request", marked("The form does not say what to do."))
    to, reason = VERBS[action]
    return view, to, reason or (why if to is Status.REJECTED and why else None)


async def _chosen(
    request: web.Request, view: View, pairs: list[tuple[str, str]]
) -> tuple[list[Record], bool]:
    """All that the view lists (and is there more?), or those ticked that did not change since."""
    store = request.app[STORE]
    if ("all", "1") in pairs:
        return await queues.everything(
            store, view, await store.now_ms(), request[CALLER].not_for_me
        )
    picked = dict(each.split(" ", 1) for name, each in pairs if name == "pick" and " " in each)
    found = await store.comments.read(view.site, [each for each in picked if is_id(each)])
    return [r for r in found if r and str(r.version) == picked[r.comment.id]], False


async def _kept(request: web.Request, view: View, fields: dict[str, str]) -> tuple[Batch, str]:
    """A batch of one's own, with its id."""
    decides(request, view.site)
    batch_id = fields.get("batch", "")
    batch = await request.app[STORE].batches.read(view.site, batch_id) if is_id(batch_id) else None
    if batch is None or batch.by != f"moderator:{request[USER]}":
        raise Problem("not-found", marked("That was too long ago, or never asked for."))
    return batch, batch_id


async def _carry_out(
    request: web.Request, view: View, batch: Batch, batch_id: str | None
) -> web.StreamResponse:
    store, wait_ms = request.app[STORE], request.app[SETTINGS].undo_seconds * 1000
    done = await carry_out_all(store, view.site, batch, wait_ms=wait_ms)
    return see_other(f"{view.start}&batch={await store.batches.keep(view.site, done, batch_id)}")
