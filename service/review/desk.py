"""`POST /review/aside` and `/review/note`: what moderators do beside deciding.

Nothing here moves a comment, but for one: what readers can see and somebody worries about is held.
"""

from aiohttp import web

from moderation.comment import IllegalMove, Status
from moderation.identity import is_id
from moderation.store import Store
from moderation.store.desk import BY_MODERATORS, Aside
from moderation.store.records import Record
from moderation.verdict import is_care
from service.decisions import AlreadyDecided, CommentChanged, Wish, carry_out
from service.forms import read_fields
from service.language import marked
from service.pages import see_other
from service.problems import Problem
from service.review.decide import GONE
from service.review.guard import USER, decides
from service.review.view import read_view
from service.state import POLICY, STORE

FORM_LIMIT = 8 * 1024
NOTE_LIMIT = 1000
NOT_WAITING = marked("This comment does not wait any more.")


async def set_aside(request: web.Request) -> web.StreamResponse:
    """For a second opinion, or since somebody may be at risk; perhaps with a note why."""
    fields = await read_fields(request, FORM_LIMIT)
    why = fields.get("why", "")
    if why not in BY_MODERATORS:
        raise Problem("bad-request", marked("The form does not say why."))
    aside, store = Aside(why), request.app[STORE]
    record, text, back = await _asked(request, fields)
    who = f"moderator:{request[USER]}"
    if aside is Aside.URGENT and record.status is Status.PUBLISHED:
        record = await _hidden(store, record, who)
    if record.status is not Status.HELD:
        raise Problem("already-decided", NOT_WAITING)
    site, comment_id = record.comment.site, record.comment.id
    laid = await store.desk.set_aside(site, aside, comment_id)
    if laid is None:
        raise Problem("already-decided", NOT_WAITING)
    if laid:
        await store.desk.note(site, comment_id, who, text, aside)
    return see_other(back)


async def take_back(request: web.Request) -> web.StreamResponse:
    """Nobody is at risk, whoever worried. What the checks put in care stays there."""
    fields = await read_fields(request, FORM_LIMIT)
    record, text, _ = await _asked(request, fields)
    if is_care(record.verdict, request.app[POLICY].current()):
        raise Problem("bad-request", marked("The checks put this comment in care."))
    await _take_back(request, record, text, Aside.URGENT, Aside.AT_RISK)
    site, comment_id = record.comment.site, record.comment.id
    return see_other(read_view({**fields, "comment": comment_id}, {site: 0}).path())


async def keep(request: web.Request) -> web.StreamResponse:
    """Readers reported it, and nothing is wrong with it. It stays where it is."""
    fields = await read_fields(request, FORM_LIMIT)
    record, text, back = await _asked(request, fields)
    await _take_back(request, record, text, Aside.REPORTED, Aside.AT_RISK)
    return see_other(back)


async def keep_rejected(request: web.Request) -> web.StreamResponse:
    """Its author appealed, and it stays as it is. They are told that a person looked again."""
    fields = await read_fields(request, FORM_LIMIT)
    record, text, back = await _asked(request, fields)
    await _take_back(request, record, text, Aside.APPEALED)
    return see_other(back)


async def _take_back(request: web.Request, record: Record, text: str, *asides: Aside) -> None:
    """It is set aside for none of these any more. If it was, the first is noted."""
    desk, comment = request.app[STORE].desk, record.comment
    if any([await desk.take_back(comment.site, each, comment.id) for each in asides]):
        who = f"moderator:{request[USER]}"
        await desk.note(comment.site, comment.id, who, text, asides[0], ended=True)


async def _hidden(store: Store, record: Record, who: str) -> Record:
    wish = Wish(Status.HELD, record.version, who)
    try:
        return (await carry_out(store, record.comment.site, record.comment.id, wish)).record
    except (AlreadyDecided, CommentChanged, IllegalMove) as exc:
        raise Problem("already-decided") from exc


async def note(request: web.Request) -> web.StreamResponse:
    """For the other moderators, on any comment."""
    fields = await read_fields(request, FORM_LIMIT)
    store = request.app[STORE]
    record, text, _ = await _asked(request, fields)
    if not text:
        raise Problem("bad-request", marked("There is nothing in the note."))
    site, comment_id = record.comment.site, record.comment.id
    await store.desk.note(site, comment_id, f"moderator:{request[USER]}", text)
    return see_other(read_view({**fields, "comment": comment_id}, {site: 0}).path())


async def _asked(request: web.Request, fields: dict[str, str]) -> tuple[Record, str, str]:
    """The comment, the note, and where to go on. Raises `Problem`."""
    store = request.app[STORE]
    site, comment_id = fields.get("site", ""), fields.get("id", "")
    decides(request, site)
    text = fields.get("note", "").strip()
    if len(text) > NOTE_LIMIT:
        raise Problem("bad-request", marked("The note is too long."))
    known = is_id(comment_id) and site in await store.sites.names()
    record = (await store.comments.read(site, [comment_id]))[0] if known else None
    if record is None:
        raise Problem("not-found", GONE)
    return record, text, read_view(fields, {site: 0}).path()
