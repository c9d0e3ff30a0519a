"""The map: every route and every doorway on one page."""

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Awaitable, Callable

from aiohttp import web

from moderation.doorbell import Doorbell
from moderation.settings import Settings
from moderation.store import Store
from moderation.tasks import end, keep_up
from moderation.watched_policy import WatchedPolicy, itself
from service import docs, embed, forgetting, language, middleware, pages, settling
from service.api import challenge, checks, comments, counts, create, events, own, reports, threads
from service.following import Following
from service.intake import Intakes
from service.live import Live
from service.metrics import Metrics
from service.openapi import show as openapi
from service.public import fragments
from service.public import routes as public
from service.readiness import Readiness
from service.review import routes as review
from service.review import scripts
from service.shelf import Shelf
from service.sitebook import SiteBook
from service.state import (
    DOORBELL,
    FOLLOWING,
    INTAKES,
    LIVE,
    METRICS,
    POLICY,
    READINESS,
    SETTINGS,
    SHELF,
    SHOW_PROBLEM,
    SITES,
    STORE,
    USUAL,
    WAITING,
    share,
)
from service.usual import Usual
from service.waiting import Waiting

# The interface for programs belongs to the outermost application, pages to parts of it: a path is
# then resolved once, and what no part claims is answered to a program.
API = (
    web.post("/v1/comments", create.create),
    web.get("/v1/comments/{id}", comments.show),
    web.patch("/v1/comments/{id}", own.revise),
    web.delete("/v1/comments/{id}", own.withdraw),
    web.post("/v1/comments/{id}/decision", comments.decide),
    web.post("/v1/comments/{id}/reports", reports.create),
    web.post("/v1/comments/{id}/appeal", own.appeal),
    web.get("/v1/sites/{site}/threads/{key:[^/]+}/comments", threads.published),
    web.get("/v1/sites/{site}/comments", threads.queue),
    web.get("/v1/sites/{site}/counts", counts.show),
    web.get("/v1/sites/{site}/threads/{key:[^/]+}/comments.html", language.spoken(fragments.show)),
    web.get("/v1/challenge", challenge.show),
    web.post("/v1/checks", checks.judge),
    web.get("/v1/events", events.stream, allow_head=False),
)


def create_app(settings: Settings) -> web.Application:
    """The public application. Everything it shares is opened at its start and closed at its end."""
    app = web.Application(middlewares=[language.speak, middleware.answer])
    app[SETTINGS] = settings
    app[POLICY] = WatchedPolicy(settings.policy, itself)
    app[METRICS] = Metrics()
    store, doorbell = Store(settings.redis_url), Doorbell(settings.redis_url)
    readiness = Readiness(store)
    app[STORE] = store
    app[DOORBELL] = doorbell
    app[READINESS] = readiness
    app[INTAKES] = Intakes(store, doorbell, readiness)
    app[SHELF] = Shelf(store.changes)
    app[SITES] = SiteBook(store)
    app[WAITING] = Waiting(store)
    app[USUAL] = Usual(store)
    app[LIVE] = Live(store)
    app[FOLLOWING] = Following()
    app[SHOW_PROBLEM] = middleware.show_json
    app.cleanup_ctx.append(_running)
    app.add_routes(API)
    pages.set_up(app)
    app.router.add_get("/docs", docs.show)
    app.router.add_get("/openapi.json", openapi.show)
    embed.set_up(app)
    app.router.add_get("/static/console-{tag}/{name}", scripts.serve)
    for prefix, part in (
        ("/t/", public.create_threads()),
        ("/s/", public.create_status()),
        ("/review/", review.create_app()),
    ):
        share(app, part)
        app.add_subapp(prefix, part)
    return app


async def _running(app: web.Application) -> AsyncIterator[None]:
    """The tasks behind the handlers, for as long as the application runs."""
    await app[READINESS].examine()
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(app[STORE].close)
        stack.push_async_callback(app[DOORBELL].close)
        stack.push_async_callback(app[LIVE].close)
        settle = functools.partial(settling.run, app[STORE])
        forget = functools.partial(forgetting.run, app[STORE], app[SETTINGS].address_days)
        for work in (app[READINESS].watch, app[WAITING].run, app[INTAKES].run, settle, forget):
            await stack.enter_async_context(_background(work))
        yield


@contextlib.asynccontextmanager
async def _background(work: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    task = asyncio.create_task(keep_up(work))
    try:
        yield
    finally:
        await end(task)
