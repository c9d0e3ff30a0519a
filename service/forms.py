"""Reading an HTML form's fields: bounded, strictly UTF-8."""

from urllib.parse import parse_qsl

from aiohttp import web

from service.body import read_body
from service.language import gettext
from service.problems import Problem

CONTENT_TYPE = "application/x-www-form-urlencoded"
FIELDS = 32


async def read_fields(request: web.Request, limit: int) -> dict[str, str]:
    """The fields of a posted form, each once. Raises `Problem`."""
    return dict(await read_pairs(request, limit, FIELDS))


async def read_pairs(request: web.Request, limit: int, most: int) -> list[tuple[str, str]]:
    """The fields of a posted form, some of which may stand there often. Raises `Problem`."""
    if request.content_type != CONTENT_TYPE:
        detail = gettext("Send a form as %(type)s.") % {"type": CONTENT_TYPE}
        raise Problem("unsupported-media-type", detail)
    data = await read_body(request, limit)
    try:
        return parse_qsl(
            data.decode(), keep_blank_values=True, errors="strict", max_num_fields=most
        )
    except ValueError as exc:
        raise Problem("bad-request", "The form is not in UTF-8, or has too many fields.") from exc
