"""How much guessing the door lets through: who is counted, and what is said once it is enough.

Ten failures in a quarter of an hour, for a name and for an address. A browser in which somebody has
signed in before is counted by itself, so that no stranger can lock them out by failing in their
name (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
"""

from dataclasses import dataclass

from aiohttp import web

from service.address import address_of, counted_as, is_shared
from service.language import ngettext
from service.state import SETTINGS, STORE

KNOWN_SECONDS = 180 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to prove who one is. `counted`: under whose names it counts, the first of them that
    of the user or of a browser known for them."""

    counted: tuple[str, ...]
    known: bool
    wait: int


async def begin(request: web.Request, name: str) -> Attempt:
    """Count an attempt in this name. It may go on if there is no `wait`, which is in seconds."""
    attempts = request.app[STORE].accounts.attempts
    mark = request.cookies.get(_cookie(request), "")
    known = await attempts.knows(name, mark)
    if known:
        counted: tuple[str, ...] = (f"browser {mark}",)
    else:
        counted = (f"name {name}", *whence(address_of(request)))
    return Attempt(counted, known, await attempts.begin(counted))


async def succeeded(request: web.Request, attempt: Attempt) -> None:
    """The name, or the known browser, begins anew; the address only gets this attempt back, or
    somebody with an account could guess for ever."""
    attempts = request.app[STORE].accounts.attempts
    await attempts.forget(attempt.counted[:1])
    await untried(request, attempt.counted[1:])


async def untried(request: web.Request, counted: tuple[str, ...]) -> None:
    """Nothing was found out: it does not count."""
    if counted:
        await request.app[STORE].accounts.attempts.give_back(counted)


async def remember(request: web.Request, response: web.Response, name: str) -> None:
    """Let this browser be known for that name from now on."""
    mark = await request.app[STORE].accounts.attempts.mark(name)
    response.set_cookie(
        _cookie(request),
        mark,
        max_age=KNOWN_SECONDS,
        secure=request.app[SETTINGS].secure,
        httponly=True,
        samesite="Strict",
        path="/",
    )


def whence(remote: str | None) -> tuple[str, ...]:
    """What is counted of an address: an IPv4 one, or an IPv6 one's network of 64 bits.

    Nothing of one that is not the world's: it is this machine's, or a proxy's, which all share.
    """
    return () if is_shared(remote) else (f"address {counted_as(remote)}",)


def told(seconds: int) -> str:
    """The same whether there is such an account or not, and whatever was typed."""
    minutes = -(-seconds // 60)
    text = ngettext(
        "Too many attempts have failed. Try again in %(minutes)s minute.",
        "Too many attempts have failed. Try again in %(minutes)s minutes.",
        minutes,
    )
    return text % {"minutes": minutes}


def _cookie(request: web.Request) -> str:
    return "__Host-greenroom-known" if request.app[SETTINGS].secure else "greenroom-known"
