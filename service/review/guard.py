"""The review application's door: nobody gets past it without a session, unless a page says so.

The session's token is in a cookie that neither scripts nor other sites' requests can use. What
changes something must also come from our own page, and from somebody who may decide, unless the
handler says `by_all`, `by_readers` or `by_admins`. What they may do on one site, a handler asks
`reads` or `decides`.
"""

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from moderation.store.sessions import Caller
from service.pages import render, see_other
from service.problems import Problem
from service.review import roles
from service.review.asked import by_script
from service.state import SETTINGS, STORE

USER = web.RequestKey("user", str)
CALLER = web.RequestKey("caller", Caller)

SIGN_IN = "/review/sign-in"
ACCOUNT = "/review/account"
SIGNED_OUT = "You were signed out. What you asked for was not done. Sign in and do it again."

NO_SITE = "No such site."
NO_DECISIONS = "You may read here, but not decide."
FIRST = "Something is to be done on your account page first."

_SAFE = ("GET", "HEAD")
_open: set[object] = set()
_by_all: set[object] = set()
_by_readers: set[object] = set()
_by_admins: set[object] = set()


def open_to_all(handler: Handler) -> Handler:
    """Let this handler be reached without a session."""
    _open.add(handler)
    return handler


def by_all(handler: Handler) -> Handler:
    """Let this one be used by whoever has signed in, whatever they are and still have to do."""
    _by_all.add(handler)
    return handler


def by_readers(handler: Handler) -> Handler:
    """Let this one, which is no GET, be used by whoever may read, too."""
    _by_readers.add(handler)
    return handler


def by_admins(handler: Handler) -> Handler:
    """Let this one be used by admins alone; to others it does not exist."""
    _by_admins.add(handler)
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
    caller = await request.app[STORE].accounts.sessions.read(token) if token else None
    if caller is not None:
        request[USER], request[CALLER] = caller.name, caller
        return _permitted(request, caller) or await handler(request)
    if by_script(request):
        raise Problem("unauthorized", SIGNED_OUT)
    if request.method in _SAFE:
        return see_other(SIGN_IN)
    return sign_in_page(request, status=401, notice=SIGNED_OUT)


def _permitted(request: web.Request, caller: Caller) -> web.Response | None:
    """None if they may go on, else where they must go first. Raises `Problem`."""
    handler = request.match_info.handler
    if handler in _by_all or request.match_info.http_exception is not None:
        return None
    if roles.duty(caller.roles, once=caller.once, second_step=caller.second_step):
        if by_script(request):
            raise Problem("forbidden", FIRST)
        return see_other(ACCOUNT)
    if handler in _by_admins:
        if not roles.is_admin(caller.roles):
            raise Problem("not-found")
    elif request.method in _SAFE or handler in _by_readers:
        return None
    elif not roles.decides_somewhere(caller.roles):
        raise Problem("forbidden", NO_DECISIONS)
    return None


def reads(request: web.Request, site: str) -> bool:
    """May the caller see this site? If not, it is to them as if it did not exist."""
    return roles.may_read(request[CALLER].roles, site)


def decides(request: web.Request, site: str) -> None:
    """Go on only if the caller may decide on this site. Raises `Problem`."""
    if not reads(request, site):
        raise Problem("not-found", NO_SITE)
    if not roles.may_decide(request[CALLER].roles, site):
        raise Problem("forbidden", NO_DECISIONS)


def refuse_foreign(request: web.Request) -> None:
    """Of what only reads, but takes more of the service than an answer: go on unless another page
    asks. Raises `Problem`. Old browsers say nothing at all when a page of ours asks."""
    speaks = "Sec-Fetch-Site" in request.headers or "Origin" in request.headers
    if speaks and not _is_ours(request):
        raise Problem("forbidden", "This did not come from the review page. Nothing was changed.")


def sign_in_page(
    request: web.Request,
    *,
    status: int = 200,
    notice: str = "",
    name: str = "",
    headers: dict[str, str] | None = None,
) -> web.Response:
    context = {"notice": notice, "name": name}
    return render(request, "review/sign_in.html", context, status=status, headers=headers)


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
