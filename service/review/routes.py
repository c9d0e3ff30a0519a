"""The moderators' routes."""

from aiohttp import web

from service.pages import show_page
from service.review import decide, guard, lists, sign_in
from service.state import SHOW_PROBLEM


def create_app() -> web.Application:
    """The review application, mounted at `/review/`."""
    app = web.Application(middlewares=[guard.same_origin, guard.signed_in])
    app[SHOW_PROBLEM] = show_page
    app[sign_in.PASSWORDS] = sign_in.Passwords()
    app.add_routes(
        [
            web.get("/", lists.show),
            web.post("/decide", decide.decide),
            web.get("/sign-in", sign_in.show),
            web.post("/sign-in", sign_in.submit),
            web.post("/sign-out", sign_in.sign_out),
        ]
    )
    return app
