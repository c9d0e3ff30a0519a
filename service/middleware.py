"""What every answer goes through: problems in their one shape, request ids, CORS, safe headers."""

import asyncio
import itertools
import logging
import re
import secrets
from collections.abc import MutableMapping

from aiohttp import web
from aiohttp.typedefs import Handler
from aiohttp.web_request import BaseRequest

from moderation.store.connection import StoreErrors
from service.problems import Problem, from_http, json_response
from service.state import METRICS, READINESS, REQUEST_ID, SETTINGS, SHOW_PROBLEM, SITES

log = logging.getLogger(__name__)

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

# A request id is a name, not a secret: where this process began, and a running number.
_START = secrets.token_hex(4)
_NUMBERS = itertools.count(1)

EXPOSED = (
    "ETag, Link, Location, Retry-After, X-Request-ID, Idempotency-Replayed, Preference-Applied, "
    "RateLimit, RateLimit-Policy"
)


def request_id(request: BaseRequest) -> str:
    """The client's own name for its request, if it is plain; else a new one."""
    sent = request.headers.get("X-Request-ID")
    return sent if sent and _REQUEST_ID.fullmatch(sent) else f"{_START}{next(_NUMBERS):08x}"


@web.middleware
async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever happens inside, the client gets an answer in our shape."""
    sent = request_id(request)
    request[REQUEST_ID] = sent
    try:
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            response: web.StreamResponse = preflight()
        else:
            response = await handler(request)
    except Problem as exc:
        response = await _show(request, exc)
    except web.HTTPException as exc:
        if exc.status < 400:
            raise
        response = await _show(request, from_http(exc))
    except StoreErrors as exc:
        request.app[READINESS].doubt()
        log.warning("store away in request %s: %s", sent, type(exc).__name__)
        response = await _show(request, Problem("service-degraded", "The store does not answer."))
    except asyncio.CancelledError:
        raise
    except Exception:
        log.exception("unhandled error in request %s", sent)
        response = await _show(request, Problem("internal"))
    headers = response.headers
    headers["X-Request-ID"] = sent
    headers["X-Content-Type-Options"] = "nosniff"
    if len(request.match_info.apps) == 1:  # the interface for programs, not a page
        headers["Vary"] = f"{headers['Vary']}, Origin" if "Vary" in headers else "Origin"
        if "Origin" in request.headers:
            await permit(request, headers)
    request.app[METRICS].count(request.method, response.status)
    return response


async def permit(request: web.Request, headers: MutableMapping[str, str]) -> None:
    """CORS: exact origins, no credentials. An unknown page gets no permission, never a wildcard."""
    origin = request.headers["Origin"]
    sites = request.app[SITES]
    try:
        known = sites.knows_origin(origin)
        if known is None:
            known = await sites.find_origin(origin)
    except StoreErrors:
        return  # the answer stands; the page may not read it
    if known:
        headers["Access-Control-Allow-Origin"] = origin
        headers["Access-Control-Expose-Headers"] = EXPOSED


async def show_json(request: web.Request, problem: Problem) -> web.Response:
    """For programs."""
    base_url = request.app[SETTINGS].public_url
    return json_response(problem, base_url=base_url, request_id=request[REQUEST_ID])


async def _show(request: web.Request, problem: Problem) -> web.StreamResponse:
    # The innermost application that the path belongs to knows its readers.
    for app in reversed(request.match_info.apps):
        if SHOW_PROBLEM in app:
            return await app[SHOW_PROBLEM](request, problem)
    return await show_json(request, problem)


def preflight() -> web.Response:
    """What a known page may send. `permit` names the origin."""
    return web.Response(
        status=204,
        headers={
            "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE",
            "Access-Control-Allow-Headers": (
                "Authorization, Content-Type, Greenroom-Proof, Idempotency-Key, If-Match, "
                "If-None-Match, Last-Event-ID, Prefer, X-Request-ID"
            ),
            "Access-Control-Max-Age": "7200",
        },
    )
