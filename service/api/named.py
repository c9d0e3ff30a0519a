"""What a request's address and headers name: a comment, and the version of it that was seen."""

import re

from aiohttp import web

from moderation.identity import is_id
from moderation.store.records import Record
from service.problems import Problem

NOT_FOUND = "No such comment."


def comment_id_of(request: web.Request) -> str:
    """The id in the path. Raises `Problem` if it cannot be one."""
    comment_id = request.match_info["id"]
    if not is_id(comment_id):
        raise Problem("not-found", NOT_FOUND)
    return comment_id


def version_seen(request: web.Request) -> int:
    """As `If-Match` has it. Raises `Problem`: 428 without, 412 if it is no version of ours."""
    seen = request.headers.get("If-Match")
    if seen is None:
        raise Problem("precondition-required", 'Send If-Match: "<version>" as you read it.')
    match = re.fullmatch(r'\s*"?(\d{1,9})"?\s*', seen)
    if match is None:
        raise Problem("comment-changed", "If-Match names no version of this comment.")
    return int(match.group(1))


def changed(now: Record, then: str) -> Problem:
    """It is another version by now; and what to do."""
    return Problem(
        "comment-changed",
        f"The comment is at version {now.version} now. {then}",
        version=now.version,
        comment_status=now.status,
    )
