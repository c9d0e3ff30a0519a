"""`POST /review/decide` and `/review/undo`: a moderator decides, on the comment as they saw it, or
takes back what they decided last.

A form is answered with the list and a line that says what was done, a script with JSON.
"""

from typing import Any

from aiohttp import web

from moderation.comment import HistoryEntry, IllegalMove, Status
from moderation.identity import is_id
from moderation.store import Store
from moderation.store.records import Record
from moderation.store.sites import SITE_NAME
from moderation.verdict import WITH_CARE
from service import wording
from service.api import views
from service.decisions import (
    AlreadyDecided,
    CommentChanged,
    Outcome,
    UnknownComment,
    Wish,
    carry_out,
    take_back,
)
from service.forms import read_fields
from service.language import gettext, marked
from service.pages import render, see_other
from service.problems import Problem
from service.review.asked import wants_json
from service.review.guard import USER, decides
from service.review.lists import REASONS
from service.review.view import read_view
from service.state import SETTINGS, STORE

FORM_LIMIT = 4 * 1024
# What a moderator can do, with the reason that goes without saying. `hold` is the way back.
VERBS = {
    "approve": (Status.PUBLISHED, None),
    "reject": (Status.REJECTED, None),
    "spam": (Status.REJECTED, "spam"),
    "care": (Status.REJECTED, WITH_CARE),
    "hold": (Status.HELD, None),
}
GONE = marked("That comment does not exist any more.")


async def decide(request: web.Request) -> web.StreamResponse:
    """What was done, or why it was not. Raises `Problem`."""
    fields = await read_fields(request, FORM_LIMIT)
    site, comment_id, wish = _wish(fields, f"moderator:{request[USER]}")
    decides(request, site)
    back = read_view(fields, {site: 0}).path()
    try:
        wait_ms = request.app[SETTINGS].undo_seconds * 1000
        outcome = await carry_out(request.app[STORE], site, comment_id, wish, wait_ms=wait_ms)
    except UnknownComment as exc:
        raise Problem("not-found", GONE) from exc
    except AlreadyDecided as exc:
        return _conflict(request, site, exc.record, exc.last, "already-decided")
    except CommentChanged as exc:
        return _conflict(request, site, exc.record, exc.record.history[-1], "comment-changed")
    except IllegalMove:
        record = await _read(request.app[STORE], site, comment_id)
        return _conflict(request, site, record, record.last_move, "already-decided")
    if wants_json(request):
        return views.json_response(_told_of(outcome))
    return see_other(f"{back}&done={comment_id}")


async def undo(request: web.Request) -> web.StreamResponse:
    """The comment waits again. Raises `Problem`."""
    fields = await read_fields(request, FORM_LIMIT)
    site, comment_id = fields.get("site", ""), fields.get("id", "")
    if not SITE_NAME.fullmatch(site) or not is_id(comment_id):
        raise Problem("not-found", "There is no such comment.")
    decides(request, site)
    by = f"moderator:{request[USER]}"
    (outcome,) = await take_back(request.app[STORE], site, [comment_id], by)
    if isinstance(outcome, AlreadyDecided):
        return _conflict(request, site, outcome.record, outcome.last, "already-decided")
    if isinstance(outcome, CommentChanged):
        record = outcome.record
        return _conflict(request, site, record, record.last_move, "comment-changed")
    if not isinstance(outcome, Outcome):
        raise Problem("not-found", GONE)
    if wants_json(request):
        return views.json_response(_told_of(outcome))
    back = read_view({**fields, "comment": comment_id}, {site: 0}).path()
    return see_other(f"{back}&undone={comment_id}")


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
    to, reason = VERBS[action]
    return site, comment_id, Wish(to, int(version), by, reason=reason or why or None)


async def _read(store: Store, site: str, comment_id: str) -> Record:
    (record,) = await store.comments.read(site, [comment_id])
    if record is None:
        raise Problem("not-found", GONE)
    return record


def _told_of(outcome: Outcome) -> dict[str, Any]:
    """With `settles_at`, the decision has no effect until then, and the status is what it was."""
    waits = outcome.waits
    last = waits.entry() if waits else outcome.record.last_move
    told = {**_state(outcome.record, last), "already": outcome.already}
    return {**told, "settles_at": views.rfc3339(waits.due)} if waits else told


def _state(record: Record, last: HistoryEntry) -> dict[str, Any]:
    """Where a comment stands, and who put it there or is about to move it."""
    return {
        "id": record.comment.id,
        "status": record.status,
        "version": record.version,
        "by": wording.who(last.by),
        "at": views.rfc3339(last.at),
        "reason": wording.category(last.reason) if last.reason else None,
    }


def _told(record: Record, last: HistoryEntry, slug: str) -> str:
    status = wording.status(record.status)
    if slug == "comment-changed":
        told = gettext("The comment changed since you read it; it is %(status)s now. Decide again.")
        return told % {"status": status}
    told = gettext(
        "%(who)s decided this, %(when)s: %(status)s. "
        "Your decision was not carried out and nothing was overwritten."
    )
    return told % {
        "who": wording.opening(wording.who(last.by)),
        "when": wording.moment(last.at),
        "status": wording.status(last.to),
    }


def _conflict(
    request: web.Request, site: str, record: Record, last: HistoryEntry, slug: str
) -> web.Response:
    """Nothing was overwritten; what stands there instead."""
    if wants_json(request):
        raise Problem(slug, _told(record, last, slug), **_state(record, last))
    context = {
        "user": request[USER],
        "record": record,
        "last": last,
        "changed": slug == "comment-changed",
        "back": read_view({}, {site: 0}).path(),
    }
    status = 412 if slug == "comment-changed" else 409
    return render(request, "review/conflict.html", context, status=status)
