"""What every answer goes through: problems in their one shape, request ids, CORS, safe headers."""

import asyncio
import logging
import re
import secrets

from aiohttp import web
from aiohttp.typedefs import Handler

from moderation.store.connection import StoreErrors
from service.problems import Problem, from_http, json_response
from service.state import METRICS, READINESS, REQUEST_ID, SETTINGS, SHOW_PROBLEM, SITES

log = logging.getLogger(__name__)

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

EXPOSED = (
    "ETag, Link, Location, Retry-After, X-Request-ID, Idempotency-Replayed, Preference-Applied"
)


@web.middleware
async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Outermost: whatever happens inside, the client gets an answer in our shape."""
    sent = request.headers.get("X-Request-ID", "")
    request_id = sent if _REQUEST_ID.fullmatch(sent) else secrets.token_hex(8)
    request[REQUEST_ID] = request_id
    try:
        response = await handler(request)
    except Problem as exc:
        response = await _show(request, exc)
    except web.HTTPException as exc:
        if exc.status < 400:
            raise
        response = await _show(request, from_http(exc))
    except StoreErrors as exc:
        request.config_dict[READINESS].doubt()
        log.warning("store away in request %s: %s", request_id, type(exc).__name__)
        response = await _show(request, Problem("service-degraded", "The store does not answer."))
    except asyncio.CancelledError:
        raise
    except Exception:
        log.exception("unhandled error in request %s", request_id)
        response = await _show(request, Problem("internal"))
    response.headers["X-Request-ID"] = request_id
    response.headers["X-Content-Type-Options"] = "nosniff"
    request.config_dict[METRICS].requests.labels(request.method, response.status).inc()
    return response


async def show_json(request: web.Request, problem: Problem) -> web.Response:
    """For programs."""
    base_url = request.config_dict[SETTINGS].public_url
    return json_response(problem, base_url=base_url, request_id=request[REQUEST_ID])


async def _show(request: web.Request, problem: Problem) -> web.StreamResponse:
    # The innermost application that the path belongs to knows its readers.
    for app in reversed(request.match_info.apps):
        if SHOW_PROBLEM in app:
            return await app[SHOW_PROBLEM](request, problem)
    return await show_json(request, problem)


@web.middleware
async def cors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Exact origins, no credentials. A page we do not know gets no permission, never a wildcard."""
    origin = request.headers.get("Origin")
    if origin is None:
        response = await handler(request)
        response.headers.add("Vary", "Origin")
        return response
    try:
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            response = preflight()
        else:
            response = await handler(request)
    except Problem as exc:
        response = await show_json(request, exc)
    except web.HTTPException as exc:
        response = await show_json(request, from_http(exc))
    response.headers.add("Vary", "Origin")
    if await request.config_dict[SITES].knows_origin(origin):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
    return response


def preflight() -> web.StreamResponse:
    """What a known page may send. `cors` names the origin."""
    return web.Response(
        status=204,
        headers={
            "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE",
            "Access-Control-Allow-Headers": (
                "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Prefer, "
                "X-Request-ID"
            ),
            "Access-Control-Max-Age": "7200",
        },
    )
