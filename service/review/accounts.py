"""`/review/accounts`: admins add accounts, give roles, end sessions, remove.

What an admin may do to whom is `roles.governs` and `roles.administers`; somebody they do not know
of is to them as if there were no such account. Nobody manages their own: the last admin stays one.
"""

import asyncio
import secrets

from aiohttp import web

from moderation.user import ALL, NAME, Role, User
from service.forms import read_fields
from service.pages import render, see_other
from service.problems import Problem
from service.review import roles
from service.review.guard import CALLER, USER, by_admins
from service.review.sign_in import PASSWORDS
from service.state import STORE

FORM_LIMIT = 4 * 1024
ACCOUNTS = "/review/accounts"


@by_admins
async def show(request: web.Request) -> web.Response:
    mine, store = request[CALLER].roles, request.app[STORE]
    known = [user for user in await store.accounts.all() if roles.knows_of(mine, user.roles)]
    context = {
        "user": request[USER],
        "accounts": known,
        "sessions": await asyncio.gather(
            *(store.accounts.sessions.of(user.name) for user in known)
        ),
        "governed": {user.name for user in known if _governed(request, user)},
        "places": roles.places(mine, await store.sites.names()),
        "roles": tuple(Role),
        "all": ALL,
    }
    return render(request, "review/accounts.html", context)


@by_admins
async def add(request: web.Request) -> web.StreamResponse:
    """An account with a password that is shown once, and must be changed at the first sign-in."""
    fields = await read_fields(request, FORM_LIMIT)
    name, place, role = fields.get("name", "").strip(), await _place(request, fields), _role(fields)
    if role is None:
        raise Problem("bad-request", "The form does not say what they are to be.")
    if not NAME.fullmatch(name):
        raise Problem("validation", "A name has 1 to 64 letters, digits and . _ @ -")
    password = secrets.token_urlsafe(12)
    hashed = await request.app[PASSWORDS].hash(password)
    if not await request.app[STORE].accounts.add(name, hashed, {place: role}, once=True):
        raise Problem("validation", "There is an account of that name already.")
    context = {"user": request[USER], "name": name, "password": password}
    return render(request, "review/account_made.html", context)


@by_admins
async def set_role(request: web.Request) -> web.StreamResponse:
    """A role on one site, or on all; or none there."""
    fields = await read_fields(request, FORM_LIMIT)
    place, role, user = await _place(request, fields), _role(fields), await _other(request, fields)
    await request.app[STORE].accounts.set_roles(
        user.name, lambda held: roles.with_role(held, place, role)
    )
    return see_other(ACCOUNTS)


@by_admins
async def end_sessions(request: web.Request) -> web.StreamResponse:
    user = await _governed_one(request)
    await request.app[STORE].accounts.sessions.end_all(user.name)
    return see_other(ACCOUNTS)


@by_admins
async def remove(request: web.Request) -> web.StreamResponse:
    user = await _governed_one(request)
    await request.app[STORE].accounts.remove(user.name)
    return see_other(ACCOUNTS)


def _governed(request: web.Request, user: User) -> bool:
    return user.name != request[USER] and roles.governs(request[CALLER].roles, user.roles)


async def _other(request: web.Request, fields: dict[str, str]) -> User:
    """The account that is named, if it is one that the admin knows of. Raises `Problem`."""
    user = await request.app[STORE].accounts.get(fields.get("name", ""))
    if user is None or not roles.knows_of(request[CALLER].roles, user.roles):
        raise Problem("not-found", "There is no such account.")
    if user.name == request[USER]:
        raise Problem("forbidden", "That is your own account. Another admin can do this.")
    return user


async def _governed_one(request: web.Request) -> User:
    user = await _other(request, await read_fields(request, FORM_LIMIT))
    if not roles.governs(request[CALLER].roles, user.roles):
        raise Problem("forbidden", "They have a role on a site that is not yours, too.")
    return user


async def _place(request: web.Request, fields: dict[str, str]) -> str:
    place = fields.get("site", "")
    known = await request.app[STORE].sites.names()
    if place not in roles.places(request[CALLER].roles, known):
        raise Problem("not-found", "No such site.")
    return place


def _role(fields: dict[str, str]) -> Role | None:
    said = fields.get("role", "")
    if said and said not in tuple(Role):
        raise Problem("bad-request", "There is no such role.")
    return Role(said) if said else None
