"""The review application's door: nobody gets past it without a session, unless a page says so.

The session's token is in a cookie that neither scripts nor other sites' requests can use. What
changes something must also come from our own page.
"""

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from service.pages import render, see_other
from service.problems import Problem
from service.review.asked import by_script
from service.state import SETTINGS, STORE

USER = web.RequestKey("user", str)

SIGN_IN = "/review/sign-in"
SIGNED_OUT = "You were signed out. What you asked for was not done. Sign in and do it again."

_SAFE = ("GET", "HEAD")
_open: set[object] = set()


def open_to_all(handler: Handler) -> Handler:
    """Let this handler be reached without a session."""
    _open.add(handler)
    return handler


@web.middleware
async def same_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse whatever would change something and does not come from our own page."""
    if request.method not in _SAFE and not _is_ours(request):
        raise Problem("forbidden", "This did not come from the review page. Nothing was changed.")
    return await handler(request)


@web.middleware
async def signed_in(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let through whoever has a session; show the others where to get one."""
    if request.match_info.handler in _open:
        return await handler(request)
    token = request.cookies.get(cookie_name(request), "")
    user = await request.app[STORE].accounts.session_user(token) if token else None
    if user is not None:
        request[USER] = user
        return await handler(request)
    if by_script(request):
        raise Problem("unauthorized", SIGNED_OUT)
    if request.method in _SAFE:
        return see_other(SIGN_IN)
    return sign_in_page(request, status=401, notice=SIGNED_OUT)


def sign_in_page(
    request: web.Request, *, status: int = 200, notice: str = "", name: str = ""
) -> web.Response:
    context = {"notice": notice, "name": name}
    return render(request, "review/sign_in.html", context, status=status)


def cookie_name(request: web.Request) -> str:
    """A `__Host-` cookie cannot be set by a neighbouring host; browsers take it over TLS only."""
    return "__Host-greenroom" if request.app[SETTINGS].secure else "greenroom"


def give_cookie(request: web.Request, response: web.Response, token: str) -> None:
    response.set_cookie(
        cookie_name(request),
        token,
        secure=request.app[SETTINGS].secure,
        httponly=True,
        samesite="Strict",
        path="/",
    )


def _is_ours(request: web.Request) -> bool:
    """What the browser says of where the request comes from. Silence is no."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    try:
        return origin is not None and urlsplit(origin).netloc == request.headers.get("Host", "")
    except ValueError:
        return False
