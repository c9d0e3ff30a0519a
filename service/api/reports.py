"""`POST /v1/comments/{id}/reports`: a reader says that something is wrong with a comment."""

from typing import Annotated

from aiohttp import web

from moderation.draft import DraftClient, FieldError, InvalidDraft, Strict, to_client
from moderation.identity import is_id
from moderation.limits import REPORTS
from moderation.report import TEXT_LIMIT, Why, plain
from moderation.schema import told
from service.address import address_of
from service.api import views
from service.auth import Principal, authenticate
from service.body import invalid, read_json
from service.limiting import spend
from service.problems import Problem
from service.reporting import NOT_FOUND, report, whence

BODY_LIMIT = 8 * 1024


class ReportDraft(Strict, frozen=True, kw_only=True):
    """The body of a report. `client` is believed from the site's own server."""

    reason: Annotated[str, told(enum=[str(why) for why in Why])]
    text: Annotated[str, told("In the reader's own words.", maxLength=TEXT_LIMIT)] = ""
    client: DraftClient = DraftClient()


async def create(request: web.Request) -> web.Response:
    """202 as soon as it is on disk, whether or not it is the first."""
    principal = await authenticate(request)
    if principal.kind is None:
        raise Problem("forbidden", "A comment's token cannot report comments.")
    draft, _ = await read_json(request, ReportDraft, BODY_LIMIT)
    reason, text = _checked(draft)
    address = _address(request, draft, principal)
    headers = await spend(request, principal.site, REPORTS, address) if address else {}
    comment_id = request.match_info["id"]
    if not is_id(comment_id):
        raise Problem("not-found", NOT_FOUND)
    reporter = f"address {whence(address)}" if address else f"key {principal.credential}"
    await report(request, principal.site, comment_id, reporter, reason, text)
    return views.json_response({"id": comment_id, "reported": True}, status=202, headers=headers)


def _checked(draft: ReportDraft) -> tuple[Why, str]:
    """Raises `Problem` with every fault."""
    text, errors = plain(draft.text), []
    if draft.reason not in tuple(Why):
        errors.append(FieldError("/reason", "invalid", f"must be one of {', '.join(Why)}"))
    if len(text) > TEXT_LIMIT:
        errors.append(FieldError("/text", "max_length", f"{len(text)} of {TEXT_LIMIT} characters"))
    try:
        to_client(draft.client)
    except InvalidDraft as exc:
        errors += exc.errors
    if errors:
        raise invalid(InvalidDraft(errors))
    return Why(draft.reason), text


def _address(request: web.Request, draft: ReportDraft, principal: Principal) -> str | None:
    """The reader's, as far as a trusted party tells it."""
    return draft.client.ip if principal.secret else address_of(request)
