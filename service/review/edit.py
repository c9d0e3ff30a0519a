"""`/review/edit`: a moderator changes a comment's text, a telephone number in it, say."""

from aiohttp import web

from moderation.draft import BODY_LIMIT, InvalidDraft, to_body
from moderation.store.records import Record
from service import editing, wording
from service.decisions import CommentChanged, UnknownComment
from service.editing import Change, NotEditable, SameText, TooOften
from service.forms import read_fields
from service.language import gettext, marked
from service.pages import render, see_other
from service.problems import Problem
from service.review import faults, named
from service.review.decide import GONE
from service.review.desk import NOTE_LIMIT
from service.review.guard import USER
from service.state import STORE

FORM_LIMIT = 256 * 1024  # a text that is too long comes back to its writer

CHANGED = marked(
    "The comment changed since you read it: it is %(status)s, version %(version)s, and says what "
    "stands below. Nothing was overwritten. Your text is in the form; look at both, then save."
)
SAME = marked("This is the text that is there.")
EMPTY = marked("A comment without a text is rejected, not edited.")
NOT_HERE = marked("Only what is held or published is edited.")
WAITS = marked("It has just been decided. Edit it when that has taken effect, or undo it.")
TOO_OFTEN = marked("This comment has been edited as often as all its texts can be kept.")


async def show(request: web.Request) -> web.Response:
    """The text in a form, with what stood there before."""
    site = await named.site_to_decide(request, request.query.get("site", ""))
    record = await named.comment(request, site, request.query.get("id", ""))
    if record.status not in editing.EDITABLE:
        raise Problem("illegal-move", NOT_HERE)
    await _not_waiting(request, record)
    return await _form(request, record, record.comment.body)


async def submit(request: web.Request) -> web.StreamResponse:
    """The new text, if the comment still is what they saw; else both, to decide again."""
    fields = await read_fields(request, FORM_LIMIT)
    site = await named.site_to_decide(request, fields.get("site", ""))
    record = await named.comment(request, site, fields.get("id", ""))
    version, note = fields.get("version", ""), fields.get("note", "").strip()
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        raise Problem("bad-request", marked("The form does not say what to do."))
    if len(note) > NOTE_LIMIT:
        raise Problem("bad-request", marked("The note is too long."))
    typed = fields.get("body", "")
    await _not_waiting(request, record)
    try:
        body = to_body(typed)
        change = Change(body, int(version), f"moderator:{request[USER]}", note or None)
        await editing.carry_out(request.app[STORE], record, change)
    except InvalidDraft as exc:
        fault = faults.sentence(exc.errors[0], empty=EMPTY)
        return await _form(request, record, typed, version, note=note, fault=fault, status=422)
    except SameText:
        fault = gettext(SAME)
        return await _form(request, record, typed, version, note=note, fault=fault, status=422)
    except CommentChanged as exc:
        return await _conflict(request, exc.record, typed, note)
    except NotEditable as exc:
        raise Problem("illegal-move", NOT_HERE) from exc
    except TooOften as exc:
        raise Problem("illegal-move", TOO_OFTEN) from exc
    except UnknownComment as exc:
        raise Problem("not-found", GONE) from exc
    return see_other(named.card_page(record))


async def _not_waiting(request: web.Request, record: Record) -> None:
    """An edit would undo a decision that waits to take effect. Raises `Problem`."""
    (waits,) = await request.app[STORE].settling.of(record.comment.site, [record.comment.id])
    if waits is not None:
        raise Problem("already-decided", WAITS)


async def _conflict(request: web.Request, record: Record, typed: str, note: str) -> web.Response:
    if record.status not in editing.EDITABLE:
        raise Problem("illegal-move", NOT_HERE)
    told = {"status": wording.status(record.status), "version": record.version}
    fault = gettext(CHANGED) % told
    return await _form(request, record, typed, note=note, fault=fault, status=412)


async def _form(
    request: web.Request,
    record: Record,
    typed: str,
    version: str = "",
    *,
    note: str = "",
    fault: str = "",
    status: int = 200,
) -> web.Response:
    """`version` is the one they saw, if it is not the one that is there."""
    comment = record.comment
    context = {
        "user": request[USER],
        "record": record,
        "comment": comment,
        "version": version or record.version,
        "typed": typed,
        "note": note,
        "fault": fault,
        "most": BODY_LIMIT,
        "replaced": await request.app[STORE].edits.before(comment.site, comment.id),
        "back": named.card_page(record),
    }
    return render(request, "review/edit.html", context, status=status)
