"""The readers' routes: `/t/` for threads, `/s/` for the status of one comment."""

from aiohttp import web

from service.pages import show_page
from service.public import feeds, report, status, threads
from service.state import SHOW_PROBLEM


def create_threads() -> web.Application:
    """The thread pages, mounted at `/t/`."""
    app = web.Application()
    app[SHOW_PROBLEM] = show_page
    app.add_routes(
        [
            web.get("/{site}", threads.show),
            web.post("/{site}", threads.post),
            web.get("/{site}/feed.atom", feeds.of_site),
            web.get("/{site}/{key:[^/]+}/feed.atom", feeds.of_thread),
            web.get("/{site}/{key:[^/]+}", threads.show),
            web.post("/{site}/{key:[^/]+}", threads.post),
            web.get("/{site}/{key:[^/]+}/report/{id}", report.show),
            web.post("/{site}/{key:[^/]+}/report/{id}", report.submit),
        ]
    )
    return app


def create_status() -> web.Application:
    """The status pages, mounted at `/s/`."""
    app = web.Application()
    app[SHOW_PROBLEM] = show_page
    app.add_routes([web.get("/{ref}", status.show), web.post("/{ref}/appeal", status.appeal)])
    return app
