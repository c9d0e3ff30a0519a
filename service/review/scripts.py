"""The console's scripts: our own modules, served under a name that changes when they do."""

import hashlib
import re
from pathlib import Path

from aiohttp import web

from service.pages import HEADERS
from service.problems import Problem

# Lines that hold nothing but a comment are for who reads the modules, not for who runs them.
_ASIDE = re.compile(rb"^ *//.*\n", re.MULTILINE)
FILES = {
    path.name: _ASIDE.sub(b"", path.read_bytes())
    for path in sorted((Path(__file__).parent.parent / "static" / "console").glob("*.js"))
}
TAG = hashlib.sha256(b"\0".join(FILES.values())).hexdigest()[:16]

# Pages with these scripts may run them, and let them ask this service; nothing else.
POLICY = {
    "Content-Security-Policy": (
        f"{HEADERS['Content-Security-Policy']}; script-src 'self'; connect-src 'self'"
    )
}

_FOR_EVER = "public, max-age=31536000, immutable"


async def serve(request: web.Request) -> web.Response:
    """A module. A page that another version of the service made gets ours, for once."""
    body = FILES.get(request.match_info["name"])
    if body is None:
        raise Problem("not-found")
    kept = _FOR_EVER if request.match_info["tag"] == TAG else "no-store"
    return web.Response(
        body=body,
        content_type="text/javascript",
        charset="utf-8",
        headers={"Cache-Control": kept},
    )
