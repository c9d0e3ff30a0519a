"""`Prefer: wait=N` (RFC 7240), with fractions of a second allowed."""

import re

from aiohttp import web

from service.waiting import LONGEST

_WAIT = re.compile(r'(?:^|[,;\s])wait\s*=\s*"?(\d{1,4}(?:\.\d{1,3})?)', re.IGNORECASE)


def wait_seconds(request: web.Request) -> float:
    """How long the client would wait, at most `LONGEST`; 0 if it did not ask."""
    if "Prefer" not in request.headers:
        return 0.0
    asked = _WAIT.search(", ".join(request.headers.getall("Prefer", [])))
    return min(float(asked.group(1)), LONGEST) if asked else 0.0
