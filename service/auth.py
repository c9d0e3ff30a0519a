"""Who is asking: one function from a request to a `Principal`.

Keys are looked up by digest and tokens compared in constant time. Whoever is not known is refused;
there is no anonymous principal.
"""

import hmac
from dataclasses import dataclass

from aiohttp import web

from moderation.store.sites import KeyKind, Site, site_of
from service.problems import Problem
from service.state import SITES


@dataclass(frozen=True, slots=True)
class Principal:
    """A key of `site`, or with `kind` None the holder of one comment's token."""

    site: Site
    credential: str
    kind: KeyKind | None

    @property
    def secret(self) -> bool:
        return self.kind is KeyKind.SECRET

    def holds(self, comment_id: str) -> bool:
        """Is this the token of that very comment?"""
        expected = self.site.comment_token(comment_id)
        return hmac.compare_digest(self.credential.encode(), expected.encode())


async def authenticate(request: web.Request) -> Principal:
    """The principal of a request. Raises `Problem`: 401 if unknown, 403 from a foreign page."""
    scheme, _, credential = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not credential or not credential.isascii():
        raise _unauthorized("Send Authorization: Bearer with a key or token.")
    name = site_of(credential)
    sites = request.app[SITES]
    site = sites.known(name) or await sites.get(name) if name else None
    if site is None:
        raise _unauthorized("This key or token is not known.")
    if credential.startswith("ct_"):
        return Principal(site, credential, None)
    kind = site.kind_of(credential)
    if kind is None:
        raise _unauthorized("This key or token is not known.")
    if kind is KeyKind.PUBLISHABLE:
        _require_origin(request, site)
    return Principal(site, credential, kind)


async def require_secret(request: web.Request) -> Principal:
    """As `authenticate`, for what only a site's own server may do."""
    principal = await authenticate(request)
    if not principal.secret:
        raise Problem("forbidden", "This needs a secret key.")
    return principal


def _require_origin(request: web.Request, site: Site) -> None:
    origin = request.headers.get("Origin")
    if origin is None or origin not in site.origins:
        raise Problem(
            "origin-not-allowed",
            "A publishable key works only from the site's own pages: "
            "the Origin header must be one that the site lists.",
        )


def _unauthorized(detail: str) -> Problem:
    return Problem("unauthorized", detail, headers={"WWW-Authenticate": "Bearer"})
