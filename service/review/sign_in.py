"""Signing in and out."""

import asyncio

from aiohttp import web

from moderation.passwords import verify_password
from service.forms import read_fields
from service.pages import see_other
from service.problems import Problem
from service.review.guard import cookie_name, give_cookie, open_to_all, sign_in_page
from service.state import STORE

WRONG = "That name and password do not belong together."
FORM_LIMIT = 4 * 1024
NAME_LIMIT = 100

# Each verification takes 46 MiB and a core: two at once, and not many in the queue behind them.
_HASHING = 2
_QUEUE = 20


class Passwords:
    """Verifies passwords off the event loop, a few at a time."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(_HASHING)
        self._asking = 0

    async def verify(self, kept: str | None, plain: str) -> bool:
        if self._asking >= _QUEUE:
            raise Problem("rate-limited", "Too many people are signing in. Try again in a moment.")
        self._asking += 1
        try:
            async with self._slots:
                return await asyncio.to_thread(verify_password, kept, plain)
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
    accounts = request.app[STORE].accounts
    user = await accounts.get(name) if 0 < len(name) <= NAME_LIMIT else None
    right = await request.app[PASSWORDS].verify(user.password if user else None, password)
    if user is None or not right:
        return sign_in_page(request, status=401, notice=WRONG, name=name[:NAME_LIMIT])
    old = request.cookies.get(cookie_name(request))
    if old:
        await accounts.end_session(old)
    response = see_other("/review/")
    give_cookie(request, response, await accounts.start_session(user.name))
    return response


async def sign_out(request: web.Request) -> web.StreamResponse:
    """End the session here, not only in the browser."""
    await request.app[STORE].accounts.end_session(request.cookies[cookie_name(request)])
    response = see_other("/review/sign-in")
    response.del_cookie(cookie_name(request), path="/")
    return response
