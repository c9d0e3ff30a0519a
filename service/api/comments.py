"""`/v1/comments/{id}`: read one, decide on one."""

from typing import Annotated, Any

from aiohttp import web

from moderation.comment import ACTIONS, HistoryEntry, IllegalMove, Status
from moderation.draft import FieldError, Strict
from moderation.schema import told
from moderation.store.records import Record
from service.api import own, views
from service.api.named import NOT_FOUND, changed, comment_id_of, version_seen
from service.api.prefer import wait_seconds
from service.auth import Principal, authenticate, require_secret
from service.body import read_json
from service.decisions import AlreadyDecided, CommentChanged, UnknownComment, Wish, carry_out
from service.problems import Problem
from service.state import STORE, WAITING

REASON_LIMIT = 60
NOTE_LIMIT = 1000


class DecisionDraft(Strict, frozen=True, kw_only=True):
    """The body of a decision."""

    action: Annotated[str, told(enum=list(ACTIONS))]
    reason: Annotated[str, told("Why, in a word.", maxLength=REASON_LIMIT)] | None = None
    note: Annotated[str, told("For other moderators.", maxLength=NOTE_LIMIT)] | None = None


async def show(request: web.Request) -> web.Response:
    """The comment, as far as the asker may see it. A stranger learns nothing: 404."""
    principal = await authenticate(request)
    comment_id = comment_id_of(request)
    if principal.kind is None and not principal.holds(comment_id):
        raise Problem("not-found", NOT_FOUND)
    site = principal.site.name
    wait = wait_seconds(request)
    if wait:
        await request.app[WAITING].decision(site, comment_id, wait)
    (record,) = await request.app[STORE].comments.read(site, [comment_id])
    if record is None:
        raise Problem("not-found", NOT_FOUND)
    headers = {"ETag": f'"{record.version}"'}
    if wait:
        headers["Preference-Applied"] = "wait"
    return views.json_response(await _view(request, record, principal), headers=headers)


async def decide(request: web.Request) -> web.Response:
    """A server's decision. Who decides must say which version they saw."""
    principal = await require_secret(request)
    comment_id = comment_id_of(request)
    draft, _ = await read_json(request, DecisionDraft, 8 * 1024)
    version = version_seen(request)
    wish = Wish(
        to=_status(draft),
        version=version,
        by="api",
        reason=_short("/reason", draft.reason, REASON_LIMIT),
        note=_short("/note", draft.note, NOTE_LIMIT),
    )
    store = request.app[STORE]
    try:
        outcome = await carry_out(store, principal.site.name, comment_id, wish)
    except UnknownComment as exc:
        raise Problem("not-found", NOT_FOUND) from exc
    except CommentChanged as exc:
        raise changed(exc.record, "Read it again, then decide.") from exc
    except AlreadyDecided as exc:
        raise Problem("already-decided", **_last_move(exc.record, exc.last)) from exc
    except IllegalMove as exc:
        raise Problem("illegal-move", f"{str(exc).capitalize()}.") from exc
    answer = views.full(outcome.record)
    if outcome.already:
        answer["already"] = True
    return views.json_response(answer, headers={"ETag": f'"{outcome.record.version}"'})


async def _view(request: web.Request, record: Record, principal: Principal) -> dict[str, Any]:
    if principal.secret:
        return views.full(record)
    if principal.kind is None:
        return await own.told(request, record, principal)
    if record.status is Status.PUBLISHED:
        return views.public(record)
    raise Problem("not-found", NOT_FOUND)


def _status(draft: DecisionDraft) -> Status:
    status = ACTIONS.get(draft.action)
    if status is None:
        known = ", ".join(ACTIONS)
        raise _invalid(FieldError("/action", "invalid", f"must be one of {known}"))
    return status


def _short(pointer: str, value: str | None, most: int) -> str | None:
    if value is None or not value.strip():
        return None
    if len(value) > most:
        raise _invalid(FieldError(pointer, "max_length", f"{len(value)} of {most} characters"))
    return value


def _invalid(error: FieldError) -> Problem:
    return Problem("validation", f"{error.pointer}: {error.detail}.", errors=[error])


def _last_move(record: Record, last: HistoryEntry) -> dict[str, Any]:
    return {
        "by": last.by,
        "at": views.rfc3339(last.at),
        "decision": last.to,
        "reason": last.reason,
        "version": record.version,
    }
