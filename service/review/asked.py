"""In which form the console's own scripts ask for an answer: a part of a page, or JSON."""

from aiohttp import web

from service import wording
from service.language import gettext
from service.middleware import show_json
from service.pages import show_page
from service.problems import Problem

# The same address answers with all of the page, or with the part that changes.
FRAGMENT = "text/html; fragment=1"


def wants_fragment(request: web.Request) -> bool:
    return "fragment=1" in request.headers.get("Accept", "")


def wants_json(request: web.Request) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def wants_events(request: web.Request) -> bool:
    return "text/event-stream" in request.headers.get("Accept", "")


def by_script(request: web.Request) -> bool:
    """A script has no use for a page meant for people, nor for being sent to one."""
    return wants_fragment(request) or wants_json(request) or wants_events(request)


async def show_problem(request: web.Request, problem: Problem) -> web.Response:
    """In the form that was asked for. Scripts too show it to people, in the page's language."""
    if not by_script(request):
        return await show_page(request, problem)
    problem.detail = wording.problem_detail(problem)
    problem.title = gettext(problem.title)
    return await show_json(request, problem)
