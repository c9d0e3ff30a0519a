"""`/review/account`: one's own password, second step and sessions.

Whoever changes how they sign in shows that they know the password: an open session is not enough.
Every session ends with it, and this browser gets a new one.
"""

from aiohttp import web

from moderation.user import User
from service.forms import read_fields
from service.language import gettext, marked
from service.pages import render, see_other
from service.problems import Problem
from service.review import door, roles, totp
from service.review.browser import describe
from service.review.guard import ACCOUNT, CALLER, SIGN_IN, USER, by_all, give_cookie
from service.review.sign_in import PASSWORDS
from service.state import STORE
from service.wording import CATEGORIES

FORM_LIMIT = 4 * 1024
# What somebody may choose not to be shown.
SHOWN = tuple(name for name in CATEGORIES if name != "clean")

# What is said at the top, by the word in the address.
DONE = {
    "password": marked("You have a new password. All your other sessions have ended."),
    "second-step": marked("The second step is in force. All your other sessions have ended."),
    "not-for-me": marked("It is kept. Nobody else sees what you chose."),
    "session": marked("The session has ended."),
}
WRONG_PASSWORD = marked("That is not your password.")
WRONG_CODE = marked("That code is not valid. Each code works once, for half a minute.")
NOT_TWICE = marked("The new password was not typed the same twice.")
NOT_NEW = marked("The new password is the one you have.")
BAD_LENGTH = marked("A password has 12 to 128 characters.")


@by_all
async def show(request: web.Request) -> web.Response:
    return await _page(request)


@by_all
async def set_password(request: web.Request) -> web.StreamResponse:
    fields = await read_fields(request, FORM_LIMIT)
    old, new = fields.get("old", ""), fields.get("new", "")
    if new != fields.get("again", ""):
        return await _page(request, NOT_TWICE)
    if new == old:
        return await _page(request, NOT_NEW)
    user = await _user(request)
    if not await _proved(request, user, old):
        return await _page(request, WRONG_PASSWORD)
    try:
        hashed = await request.app[PASSWORDS].hash(new)
    except ValueError:
        return await _page(request, BAD_LENGTH)
    accounts = request.app[STORE].accounts
    if not await accounts.set_password(user.name, hashed, was=user.password):
        raise Problem("already-decided", "Your password was changed meanwhile.")
    return await _anew(request, "password")


@by_all
async def propose(request: web.Request) -> web.StreamResponse:
    """A new secret, shown until its first code comes. Who has a second step needs a code of it."""
    fields = await read_fields(request, FORM_LIMIT)
    user = await _user(request)
    if not await _proved(request, user, fields.get("password", ""), fields.get("code", "")):
        return await _page(request, WRONG_CODE if user.totp else WRONG_PASSWORD)
    await request.app[STORE].accounts.propose_totp(user.name, totp.new_secret())
    return see_other(ACCOUNT)


@by_all
async def confirm(request: web.Request) -> web.StreamResponse:
    """The first code of the secret proposed puts it in force."""
    fields = await read_fields(request, FORM_LIMIT)
    user, store = await _user(request), request.app[STORE]
    if user.proposed is None:
        raise Problem("not-found", "There is no second step to confirm.")
    attempt = await _attempt(request, user.name)
    step = totp.matching_step(user.proposed, fields.get("code", ""), await store.now_ms(), 0)
    if step is None:
        return await _page(request, WRONG_CODE)
    await door.succeeded(request, attempt)
    if not await store.accounts.confirm_totp(user.name, user.proposed, step):
        raise Problem("already-decided", "Your second step was set up anew meanwhile.")
    return await _anew(request, "second-step")


@by_all
async def set_not_for_me(request: web.Request) -> web.StreamResponse:
    """Which categories are not shown to them. Nobody else is told, so it is in no log either."""
    fields = await read_fields(request, FORM_LIMIT)
    chosen = [name for name in SHOWN if fields.get(f"not-{name}")]
    await request.app[STORE].accounts.set_not_for_me(request[USER], chosen)
    return see_other(f"{ACCOUNT}?done=not-for-me")


@by_all
async def end_session(request: web.Request) -> web.StreamResponse:
    fields = await read_fields(request, FORM_LIMIT)
    sessions = request.app[STORE].accounts.sessions
    if not await sessions.end(request[USER], fields.get("id", "")):
        raise Problem("not-found", "You have no such session.")
    return see_other(f"{ACCOUNT}?done=session")


@by_all
async def end_others(request: web.Request) -> web.StreamResponse:
    caller = request[CALLER]
    await request.app[STORE].accounts.sessions.end_all(caller.name, but=caller.session)
    return see_other(f"{ACCOUNT}?done=session")


async def _user(request: web.Request) -> User:
    user = await request.app[STORE].accounts.get(request[USER])
    if user is None:
        raise Problem("not-found", "There is no such account any more.")
    return user


async def _attempt(request: web.Request, name: str) -> door.Attempt:
    """Guessing here counts as it does at the door."""
    attempt = await door.begin(request, name)
    if attempt.wait:
        headers = {"Retry-After": str(attempt.wait)}
        raise Problem("rate-limited", door.told(attempt.wait), headers=headers)
    return attempt


async def _proved(request: web.Request, user: User, password: str, code: str | None = None) -> bool:
    """Is it the password and, if one is asked for and there is a second step, a code of it?"""
    attempt = await _attempt(request, user.name)
    try:
        right = await request.app[PASSWORDS].verify(user.password, password)
    except Problem:
        await door.untried(request, attempt.counted)
        raise
    if right and code is not None and user.totp:
        store = request.app[STORE]
        step = totp.matching_step(user.totp, code, await store.now_ms(), user.step)
        right = step is not None and await store.accounts.use_step(user.name, user.totp, step)
    if right:
        await door.succeeded(request, attempt)
    return right


async def _anew(request: web.Request, done: str) -> web.Response:
    """All sessions have ended; this browser gets a new one, for what was just proved."""
    user, sessions = await _user(request), request.app[STORE].accounts.sessions
    browser = describe(request.headers.get("User-Agent", ""))
    token = await sessions.start(user, browser, proved=True)
    if token is None:
        return see_other(SIGN_IN)
    response = see_other(f"{ACCOUNT}?done={done}")
    give_cookie(request, response, token)
    return response


async def _page(request: web.Request, fault: str = "") -> web.Response:
    store, user, caller = request.app[STORE], await _user(request), request[CALLER]
    context = {
        "user": user.name,
        "account": user,
        "admin": roles.is_admin(user.roles),
        "duty": roles.duty(user.roles, once=user.once, second_step=user.totp is not None),
        "fault": gettext(fault),
        "done": gettext(DONE.get(request.query.get("done", ""), "")),
        "sessions": await store.accounts.sessions.of(user.name),
        "current": caller.session,
        "categories": SHOWN,
        "secret": totp.grouped(user.proposed) if user.proposed else None,
        "address": totp.address(user.proposed, user.name) if user.proposed else None,
    }
    return render(request, "review/account.html", context, status=422 if fault else 200)
