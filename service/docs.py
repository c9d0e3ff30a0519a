"""`/docs`: the API for those who call it: how to begin, then every call as the document has it."""

from aiohttp import web

from service.openapi import reference
from service.pages import render
from service.problems import KINDS
from service.state import SETTINGS


async def show(request: web.Request) -> web.Response:
    base = request.app[SETTINGS].public_url
    context = {
        "base": base,
        "calls": reference.calls(base),
        "types": reference.types(base),
        "kinds": KINDS,
    }
    headers = {"Cache-Control": "public, max-age=3600"}
    return render(request, "docs.html", context, headers=headers)
