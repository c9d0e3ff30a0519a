"""The routes of lists: what is published in a thread, what waits in a site's queues."""

from moderation.comment import Status
from moderation.thread_key import KEY_LIMIT
from service.api.counts import MOST
from service.filters import LONGEST_SEARCH
from service.openapi.answers import Counts, PublishedPage, QueuePage
from service.openapi.operation import Answer, Operation, Parameter, Who
from service.openapi.shared import ACCEPT_LANGUAGE, CURSOR, IF_NONE_MATCH, LIMIT, SITE, STILL_HOLDS

THREAD_KEY = Parameter(
    "key",
    "path",
    "The thread's key, percent-encoded: its slashes too.",
    {"type": "string", "minLength": 1},
    required=True,
    example="/2026/11/hello",
)
THREAD_KEYS = Parameter(
    "key",
    "query",
    "The threads' keys: `key=a&key=b`.",
    {
        "type": "array",
        "items": {"type": "string", "minLength": 1, "maxLength": KEY_LIMIT},
        "minItems": 1,
        "maxItems": MOST,
    },
    required=True,
    example="/2026/11/hello",
)
STATUS = Parameter(
    "status",
    "query",
    "Comments of which status.",
    {"type": "string", "enum": [str(status) for status in Status], "default": "held"},
    example="held",
)
_TEXT = {"type": "string"}
_NUMBER = {"type": "number"}
FILTERS = (
    Parameter("category", "query", "The verdict's category.", _TEXT),
    Parameter("check", "query", "A check that saw something.", _TEXT),
    Parameter("rule", "query", "A rule that spoke, as `links.too_many`.", _TEXT),
    Parameter("author", "query", "The author's name or e-mail address.", _TEXT),
    Parameter("domain", "query", "The domain of the author's e-mail address.", _TEXT),
    Parameter("host", "query", "A host, or one above it, that a link leads to.", _TEXT),
    Parameter("thread", "query", "The thread's key.", _TEXT),
    Parameter("group", "query", "A campaign: texts that are alike.", _TEXT),
    Parameter("lang", "query", "The comment's language, as `lang` says it.", _TEXT),
    Parameter("older", "query", "At least so many hours old.", _NUMBER),
    Parameter("newer", "query", "At most so many hours old.", _NUMBER),
    Parameter("score", "query", "The least score.", _NUMBER),
    Parameter(
        "q",
        "query",
        "Words that all stand in the text or the author's name; or an id.",
        {"type": "string", "maxLength": LONGEST_SEARCH},
    ),
)

OPERATIONS = (
    Operation(
        method="GET",
        path="/v1/sites/{site}/threads/{key}/comments",
        id="listPublished",
        tag="Threads",
        summary="Read a thread",
        text="What is published in a thread, oldest first. Anybody may read it; a key that is "
        "sent must be the site's. Send `If-None-Match` to be spared what you have.",
        who=(Who.ANYBODY, Who.PUBLISHABLE, Who.SECRET),
        sample_by=Who.ANYBODY,
        parameters=(SITE, THREAD_KEY, LIMIT, CURSOR, IF_NONE_MATCH),
        answers=(
            Answer(200, "A page.", (PublishedPage,), ("ETag", "Cache-Control"), ("Link",)),
            STILL_HOLDS,
        ),
        errors=("bad-cursor", "not-found"),
    ),
    Operation(
        method="GET",
        path="/v1/sites/{site}/threads/{key}/comments.html",
        id="includePublished",
        tag="Threads",
        summary="Include a thread in a page",
        text="The same comments as part of an HTML page, for sites that are built ahead: no "
        "script, no style, no markup of a commenter's. The few words around them are in the "
        "language that `Accept-Language` asks for, if Greenroom has it; else in English.",
        who=(Who.ANYBODY, Who.PUBLISHABLE, Who.SECRET),
        sample_by=Who.ANYBODY,
        parameters=(SITE, THREAD_KEY, LIMIT, CURSOR, IF_NONE_MATCH, ACCEPT_LANGUAGE),
        answers=(
            Answer(
                200,
                "A page.",
                (str,),
                ("ETag", "Cache-Control", "Content-Language"),
                ("Link",),
                media_type="text/html",
            ),
            STILL_HOLDS,
        ),
        errors=("bad-cursor", "not-found"),
    ),
    Operation(
        method="GET",
        path="/v1/sites/{site}/counts",
        id="countPublished",
        tag="Threads",
        summary="Count comments",
        text="How many comments are published in threads, for a page that lists articles: all in "
        "one call. Anybody may ask; a key that is sent must be the site's. Kept for a minute.",
        who=(Who.ANYBODY, Who.PUBLISHABLE, Who.SECRET),
        sample_by=Who.ANYBODY,
        parameters=(SITE, THREAD_KEYS, IF_NONE_MATCH),
        answers=(
            Answer(200, "The numbers.", (Counts,), ("ETag", "Cache-Control")),
            STILL_HOLDS,
        ),
        errors=("not-found",),
    ),
    Operation(
        method="GET",
        path="/v1/sites/{site}/comments",
        id="listQueue",
        tag="Moderation",
        summary="Read a queue",
        text="A site's comments of one status, oldest first. Of several filters each must hold.",
        who=(Who.SECRET,),
        parameters=(SITE, STATUS, *FILTERS, LIMIT, CURSOR),
        answers=(Answer(200, "A page.", (QueuePage,), (), ("Link",)),),
        errors=("bad-cursor", "forbidden", "not-found"),
    ),
)
