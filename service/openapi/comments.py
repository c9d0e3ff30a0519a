"""The routes of one comment: post it, prove work for that, look at it, report it."""

from moderation.draft import Draft
from service.api.reports import ReportDraft
from service.openapi.answers import (
    Challenge,
    FullComment,
    OwnComment,
    Posted,
    PublicComment,
    Reported,
)
from service.openapi.operation import Answer, Json, Operation, Who
from service.openapi.shared import COMMENT_ID, IDEMPOTENCY_KEY, LIMITED, PREFER, PROOF

_FROM_ITS_ID: Json = {"parameters": {"id": "$response.body#/id"}}

OPERATIONS = (
    Operation(
        method="POST",
        path="/v1/comments",
        id="postComment",
        tag="Comments",
        summary="Post a comment",
        text="The comment is on disk when this is answered, and will be decided. With "
        "`Prefer: wait=N` the answer is 201 if it was decided in time. After a 503, or no answer "
        "at all, send it again with the same `Idempotency-Key`: nothing is kept twice. `client`, "
        "the machine that the reader wrote on, is believed from a secret key only.",
        who=(Who.PUBLISHABLE, Who.SECRET),
        parameters=(IDEMPOTENCY_KEY, PREFER, PROOF),
        body=Draft,
        example={
            "thread": {"key": "/2026/11/hello", "title": "Hello"},
            "author": {"name": "Ana"},
            "body": "What a fine article.",
        },
        answers=(
            Answer(
                202,
                "It is kept and waits to be decided. `Location` says where to look.",
                (Posted,),
                ("Location", "Retry-After"),
                ("Idempotency-Replayed", "Preference-Applied", *LIMITED),
            ),
            Answer(
                201,
                "It was decided in the time waited.",
                (Posted,),
                ("Location", "Preference-Applied"),
                ("Idempotency-Replayed", *LIMITED),
            ),
        ),
        errors=(
            "forbidden",
            "parent-unavailable",
            "thread-closed",
            "idempotency-mismatch",
            "challenge-required",
            "challenge-failed",
            "rate-limited",
        ),
        links={
            "comment": {"operationId": "getComment", **_FROM_ITS_ID},
            "report": {"operationId": "reportComment", **_FROM_ITS_ID},
        },
    ),
    Operation(
        method="GET",
        path="/v1/comments/{id}",
        id="getComment",
        tag="Comments",
        summary="Look at a comment",
        text="Its author's token is told where it stands and what is kept of theirs, a secret key "
        "the whole record with verdict and history, a publishable key what is published. Whoever "
        "may not see it is told that it is not there.",
        who=(Who.TOKEN, Who.SECRET, Who.PUBLISHABLE),
        parameters=(COMMENT_ID, PREFER),
        answers=(
            Answer(
                200,
                "The comment, as far as the asker may see it.",
                (FullComment, OwnComment, PublicComment),
                ("ETag",),
                ("Preference-Applied",),
            ),
        ),
        errors=("not-found",),
    ),
    Operation(
        method="POST",
        path="/v1/comments/{id}/reports",
        id="reportComment",
        tag="Comments",
        summary="Report a comment",
        text="A reader says what is wrong with a published comment. It asks moderators to look "
        "and hides nothing; one report a reader counts. A server says whose it is with "
        "`client.ip`.",
        who=(Who.PUBLISHABLE, Who.SECRET),
        parameters=(COMMENT_ID,),
        body=ReportDraft,
        example={"reason": "spam", "text": "An advertisement."},
        answers=(Answer(202, "The report is kept.", (Reported,), maybe=LIMITED),),
        errors=("forbidden", "not-found", "rate-limited"),
    ),
    Operation(
        method="GET",
        path="/v1/challenge",
        id="getChallenge",
        tag="Comments",
        summary="Get a challenge",
        text="Work for whoever was answered `challenge-required`. Its solution, sent in "
        "`Greenroom-Proof` with the same request again, counts once, within 20 minutes.",
        who=(Who.PUBLISHABLE, Who.SECRET),
        answers=(Answer(200, "A challenge.", (Challenge,), ("Cache-Control", *LIMITED)),),
        errors=("forbidden", "rate-limited"),
    ),
)
