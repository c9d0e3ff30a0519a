"""Signing in and out."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from aiohttp import web

from moderation.passwords import hash_password, verify_password
from moderation.user import User
from service.forms import read_fields
from service.pages import see_other
from service.problems import Problem
from service.review import door
from service.review.browser import describe
from service.review.guard import CALLER, by_all, cookie_name, give_cookie, open_to_all, sign_in_page
from service.review.totp import matching_step
from service.state import STORE

WRONG = "That name and password do not belong together, or the code is missing or not valid."
FORM_LIMIT = 4 * 1024
NAME_LIMIT = 100

# Each verification takes 46 MiB and a core: two at once, and not many in the queue behind them.
_HASHING = 2
_QUEUE = 20


P = ParamSpec("P")
T = TypeVar("T")


class Passwords:
    """Verifies and hashes passwords off the event loop, a few at a time."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(_HASHING)
        self._asking = 0

    async def verify(self, kept: str | None, plain: str) -> bool:
        return await self._run(verify_password, kept, plain)

    async def hash(self, plain: str) -> str:
        """Raises `ValueError` if the password is too short or too long."""
        return await self._run(hash_password, plain)

    async def _run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._asking >= _QUEUE:
            raise Problem("rate-limited", "Too many people are signing in. Try again in a moment.")
        self._asking += 1
        try:
            async with self._slots:
                return await asyncio.to_thread(work, *args, **kwargs)
        finally:
            self._asking -= 1


PASSWORDS = web.AppKey("passwords", Passwords)


@open_to_all
async def show(request: web.Request) -> web.StreamResponse:
    return sign_in_page(request)


@open_to_all
async def submit(request: web.Request) -> web.StreamResponse:
    """A session for who knows the password: a new one, whatever cookie came with the request."""
    fields = await read_fields(request, FORM_LIMIT)
    name, password = fields.get("name", "").strip(), fields.get("password", "")
    attempt = await door.begin(request, name)
    if attempt.wait:
        headers = {"Retry-After": str(attempt.wait)}
        notice = door.told(attempt.wait)
        return sign_in_page(
            request, status=429, notice=notice, name=name[:NAME_LIMIT], headers=headers
        )
    accounts = request.app[STORE].accounts
    user = await accounts.get(name) if 0 < len(name) <= NAME_LIMIT else None
    try:
        right = await request.app[PASSWORDS].verify(user.password if user else None, password)
    except Problem:
        await door.untried(request, attempt.counted)
        raise
    token = await begin_session(request, user, fields.get("code", "")) if user and right else None
    if user is None or token is None:
        return sign_in_page(request, status=401, notice=WRONG, name=name[:NAME_LIMIT])
    await door.succeeded(request, attempt)
    old = request.cookies.get(cookie_name(request))
    caller = await accounts.sessions.read(old) if old else None
    if caller:
        await accounts.sessions.end(caller.name, caller.session)
    response = see_other("/review/")
    give_cookie(request, response, token)
    if not attempt.known:
        await door.remember(request, response, user.name)
    return response


async def begin_session(request: web.Request, user: User, code: str) -> str | None:
    """A session's token; None if the second step that the account has is wrong, or was used."""
    store = request.app[STORE]
    step = None
    if user.totp:
        step = matching_step(user.totp, code, await store.now_ms(), user.step)
        if step is None:
            return None
    browser = describe(request.headers.get("User-Agent", ""))
    return await store.accounts.sessions.start(user, browser, step)


@by_all
async def sign_out(request: web.Request) -> web.StreamResponse:
    """End the session here, not only in the browser."""
    caller = request[CALLER]
    await request.app[STORE].accounts.sessions.end(caller.name, caller.session)
    response = see_other("/review/sign-in")
    response.del_cookie(cookie_name(request), path="/")
    return response
