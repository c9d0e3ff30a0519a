"""The routes for a site's own server: decide, and ask for verdicts."""

from moderation.store.audit import ENTRY_ID
from service.api.checks import Question
from service.api.comments import DecisionDraft
from service.openapi.answers import DecidedComment, Verdicts
from service.openapi.operation import Answer, Operation, Parameter, Who
from service.openapi.shared import COMMENT_ID, IF_MATCH
from service.openapi.streamed import Told

LAST_EVENT_ID = Parameter(
    "Last-Event-ID",
    "header",
    "The `id` of the last event that was heard: those after it follow. `0-0` for all that are "
    "kept; without it, only what happens from now on.",
    {"type": "string", "pattern": f"^{ENTRY_ID.pattern}$", "format": "event-id"},
    example="0-0",
)

OPERATIONS = (
    Operation(
        method="POST",
        path="/v1/comments/{id}/decision",
        id="decideComment",
        tag="Moderation",
        summary="Decide on a comment",
        text="Who decides says with `If-Match` which version they saw, so that nobody's decision "
        "is overwritten unseen. The same decision again is fine.",
        who=(Who.SECRET,),
        parameters=(COMMENT_ID, IF_MATCH),
        body=DecisionDraft,
        example={"action": "approve", "note": "Read it twice."},
        answers=(Answer(200, "The comment as it stands now.", (DecidedComment,), ("ETag",)),),
        errors=(
            "forbidden",
            "not-found",
            "already-decided",
            "illegal-move",
            "comment-changed",
            "precondition-required",
        ),
    ),
    Operation(
        method="POST",
        path="/v1/checks",
        id="askForVerdicts",
        tag="Moderation",
        summary="Ask what the checks would say",
        text="Verdicts on comments that are not kept. Workers judge them; 503 if none answers "
        "in time.",
        who=(Who.SECRET,),
        body=Question,
        example={
            "items": [
                {"body": "What a fine article."},
                {"body": "Cheap pills at www.pills.example", "author": {"name": "Pills"}},
            ]
        },
        answers=(Answer(200, "The verdicts.", (Verdicts,)),),
        errors=("forbidden",),
    ),
    Operation(
        method="GET",
        path="/v1/events",
        id="followSite",
        tag="Moderation",
        summary="Follow what becomes of comments",
        text="Server-sent events of the key's site: `comment.published`, `comment.held`, "
        "`comment.rejected`, `comment.removed` and `comment.edited`, within a second, the `data` "
        "of each a line of JSON. Each is told once to who goes on from the `id` of the last one. "
        "The newest ten thousand are kept; who was away for longer, or sees a store that was put "
        "back, hears `missed` first and should read the lists again. A stream ends after an hour: "
        "begin another.",
        who=(Who.SECRET,),
        parameters=(LAST_EVENT_ID,),
        answers=(
            Answer(
                200,
                "Events, as they come.",
                (Told,),
                ("Cache-Control",),
                media_type="text/event-stream",
            ),
        ),
        errors=("forbidden", "rate-limited"),
    ),
)
