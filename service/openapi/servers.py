"""The routes for a site's own server: decide, and ask for verdicts."""

from service.api.checks import Question
from service.api.comments import DecisionDraft
from service.openapi.answers import DecidedComment, Verdicts
from service.openapi.operation import Answer, Operation, Who
from service.openapi.shared import COMMENT_ID, IF_MATCH

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
)
