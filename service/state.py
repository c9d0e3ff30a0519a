"""What the handlers share, under typed keys. Set once in `service.app`."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from moderation.doorbell import Doorbell
from moderation.policy import Policy
from moderation.settings import Settings
from moderation.store import Store
from moderation.watched_policy import WatchedPolicy
from service.following import Following
from service.intake import Intakes
from service.live import Live
from service.metrics import Metrics
from service.problems import Problem
from service.readiness import Readiness
from service.shelf import Shelf
from service.sitebook import SiteBook
from service.usual import Usual
from service.waiting import Waiting

SETTINGS = web.AppKey("settings", Settings)
POLICY: web.AppKey[WatchedPolicy[Policy]] = web.AppKey("policy")
STORE = web.AppKey("store", Store)
DOORBELL = web.AppKey("doorbell", Doorbell)
INTAKES = web.AppKey("intakes", Intakes)
SHELF = web.AppKey("shelf", Shelf)
SITES = web.AppKey("sites", SiteBook)
WAITING = web.AppKey("waiting", Waiting)
USUAL = web.AppKey("usual", Usual)
LIVE = web.AppKey("live", Live)
FOLLOWING = web.AppKey("following", Following)
READINESS = web.AppKey("readiness", Readiness)
METRICS = web.AppKey("metrics", Metrics)

# How an application shows a problem: JSON for programs, a page for people.
Show = Callable[[web.Request, Problem], Awaitable[web.StreamResponse]]
SHOW_PROBLEM: web.AppKey[Show] = web.AppKey("show_problem")

REQUEST_ID = web.RequestKey("request_id", str)

SHARED: tuple[web.AppKey[Any], ...] = (
    SETTINGS,
    POLICY,
    STORE,
    DOORBELL,
    INTAKES,
    SHELF,
    SITES,
    WAITING,
    USUAL,
    LIVE,
    FOLLOWING,
    READINESS,
    METRICS,
)


def share(app: web.Application, part: web.Application) -> None:
    """Give a part of the application what all of it shares.

    A handler then reads `request.app[...]`; the framework's own `config_dict` looks the same up
    through a chain built anew for each look, which a comment's way in would pay five times.
    """
    for key in SHARED:
        part[key] = app[key]
