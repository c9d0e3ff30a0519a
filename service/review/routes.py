"""The moderators' routes."""

from aiohttp import web


def create_app() -> web.Application:
    """The review application, mounted at `/review/`."""
    return web.Application()
