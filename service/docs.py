"""`/docs`: the API for those who call it, a page long."""

from aiohttp import web

from service.pages import render
from service.problems import KINDS
from service.state import SETTINGS

# A test holds this list and the routes together.
CALLS = (
    ("POST", "/v1/comments", "Post a comment. Publishable or secret key."),
    (
        "GET",
        "/v1/comments/{id}",
        "One comment: its status for its token, the whole record with verdict and history for a "
        "secret key. Prefer: wait=N waits for the decision. To its author alone, support is "
        '{"text", "url"} if they may be in need: show it to them, kindly; else null.',
    ),
    (
        "POST",
        "/v1/comments/{id}/decision",
        'Decide: {"action": "approve", "reject", "hold" or "remove"}, with If-Match: "version". '
        "Secret key.",
    ),
    (
        "POST",
        "/v1/comments/{id}/reports",
        'A reader reports a published comment: {"reason": "spam", "abuse", "personal_data", '
        '"at_risk" or "other", "text": ""}, 500 characters at most. It asks moderators to look and '
        "hides nothing; one report a reader counts. A server may say whose it is with client.ip. "
        "Publishable or secret key.",
    ),
    (
        "GET",
        "/v1/sites/{site}/threads/{key}/comments",
        "What is published in a thread, oldest first, for anybody. The key is percent-encoded; "
        'limit, cursor, ETag. Beside data, "closed": true if no more comments are taken. A comment '
        'has "pinned": true if it is shown before the others, "staff": true if a moderator wrote '
        'it, and "edited": {"at", "by"} if its text was changed, by the author or by the site.',
    ),
    (
        "GET",
        "/v1/sites/{site}/threads/{key}/comments.html",
        "The same comments in HTML, for static sites to include when they are built; ETag.",
    ),
    (
        "GET",
        "/v1/sites/{site}/comments",
        "A queue: status (held unless asked), category, check, rule, "
        "author, domain, host, thread, older and newer (hours), score, q, limit, cursor. "
        "Secret key.",
    ),
    (
        "POST",
        "/v1/checks",
        'Verdicts on up to 100 comments, {"items": [...]}, which are not kept. Secret key.',
    ),
)


async def show(request: web.Request) -> web.Response:
    context = {"base": request.app[SETTINGS].public_url, "calls": CALLS, "kinds": KINDS}
    headers = {"Cache-Control": "public, max-age=3600"}
    return render(request, "docs.html", context, headers=headers)
