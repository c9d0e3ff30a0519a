"""Parameters, headers and problems that several routes share."""

from moderation.identity import ID_PATTERN
from moderation.store.sites import SITE_NAME
from service.openapi.operation import Answer, Json, Operation, Parameter

# An example's comment: whoever copies a sample puts the one in that they mean.
SAMPLE_ID = "$ID"

COMMENT_ID = Parameter(
    "id",
    "path",
    "The comment's id, as it was given when the comment was posted.",
    {"type": "string", "pattern": f"^{ID_PATTERN}$", "format": "comment-id"},
    required=True,
    example=SAMPLE_ID,
)
SITE = Parameter(
    "site",
    "path",
    "The site's name.",
    {"type": "string", "pattern": f"^{SITE_NAME.pattern}$", "format": "site"},
    required=True,
    example="blog",
)
IDEMPOTENCY_KEY = Parameter(
    "Idempotency-Key",
    "header",
    "A name of your own for this request, valid for 24 hours. The same request with the same key "
    "is answered with the first answer and does nothing again.",
    {"type": "string", "minLength": 1, "maxLength": 255},
    example="my-first-comment",
)
PREFER = Parameter(
    "Prefer",
    "header",
    "`wait=N` waits up to N seconds (10 at most, fractions allowed) for the decision (RFC 7240).",
    {"type": "string"},
    example="wait=2",
)
PROOF = Parameter(
    "Greenroom-Proof",
    "header",
    "A solution of a challenge, or the word `unavailable` where none can be made: after the answer "
    "`challenge-required`, which only a publishable key gets.",
    {"type": "string"},
)
IF_MATCH = Parameter(
    "If-Match",
    "header",
    "The version that was read, in quotation marks, as in `ETag`. Without it the answer is 428.",
    {"type": "string", "pattern": '^"?[0-9]{1,9}"?$', "format": "comment-version"},
    required=True,
    example='"2"',
)
IF_NONE_MATCH = Parameter(
    "If-None-Match",
    "header",
    "An `ETag` that is known already; the answer is 304 if it still holds.",
    {"type": "string"},
)
ACCEPT_LANGUAGE = Parameter(
    "Accept-Language",
    "header",
    "In which language the words around the comments are, if there is one of those named.",
    {"type": "string"},
)
LIMIT = Parameter(
    "limit",
    "query",
    "How many, at most.",
    {"type": "integer", "minimum": 1, "maximum": 100, "default": 50},
    example="20",
)
CURSOR = Parameter(
    "cursor",
    "query",
    "Where the page before ended: its `next_cursor`, unchanged.",
    {"type": "string", "format": "cursor"},
)

HEADERS: dict[str, Json] = {
    "X-Request-ID": {
        "description": "Names this request in the service's log. A plain one of 8 to 64 characters "
        "that the client sends is kept.",
        "schema": {"type": "string"},
    },
    "Location": {
        "description": "Where to look at the comment.",
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "ETag": {
        "description": "Of a comment its version, in quotation marks, for `If-Match`; of a list "
        "what to send as `If-None-Match`.",
        "schema": {"type": "string", "pattern": '^(W/)?"[^"]*"$'},
    },
    "Link": {
        "description": 'The next page, as `<address>; rel="next"`, if there is one.',
        "schema": {"type": "string"},
    },
    "Retry-After": {
        "description": "Seconds to wait before asking again.",
        "schema": {"type": "integer", "minimum": 0},
    },
    "RateLimit-Policy": {
        "description": "The limits that count, as draft-ietf-httpapi-ratelimit-headers has it. Not "
        "for a secret key.",
        "schema": {"type": "string"},
    },
    "RateLimit": {
        "description": "How much is left of the limit that is nearest to its end.",
        "schema": {"type": "string"},
    },
    "Idempotency-Replayed": {
        "description": "`true` on the answer to an earlier request with the same key.",
        "schema": {"type": "string", "const": "true"},
    },
    "Preference-Applied": {
        "description": "`wait` if the answer was waited for.",
        "schema": {"type": "string", "const": "wait"},
    },
    "WWW-Authenticate": {
        "description": "`Bearer`.",
        "schema": {"type": "string", "const": "Bearer"},
    },
    "Content-Language": {
        "description": "The language of the words around the comments.",
        "schema": {"type": "string"},
    },
    "Cache-Control": {
        "description": "For how long the answer may be kept, and by whom.",
        "schema": {"type": "string"},
    },
}

LIMITED = ("RateLimit", "RateLimit-Policy")
STILL_HOLDS = Answer(304, "What `If-None-Match` names still holds.", (), ("ETag", "Cache-Control"))

# What any route may answer: bytes that are no HTTP, an expectation, a fault, a store that is away.
ALWAYS = ("bad-request", "expectation-failed", "internal", "service-degraded")
WITH_A_KEY = ("unauthorized", "origin-not-allowed")
WITH_A_BODY = (
    "malformed-json",
    "request-timeout",
    "payload-too-large",
    "unsupported-media-type",
    "validation",
)


def problems(operation: Operation) -> tuple[str, ...]:
    """Every kind of problem that a route can answer."""
    with_a_body = WITH_A_BODY if operation.body is not None else ()
    return tuple(dict.fromkeys((*ALWAYS, *WITH_A_KEY, *with_a_body, *operation.errors)))
