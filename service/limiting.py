"""How often somebody may do something: asked of the store in one round trip, before it is done.

What a count is about (a key, an address, an author, a thread) is gathered here; the limits stand in
`moderation/limits.py`. The store not answering is an error as ever: nobody gets by uncounted.
"""

import math
import time
from collections.abc import Mapping, Sequence

import msgspec
from aiohttp import web

from moderation import limits
from moderation.comment import Comment, Doubt
from moderation.limits import Limit
from moderation.party import author_of
from moderation.store.limits import Left, Spent, Word
from moderation.store.sites import Site
from service import proof
from service.address import address_of, counted_as, is_shared
from service.auth import Principal
from service.language import gettext, marked, ngettext
from service.problems import Problem
from service.state import STORE

Wanted = tuple[Limit, str]

FORM = "form"
SAID = {
    "challenges": marked("Very many challenges were asked for."),
    "reports": marked("That were many reports."),
    "thread": marked("Very many comments arrive here just now."),
    "key": marked("Very many comments arrive at this site just now."),
}
QUICK = marked("You are posting quickly.")


async def admit(
    request: web.Request, principal: Principal, comment: Comment, idempotency: str
) -> tuple[Comment, dict[str, str]]:
    """A comment over the API: itself, or with a doubt, and headers for the answer. Raises
    `Problem` if it may not come now, or not without a proof of work. `idempotency` is a key's
    digest, or empty: what was kept before is answered again, however much was spent since."""
    if principal.secret:
        _pace.spend(principal.credential)
        return comment, {}
    solution = request.headers.get(proof.HEADER, "")
    unable = solution == proof.UNAVAILABLE
    proven = proof.checked(principal.site, solution) if solution and not unable else ""
    spent = await request.app[STORE].limits.spend(
        principal.site,
        _of_comment(request, principal.site, comment, principal.credential),
        proof=proven,
        spare=bool(solution),
        idempotency=idempotency,
    )
    _require(spent)
    if spent.word is Word.SPARE and unable:
        comment = doubted(comment, Doubt.UNPROVEN)
    elif spent.word is Word.SPARE and not proven:
        raise proof.required()
    return comment, headers(spent.limits)


async def admit_form(
    request: web.Request, site: Site, comment: Comment, idempotency: str
) -> Comment:
    """A comment by a form: without scripts nothing can be proven, so it is held where a proof
    would be asked for. Raises `Problem` if it may not come now."""
    wanted = _of_comment(request, site, comment, FORM)
    store = request.app[STORE]
    spent = await store.limits.spend(site, wanted, spare=True, idempotency=idempotency)
    _require(spent)
    return doubted(comment, Doubt.UNPROVEN) if spent.word is Word.SPARE else comment


async def spend(
    request: web.Request, site: Site, limit: Limit, address: str | None
) -> dict[str, str]:
    """One of what one address may do so often. Headers for the answer. Raises `Problem`."""
    spent = await request.app[STORE].limits.spend(site, [_of_address(limit, address)], spare=True)
    _require(spent)
    return headers(spent.limits)


def doubted(comment: Comment, doubt: Doubt) -> Comment:
    return msgspec.structs.replace(comment, doubts=(*comment.doubts, doubt))


def headers(found: Sequence[Left]) -> dict[str, str]:
    """All limits that count, and how it is with the one that is nearest to its end
    (draft-ietf-httpapi-ratelimit-headers-10)."""
    policy = ", ".join(f'"{f.limit.name}";q={f.limit.most};w={f.limit.seconds}' for f in found)
    least = min(found, key=lambda f: f.left / f.limit.most)
    standing = f'"{least.limit.name}";r={least.left};t={math.ceil(least.ms / 1000)}'
    return {"RateLimit-Policy": policy, "RateLimit": standing}


def _of_comment(request: web.Request, site: Site, comment: Comment, key: str) -> list[Wanted]:
    wanted = [
        _of_address(limits.ADDRESS, address_of(request)),
        (limits.THREAD, comment.thread.key),
        (limits.KEY, key),
    ]
    author = author_of(site, comment.author, comment.client)
    if author is not None:
        wanted.append((limits.AUTHOR, author.digest))
    return wanted


def _of_address(limit: Limit, address: str | None) -> Wanted:
    if is_shared(address):
        limit = limits.shared(limit)
    return limit, counted_as(address) or address or ""


def _require(spent: Spent) -> None:
    """Go on if something was left of each limit, and the proof was a new one."""
    if spent.word is Word.USED:
        raise proof.failed()
    if spent.word is Word.FULL:
        ended = max((f for f in spent.limits if f.left < 1), key=lambda f: f.ms)
        raise refused(ended.limit, ended.ms, headers(spent.limits))


def refused(limit: Limit, ms: int, more: Mapping[str, str] | None = None) -> Problem:
    """Say when to come back, to people in their language and to programs in English."""
    seconds = max(1, math.ceil(ms / 1000))
    return Problem(
        "rate-limited",
        f"{gettext(SAID.get(limit.name, QUICK))} {again_in(seconds)}",
        headers={"Retry-After": str(seconds), **(more or {})},
        retry_after=seconds,
    )


def again_in(seconds: int) -> str:
    if seconds > 120:
        minutes = math.ceil(seconds / 60)
        told = ngettext("Try again in %(num)s minute.", "Try again in %(num)s minutes.", minutes)
        return told % {"num": minutes}
    told = ngettext("Try again in %(num)s second.", "Try again in %(num)s seconds.", seconds)
    return told % {"num": seconds}


class Pace:
    """A limit that this process counts alone, for what comes too often to ask the store."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._each = limit.seconds / limit.most
        self._whole: dict[str, float] = {}

    def spend(self, who: str) -> None:
        """Raises `Problem`. `who` must be one of a few: none is forgotten."""
        now = time.monotonic()
        whole = max(self._whole.get(who, 0.0), now) + self._each
        if whole - now > self._limit.seconds:
            raise refused(self._limit, math.ceil((whole - now - self._limit.seconds) * 1000))
        self._whole[who] = whole


_pace = Pace(limits.SECRET_KEY)
