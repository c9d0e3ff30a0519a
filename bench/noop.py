"""The ceiling: an aiohttp handler that reads the body and says 202. `python -m bench.noop PORT`."""

import sys

from aiohttp import web


async def accept(request: web.Request) -> web.Response:
    await request.read()
    return web.Response(body=b'{"status":"pending"}', status=202, content_type="application/json")


if __name__ == "__main__":
    app = web.Application()
    app.add_routes([web.post("/v1/comments", accept)])
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
