"""`PATCH`, `DELETE /v1/comments/{id}`, and its `appeal`: what the holder of a comment's token may
do with it, and the site's server in their name."""

from typing import Annotated, Any

from aiohttp import web

from moderation.comment import Status
from moderation.draft import BODY_LIMIT as TEXT_LIMIT
from moderation.draft import InvalidDraft, Strict, to_body
from moderation.limits import EDITS
from moderation.schema import text
from moderation.store.authorship import Revision
from moderation.store.records import Record
from service import appealing, authoring
from service.address import address_of
from service.api import views
from service.api.create import BODY_LIMIT
from service.api.named import NOT_FOUND, changed, comment_id_of, version_seen
from service.auth import Principal, authenticate
from service.authoring import NotEditable
from service.body import invalid, read_json
from service.decisions import CommentChanged, UnknownComment
from service.limiting import spend
from service.problems import Problem
from service.readiness import NotReady
from service.state import DOORBELL, POLICY, READINESS, STORE, USUAL


class RevisionDraft(Strict, frozen=True, kw_only=True):
    """The body of an edit."""

    body: Annotated[str, text(TEXT_LIMIT)]


async def revise(request: web.Request) -> web.Response:
    """A new text, to be checked as a new comment is. It is on disk when this answers."""
    principal, comment_id = await _asked(request)
    draft, _ = await read_json(request, RevisionDraft, BODY_LIMIT)
    try:
        body = to_body(draft.body)
    except InvalidDraft as exc:
        raise invalid(exc) from exc
    version = version_seen(request)
    record = await _read(request, principal, comment_id)
    try:
        revision = authoring.judge(record, body, version, _by(principal))
        limited = await _apply(request, principal, revision) if revision else {}
    except NotReady as exc:
        raise Problem("service-degraded", "The new text could not be stored for certain.") from exc
    except NotEditable as exc:
        raise Problem("not-editable-any-more", str(exc), comment_status=record.status) from exc
    except (CommentChanged, UnknownComment) as exc:
        raise _missed(exc) from exc
    record = await _read(request, principal, comment_id)
    now = views.full(record) if principal.secret else await told(request, record, principal)
    return views.json_response(now, headers={"ETag": f'"{record.version}"', **limited})


async def appeal(request: web.Request) -> web.Response:
    """A person is asked to look again. The comment stays where it is until they decide."""
    principal, comment_id = await _asked(request)
    record = await _read(request, principal, comment_id)
    await appealing.appeal(request, record)
    now = await request.app[STORE].appeals.of(principal.site.name, comment_id)
    return views.json_response({"id": comment_id, "appeal": now}, status=202)


async def told(request: web.Request, record: Record, principal: Principal) -> dict[str, Any]:
    """What the holder of a comment's token is told of it."""
    comment, policy = record.comment, request.app[POLICY].current()
    edits = request.app[STORE].edits
    earlier = await edits.before(comment.site, comment.id) if record.edits else ()
    answer = views.own(record, principal.site, policy, [text.body for text in earlier])
    if record.status is Status.HELD and not answer["support"]:
        answer["usual_wait_seconds"] = await request.app[USUAL].wait(comment.site)
    if record.status is Status.REJECTED:
        appeals = request.app[STORE].appeals
        answer["appeal"] = await appeals.of(comment.site, comment.id)
    return answer


async def _apply(request: web.Request, principal: Principal, revision: Revision) -> dict[str, str]:
    """Headers for the answer. Raises `Problem`, and what `authoring.revise` does."""
    await request.app[READINESS].require(4 * len(revision.body))
    limited = {}
    if not principal.secret:  # each edit is work for the checks, as a comment is
        limited = await spend(request, principal.site, EDITS, address_of(request))
    revised = await authoring.revise(request.app[STORE], revision)
    if revised.rung:
        await request.app[DOORBELL].ring(principal.site.name)
    return limited


async def withdraw(request: web.Request) -> web.Response:
    """The comment is removed and erased. Again, and nothing changes."""
    principal, comment_id = await _asked(request)
    version = version_seen(request)
    record = await _read(request, principal, comment_id)
    try:
        await authoring.withdraw(request.app[STORE], record, version, _by(principal))
    except (CommentChanged, UnknownComment) as exc:
        raise _missed(exc) from exc
    return web.Response(status=204, headers={"Cache-Control": "no-store"})


async def _asked(request: web.Request) -> tuple[Principal, str]:
    """Who asks, and for which comment. A token for another one learns nothing: 404."""
    principal = await authenticate(request)
    comment_id = comment_id_of(request)
    if principal.kind is None:
        if not principal.holds(comment_id):
            raise Problem("not-found", NOT_FOUND)
    elif not principal.secret:
        raise Problem("forbidden", "This needs the comment's token, or a secret key.")
    return principal, comment_id


def _by(principal: Principal) -> str:
    return "api" if principal.secret else "author"


async def _read(request: web.Request, principal: Principal, comment_id: str) -> Record:
    (record,) = await request.app[STORE].comments.read(principal.site.name, [comment_id])
    if record is None:
        raise Problem("not-found", NOT_FOUND)
    return record


def _missed(exc: CommentChanged | UnknownComment) -> Problem:
    if isinstance(exc, UnknownComment):
        return Problem("not-found", NOT_FOUND)
    return changed(exc.record, "Read it again first.")
