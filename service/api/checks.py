"""`POST /v1/checks`: what would you say to this? Judged by the workers, and kept by nobody."""

from typing import Annotated

import msgspec
from aiohttp import web

from moderation.comment import Comment
from moderation.draft import FieldError, InvalidDraft, LooseDraft, Strict, to_comment
from moderation.identity import new_id
from moderation.schema import told
from moderation.verdict import Verdict
from service.api import views
from service.auth import require_secret
from service.body import invalid, read_json
from service.problems import Problem
from service.state import DOORBELL, STORE

ITEMS = 100
BODY_LIMIT = 2 * 1024 * 1024
SECONDS = 5.0


class Question(Strict, frozen=True, kw_only=True):
    """Comments to be judged, and not kept."""

    items: Annotated[tuple[LooseDraft, ...], told(maxItems=ITEMS)]


async def judge(request: web.Request) -> web.Response:
    """Verdicts on up to 100 comments, in their order; 503 if no worker answers in time."""
    principal = await require_secret(request)
    question, _ = await read_json(request, Question, BODY_LIMIT)
    site, ask_id = principal.site.name, new_id()
    comments = _comments(question, site)
    if not comments:
        return views.json_response({"data": []})
    facts = request.app[STORE].facts
    await facts.ask(site, ask_id, msgspec.json.encode(comments))
    rung = await request.app[DOORBELL].ask(site, ask_id)
    answer = await facts.answered(site, ask_id, SECONDS) if rung else None
    if answer is None:
        raise Problem("service-degraded", "No worker answered in time.")
    verdicts = msgspec.json.decode(answer, type=list[Verdict])
    return views.json_response({"data": [views.verdict(v) for v in verdicts]})


def _comments(question: Question, site: str) -> list[Comment]:
    if len(question.items) > ITEMS:
        error = FieldError("/items", "max_items", f"{len(question.items)} of {ITEMS}")
        raise Problem("validation", f"At most {ITEMS} items.", errors=[error])
    comments, errors = [], []
    for number, draft in enumerate(question.items):
        try:
            comments.append(to_comment(draft, comment_id=new_id(), site=site))
        except InvalidDraft as exc:
            errors += [
                msgspec.structs.replace(e, pointer=f"/items/{number}{e.pointer}")
                for e in exc.errors
            ]
    if errors:
        raise invalid(InvalidDraft(errors))
    return comments
