"""`POST /review/decide`: a moderator decides, on the comment as they saw it."""

from aiohttp import web

from moderation.comment import ACTIONS, IllegalMove, Status
from moderation.identity import is_id
from moderation.store import Store
from moderation.store.records import Record
from moderation.store.sites import SITE_NAME
from service.decisions import AlreadyDecided, CommentChanged, UnknownComment, Wish, carry_out
from service.forms import read_fields
from service.pages import render, see_other
from service.problems import Problem
from service.review.guard import USER
from service.review.lists import LISTS, REASONS, list_path
from service.state import STORE

FORM_LIMIT = 4 * 1024
VERBS = ("approve", "reject", "hold")  # `hold` is the way back from the other two


async def decide(request: web.Request) -> web.StreamResponse:
    """Back to the list with a line that says what was done, or a page that says why it was not."""
    fields = await read_fields(request, FORM_LIMIT)
    site, comment_id, wish = _wish(fields, f"moderator:{request[USER]}")
    try:
        await carry_out(request.app[STORE], site, comment_id, wish)
    except UnknownComment as exc:
        raise Problem("not-found", "That comment does not exist any more.") from exc
    except AlreadyDecided as exc:
        return _conflict(request, site, exc.record, status=409)
    except CommentChanged as exc:
        return _conflict(request, site, exc.record, status=412)
    except IllegalMove:
        record = await _read(request.app[STORE], site, comment_id)
        return _conflict(request, site, record, status=409)
    status = fields.get("status")
    back = Status(status) if status in LISTS else Status.HELD
    return see_other(list_path(site, back, fields.get("cursor"), done=comment_id))


def _wish(fields: dict[str, str], by: str) -> tuple[str, str, Wish]:
    """Site, comment and wish as the form says. Forms are ours: what is wrong was tampered with."""
    site, comment_id = fields.get("site", ""), fields.get("id", "")
    version, action, why = (fields.get(name, "") for name in ("version", "action", "reason"))
    if not SITE_NAME.fullmatch(site) or not is_id(comment_id):
        raise Problem("not-found", "There is no such comment.")
    if action not in VERBS or not (version.isascii() and version.isdigit() and len(version) < 10):
        raise Problem("bad-request", "The form does not say what to do with which version.")
    if why and why not in REASONS:
        raise Problem("bad-request", "That is not one of the reasons.")
    return site, comment_id, Wish(ACTIONS[action], int(version), by, reason=why or None)


async def _read(store: Store, site: str, comment_id: str) -> Record:
    (record,) = await store.comments.read(site, [comment_id])
    if record is None:
        raise Problem("not-found", "That comment does not exist any more.")
    return record


def _conflict(request: web.Request, site: str, record: Record, *, status: int) -> web.Response:
    context = {
        "user": request[USER],
        "site": site,
        "record": record,
        "last": record.history[-1],
        "changed": status == 412,
        "back": list_path(site),
    }
    return render(request, "review/conflict.html", context, status=status)
