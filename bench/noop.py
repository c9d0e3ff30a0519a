"""The ceiling: aiohttp handlers that do nothing. `python -m bench.noop PORT [FILE]`.

One reads the body and says 202; one says what is in FILE, or 304 to whoever has some of it.
"""

import sys
from pathlib import Path

from aiohttp import web

BODY = Path(sys.argv[2]).read_bytes() if len(sys.argv) > 2 else b""


async def accept(request: web.Request) -> web.Response:
    await request.read()
    return web.Response(body=b'{"status":"pending"}', status=202, content_type="application/json")


async def tell(request: web.Request) -> web.Response:
    if "If-None-Match" in request.headers:
        return web.Response(status=304)
    return web.Response(body=BODY, content_type="application/json")


if __name__ == "__main__":
    app = web.Application()
    app.add_routes([web.post("/v1/comments", accept), web.get("/thread", tell)])
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
