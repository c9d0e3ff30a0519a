"""`GET /openapi.json`: the document, the same bytes until the service is another."""

from aiohttp import web

from service.etags import has
from service.openapi.document import encoded
from service.state import SETTINGS

CACHE = "public, max-age=300"


async def show(request: web.Request) -> web.Response:
    body, etag = encoded(request.app[SETTINGS].public_url)
    headers = {"ETag": etag, "Cache-Control": CACHE}
    if has(request, etag):
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, content_type="application/json", headers=headers)
