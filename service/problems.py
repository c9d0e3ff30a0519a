"""Every way to err, in one shape: RFC 9457 problem details.

Handlers raise a `Problem`; nobody else builds an error body. A 5xx never carries an exception's
text.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from aiohttp import web

from moderation.draft import FieldError
from service.language import gettext, marked

CONTENT_TYPE = "application/problem+json"

# slug: (status, title). The slug is the last part of the problem's `type`.
KINDS: dict[str, tuple[int, str]] = {
    "bad-request": (400, marked("The request cannot be understood")),
    "malformed-json": (400, marked("The body is not JSON in UTF-8")),
    "bad-cursor": (400, marked("The cursor is not one of ours")),
    "unauthorized": (401, marked("No valid key or token")),
    "forbidden": (403, marked("This key may not do that")),
    "origin-not-allowed": (403, marked("This page may not use this key")),
    "not-found": (404, marked("There is nothing here")),
    "method-not-allowed": (405, marked("This address does not take that method")),
    "not-acceptable": (406, marked("No such representation")),
    "request-timeout": (408, marked("The request took too long to arrive")),
    "parent-unavailable": (409, marked("The comment being answered is not published here")),
    "thread-closed": (409, marked("Comments are closed here")),
    "already-decided": (409, marked("Another decision was made")),
    "illegal-move": (409, marked("The comment cannot take that step")),
    "not-editable-any-more": (409, marked("The comment cannot be changed any more")),
    "comment-changed": (412, marked("The comment changed")),
    "payload-too-large": (413, marked("The body is too large")),
    "unsupported-media-type": (415, marked("Send JSON, not encoded")),
    "expectation-failed": (417, marked("That expectation cannot be met")),
    "validation": (422, marked("Some fields are not valid")),
    "idempotency-mismatch": (422, marked("This idempotency key was used for another request")),
    "precondition-required": (428, marked("Say which version you saw")),
    "challenge-required": (428, marked("A proof of work is asked for")),
    "challenge-failed": (428, marked("That proves nothing")),
    "rate-limited": (429, marked("Too many requests")),
    "internal": (500, marked("Something is wrong on our side")),
    "service-degraded": (503, marked("Comments cannot be taken right now")),
}

_BY_STATUS = {
    400: "bad-request",
    401: "unauthorized",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    408: "request-timeout",
    413: "payload-too-large",
    415: "unsupported-media-type",
    417: "expectation-failed",
    422: "validation",
    429: "rate-limited",
    503: "service-degraded",
}


class Problem(Exception):
    """An error to be told to the client. `extra` adds members to the body."""

    def __init__(
        self,
        slug: str,
        detail: str = "",
        *,
        errors: list[FieldError] | None = None,
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(slug)
        self.slug = slug
        self.status, self.title = KINDS[slug]
        self.detail = detail or f"{self.title}."
        self.errors = errors
        self.headers = dict(headers or {})
        self.extra = extra
        if self.status in (429, 503):
            self.headers.setdefault("Retry-After", "2")

    def body(self, *, base_url: str, request_id: str) -> dict[str, Any]:
        body: dict[str, Any] = {
            "type": f"{base_url}/problems/{self.slug}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "request_id": request_id,
        }
        if self.errors is not None:
            body["errors"] = self.errors
        return body | self.extra


def from_http(exc: web.HTTPException) -> Problem:
    """The framework's own error as a problem; its headers (Allow, say) are kept."""
    status = exc.status if exc.status in _BY_STATUS else (400 if exc.status < 500 else 500)
    headers = {k: v for k, v in exc.headers.items() if k in ("Allow", "Retry-After")}
    slug = _BY_STATUS.get(status, "internal")
    if isinstance(exc, web.HTTPMethodNotAllowed):
        allowed = ", ".join(sorted(exc.allowed_methods))
        detail = gettext("Use %(methods)s.") % {"methods": allowed}
        return Problem(slug, detail, headers={"Allow": allowed})
    return Problem(slug, headers=headers)


def from_status(status: int) -> Problem:
    """A protocol error that no handler saw."""
    slug = _BY_STATUS.get(status, "bad-request" if status < 500 else "internal")
    return Problem(slug, f"{HTTPStatus(status).phrase}.")


def json_response(problem: Problem, *, base_url: str, request_id: str) -> web.Response:
    return web.Response(
        body=msgspec.json.encode(problem.body(base_url=base_url, request_id=request_id)),
        status=problem.status,
        content_type=CONTENT_TYPE,
        headers={"Cache-Control": "no-store", **problem.headers},
    )
