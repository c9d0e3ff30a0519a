"""Reading a request's body: bounded in size and in time, never decompressed."""

import asyncio
from typing import TypeVar

from aiohttp import web

from moderation.draft import InvalidDraft, decode_draft
from service.language import gettext
from service.problems import Problem

T = TypeVar("T")

SECONDS = 10.0
# Where a body is not read to its end, the connection cannot serve another request.
CLOSING = {"Connection": "close"}


async def read_body(request: web.Request, limit: int) -> bytes:
    """The body's bytes, at most `limit`. Raises `Problem`."""
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Problem("unsupported-media-type", "Send the body without a Content-Encoding.")
    if request.content_length is not None and request.content_length > limit:
        raise _too_large(limit)
    if request.content.is_eof():  # all of it is here already, as nearly always
        data = request.content.read_nowait()
        if len(data) > limit:
            raise _too_large(limit)
        return data
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(SECONDS):
            async for chunk in request.content.iter_any():
                size += len(chunk)
                if size > limit:
                    raise _too_large(limit)
                chunks.append(chunk)
    except TimeoutError as exc:
        raise Problem("request-timeout", headers=CLOSING) from exc
    except web.RequestPayloadError as exc:
        raise Problem("bad-request", "The body is not what its headers say.") from exc
    return b"".join(chunks)


async def read_json(request: web.Request, kind: type[T], limit: int) -> tuple[T, bytes]:
    """The body as `kind`, and its bytes. Raises `Problem`.

    JSON must be declared: a plain-text post from a foreign page would need no preflight.
    """
    if request.content_type != "application/json":
        raise Problem("unsupported-media-type", "Send Content-Type: application/json.")
    data = await read_body(request, limit)
    try:
        return decode_draft(data, kind), data
    except InvalidDraft as exc:
        raise invalid(exc) from exc
    except ValueError as exc:
        raise Problem("malformed-json") from exc


def invalid(exc: InvalidDraft) -> Problem:
    """What is wrong with a draft, as a problem."""
    count = len(exc.errors)
    detail = f"{exc.errors[0].pointer or '/'}: {exc.errors[0].detail}."
    if count > 1:
        detail = f"{detail[:-1]} (and {count - 1} more)."
    return Problem("validation", detail, errors=exc.errors)


def _too_large(limit: int) -> Problem:
    detail = gettext("The limit is %(limit)s bytes.") % {"limit": limit}
    return Problem("payload-too-large", detail, headers=CLOSING)
