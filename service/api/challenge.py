"""`GET /v1/challenge`: work for whoever is asked to prove that they are no flood."""

from aiohttp import web

from moderation.limits import CHALLENGES
from service import proof
from service.address import address_of
from service.api import views
from service.auth import authenticate
from service.limiting import spend
from service.problems import Problem


async def show(request: web.Request) -> web.Response:
    """A challenge of the key's site, not to be kept by any cache."""
    principal = await authenticate(request)
    if principal.kind is None:
        raise Problem("forbidden", "A comment's token needs no challenge.")
    headers = await spend(request, principal.site, CHALLENGES, address_of(request))
    return views.json_response(
        proof.challenge(principal.site), headers={"Cache-Control": "no-store", **headers}
    )
