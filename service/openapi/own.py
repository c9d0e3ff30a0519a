"""The routes for a comment's author: change what they wrote, take it back."""

from service.api.own import RevisionDraft
from service.openapi.answers import Appealed, FullComment, OwnComment
from service.openapi.operation import Answer, Operation, Who
from service.openapi.shared import COMMENT_ID, IF_MATCH, LIMITED

OPERATIONS = (
    Operation(
        method="PATCH",
        path="/v1/comments/{id}",
        id="reviseComment",
        tag="Comments",
        summary="Change a comment's text",
        text="For fifteen minutes after it was written, while it is pending, held or published. "
        "The new text is checked as a new comment is, and off the page until then; what stood "
        "there before is kept for moderators. A secret key does so in its author's name.",
        who=(Who.TOKEN, Who.SECRET),
        sample_by=Who.TOKEN,
        parameters=(COMMENT_ID, IF_MATCH),
        body=RevisionDraft,
        example={"body": "What a fine article, on the second reading too."},
        answers=(
            Answer(
                200,
                "The comment as it stands now.",
                (FullComment, OwnComment),
                ("ETag",),
                LIMITED,
            ),
        ),
        errors=(
            "forbidden",
            "not-found",
            "not-editable-any-more",
            "comment-changed",
            "precondition-required",
            "rate-limited",
        ),
    ),
    Operation(
        method="DELETE",
        path="/v1/comments/{id}",
        id="withdrawComment",
        tag="Comments",
        summary="Take a comment back",
        text="At any time. It is removed, and what its author wrote and said of themselves is "
        "erased; answers to it stay. A secret key does so in its author's name.",
        who=(Who.TOKEN, Who.SECRET),
        sample_by=Who.TOKEN,
        parameters=(COMMENT_ID, IF_MATCH),
        answers=(Answer(204, "It is erased, or was before."),),
        errors=("forbidden", "not-found", "comment-changed", "precondition-required"),
    ),
    Operation(
        method="POST",
        path="/v1/comments/{id}/appeal",
        id="appealComment",
        tag="Comments",
        summary="Ask for a review",
        text="Of a rejected comment: its author asks a person to look again, once. It stays where "
        "it is until they decide; the answer is in the comment's `appeal`.",
        who=(Who.TOKEN, Who.SECRET),
        sample_by=Who.TOKEN,
        parameters=(COMMENT_ID,),
        answers=(Answer(202, "A person will look.", (Appealed,)),),
        errors=("forbidden", "not-found", "illegal-move"),
    ),
)
