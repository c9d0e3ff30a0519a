"""By what the lists of this service are ordered and told to be due, as it is set at this moment."""

from aiohttp import web

from service.review.order import Measure
from service.state import POLICY, SETTINGS


def measure(request: web.Request) -> Measure:
    return Measure(request.app[POLICY].current(), request.app[SETTINGS].due_hours * 3_600_000)
