"""The moderators' routes."""

from aiohttp import web

from service.review import asked, decide, guard, lists, sign_in
from service.state import SHOW_PROBLEM


def create_app() -> web.Application:
    """The review application, mounted at `/review/`."""
    app = web.Application(middlewares=[guard.same_origin, guard.signed_in])
    app[SHOW_PROBLEM] = asked.show_problem
    app[sign_in.PASSWORDS] = sign_in.Passwords()
    app.add_routes(
        [
            web.get("/", lists.show),
            web.get("/counts", lists.counts),
            web.post("/decide", decide.decide),
            web.get("/sign-in", sign_in.show),
            web.post("/sign-in", sign_in.submit),
            web.post("/sign-out", sign_in.sign_out),
        ]
    )
    return app
