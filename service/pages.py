"""Server-rendered pages: templates, static files, safe headers."""

from aiohttp import web


def set_up(app: web.Application) -> None:
    """Prepare an application for rendering pages."""
