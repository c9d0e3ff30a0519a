"""The operators' port: `/livez`, `/readyz`, `/metrics`. Never to be published."""

import msgspec
from aiohttp import web

from moderation.store.connection import StoreErrors
from service.state import METRICS, READINESS, STORE

PLAIN = "text/plain; version=0.0.4; charset=utf-8"


def create_admin(public: web.Application) -> web.Application:
    """An application that looks at the public one."""

    async def livez(_: web.Request) -> web.Response:
        """This process answers. It says nothing of the store."""
        return _json({"live": True})

    async def readyz(_: web.Request) -> web.Response:
        """May comments be promised? 503 with every reason if not."""
        readiness = public[READINESS]
        await readiness.examine()
        body = {"ready": readiness.ready, "faults": readiness.faults}
        return _json(body, status=200 if readiness.ready else 503)

    async def metrics(_: web.Request) -> web.Response:
        readiness = public[READINESS]
        try:
            text = await public[METRICS].expose(public[STORE], readiness)
        except StoreErrors:
            text = public[METRICS].plain(readiness, ready=False)
        return web.Response(body=text, headers={"Content-Type": PLAIN})

    app = web.Application()
    app.add_routes(
        [web.get("/livez", livez), web.get("/readyz", readyz), web.get("/metrics", metrics)]
    )
    return app


def _json(body: object, *, status: int = 200) -> web.Response:
    return web.Response(
        body=msgspec.json.encode(body), status=status, content_type="application/json"
    )
