"""Server-rendered pages: the templates, the one style sheet, and the headers that make them safe.

Every page, problems included, leaves through `render`. Nothing here knows what a page is about.
"""

import functools
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp_jinja2
import jinja2
from aiohttp import web
from markupsafe import Markup

from service import language, wording
from service.api.views import rfc3339
from service.etags import has
from service.problem_help import HELP
from service.problems import KINDS, Problem
from service.state import REQUEST_ID

HERE = Path(__file__).parent
STYLE = (HERE / "static" / "greenroom.css").read_bytes()
STYLE_TAG = hashlib.sha256(STYLE).hexdigest()[:16]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def web_url(url: str | None) -> str:
    """What may stand in an `href` of somebody else's making: http and https, else nothing."""
    return url if url and url.startswith(("http://", "https://")) else ""


def paragraphs(text: str) -> list[list[str]]:
    """The lines of each paragraph; empty lines part them."""
    blocks = re.split(r"\n[^\S\n]*\n\s*", text.strip())
    return [block.split("\n") for block in blocks]


# Those of `wording` depend on the request: Jinja would call them once for all on a constant.
FILTERS: dict[str, Callable[..., Any]] = {
    "iso": rfc3339,
    "web_url": web_url,
    "shown": wording.masked,
    "category": wording.category,
    "figure": wording.figure,
    "list_name": wording.list_name,
    "moment": wording.moment,
    "number": wording.number,
    "opening": wording.opening,
    "paragraphs": paragraphs,
    "public_reason": wording.public_reason,
    "report": wording.report,
    "soon": wording.soon,
    "status": wording.status,
    "support": wording.support,
    "translated": language.gettext,
    "who": wording.who,
}


def _said(text: str, **filled: Any) -> Markup:
    """A text of a template, as HTML; what is filled in is escaped. Jinja's own goes through three
    calls and makes the HTML anew each time: a page of twenty texts took twice as long."""
    said = _markup(language.current().tag, text)
    return said % filled if "%" in said else said


@functools.cache  # no more than the templates have
def _markup(tag: str, text: str) -> Markup:
    return Markup(language.LANGUAGES[tag.lower()].texts.gettext(text))  # noqa: S704 - our own


def _counted(one: str, more: str, num: int, **filled: Any) -> Markup:
    said = Markup(language.ngettext(one, more, num))  # noqa: S704 - our own
    return said % {"num": num, **filled}


@functools.cache
def _environment() -> jinja2.Environment:
    """One for all applications of a process: what it costs is to compile the templates."""
    environment = jinja2.Environment(
        extensions=["jinja2.ext.i18n"],
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters.update(FILTERS)
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.globals.update(_=_said, gettext=_said, ngettext=_counted)
    return environment


def set_up(app: web.Application) -> None:
    """Give an application, and those mounted in it, templates, a style and problem pages."""
    app[aiohttp_jinja2.APP_KEY] = _environment()
    app.router.add_get("/static/greenroom.css", _style)
    app.router.add_get("/problems/{slug}", _problem_kind)


def render(
    request: web.Request,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> web.Response:
    """A page with safe headers, not to be stored unless `headers` says otherwise."""
    context = {"style_tag": STYLE_TAG, "lang": language.current().tag, **context}
    response = aiohttp_jinja2.render_template(template, request, context, status=status)
    response.headers.update({**HEADERS, **(headers or {})})
    return response


def fragment(request: web.Request, template: str, context: dict[str, Any]) -> str:
    """Part of a page, for whoever keeps it or puts it into one."""
    return aiohttp_jinja2.render_string(template, request, context)


def see_other(location: str) -> web.Response:
    """Send the browser on with a GET. The address may be a secret."""
    return web.Response(
        status=303,
        headers={
            "Location": location,
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
        },
    )


async def show_page(request: web.Request, problem: Problem) -> web.Response:
    """A problem, for people."""
    context = {
        "problem": problem,
        "title": wording.problem_title(problem.slug),
        "detail": wording.problem_detail(problem),
        "request_id": request[REQUEST_ID],
    }
    return render(request, "problem.html", context, status=problem.status, headers=problem.headers)


async def _style(request: web.Request) -> web.Response:
    headers = {"Cache-Control": "public, max-age=86400", "ETag": f'"{STYLE_TAG}"'}
    if has(request, headers["ETag"]):
        return web.Response(status=304, headers=headers)
    return web.Response(body=STYLE, content_type="text/css", charset="utf-8", headers=headers)


async def _problem_kind(request: web.Request) -> web.Response:
    """What a problem's `type` links to."""
    slug = request.match_info["slug"]
    if slug not in KINDS:
        return await show_page(request, Problem("not-found", "There is no problem of that name."))
    status, title = KINDS[slug]
    context = {"slug": slug, "status": status, "title": title, "help": HELP.get(slug, "")}
    return render(
        request, "problem_kind.html", context, headers={"Cache-Control": "public, max-age=3600"}
    )
