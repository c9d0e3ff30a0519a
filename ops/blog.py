"""The demo blog: one article with its comments below, on a port of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from string import Template
from urllib.parse import quote

from aiohttp import web

HOST = "127.0.0.1"
ARTICLE = "/ketamine-for-depression"
TITLE = "Ketamine for depression: what the evidence supports, and what it does not yet"
TOPICS = ["ketamine", "depression", "therapy"]

PAGE = Path(__file__).with_name("demo") / "article.html"
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src {0}; connect-src {0}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def origin(port: int) -> str:
    return f"http://{HOST}:{port}"


@asynccontextmanager
async def served(port: int, comments_at: str, site: str, key: str) -> AsyncIterator[str]:
    """Serve the article; its address is what this yields. `comments_at` is Greenroom's own URL,
    `key` the site's publishable one."""
    article = origin(port) + ARTICLE
    link = f"{comments_at}/t/{site}?url={quote(article, safe='')}"
    page = Template(PAGE.read_text(encoding="utf-8")).substitute(
        comments=link, at=comments_at, site=site, key=key, topics=",".join(TOPICS)
    )

    async def show(_: web.Request) -> web.Response:
        headers = {
            "Content-Security-Policy": POLICY.format(comments_at),
            "X-Content-Type-Options": "nosniff",
        }
        return web.Response(text=page, content_type="text/html", headers=headers)

    async def home(_: web.Request) -> web.Response:
        raise web.HTTPFound(ARTICLE)

    app = web.Application()
    app.add_routes([web.get(ARTICLE, show), web.get("/", home)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
        yield article
    finally:
        await runner.cleanup()
