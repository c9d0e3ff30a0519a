"""A page to report one published comment on, for readers without scripts."""

from aiohttp import web

from moderation.comment import Status
from moderation.identity import is_id
from moderation.limits import REPORTS
from moderation.report import TEXT_LIMIT, Why, plain
from moderation.store.records import Record
from service.address import address_of
from service.forms import read_fields
from service.language import gettext, marked
from service.limiting import spend
from service.pages import render, see_other
from service.problems import Problem
from service.public.place import Place, article_url, find_place
from service.reporting import NOT_FOUND, report, whence
from service.state import STORE

FORM_LIMIT = 16 * 1024
CHOOSE = marked("Say what is wrong with it.")
TOO_LONG = marked("These are too many words: %(most)s characters at most.")

REASONS = {
    Why.SPAM: marked("Spam or advertising"),
    Why.ABUSE: marked("Insults, hatred or threats"),
    Why.PERSONAL_DATA: marked("Somebody's personal data"),
    Why.AT_RISK: marked("Somebody may be at risk"),
    Why.OTHER: marked("Something else"),
}


async def show(request: web.Request) -> web.Response:
    """The form; after it was sent, what happens now."""
    place = await find_place(request)
    if "sent" in request.query:
        return await _page(request, place, None)
    return await _page(request, place, await _reported(request, place))


async def submit(request: web.Request) -> web.Response:
    """Keep the report and say so; the same to who reports twice."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise Problem("forbidden", "This did not come from the page of the comments.")
    place = await find_place(request)
    fields = await read_fields(request, FORM_LIMIT)
    address = address_of(request) or ""
    await spend(request, place.site, REPORTS, address)
    record = await _reported(request, place)
    reason, text = fields.get("reason", ""), plain(fields.get("text", ""))
    fault = "" if len(text) <= TEXT_LIMIT else gettext(TOO_LONG) % {"most": TEXT_LIMIT}
    if reason not in tuple(Why):
        fault = gettext(CHOOSE)
    if fault:
        return await _page(request, place, record, reason=reason, text=text, fault=fault)
    reporter = f"address {whence(address)}"
    await report(request, place.site, record.comment.id, reporter, Why(reason), text)
    return see_other(f"{place.path}/report/{record.comment.id}?sent=1")


async def _reported(request: web.Request, place: Place) -> Record:
    """The comment, if it is published in that thread. Raises `Problem`."""
    comment_id = request.match_info["id"]
    found: list[Record | None] = [None]
    if is_id(comment_id):
        found = await request.app[STORE].comments.read(place.site.name, [comment_id])
    record = found[0]
    published = record is not None and record.status is Status.PUBLISHED
    if record is None or not published or record.comment.thread.key != place.key:
        raise Problem("not-found", NOT_FOUND)
    return record


async def _page(
    request: web.Request,
    place: Place,
    record: Record | None,
    *,
    reason: str = "",
    text: str = "",
    fault: str = "",
) -> web.Response:
    thread = (await request.app[STORE].threads.state(place.site.name, place.key)).thread
    context = {
        "site": place.site,
        "thread": thread,
        "thread_path": place.path,
        "article_url": article_url(place, thread),
        "record": record,
        "reasons": REASONS,
        "reason": reason,
        "text": text,
        "limit": TEXT_LIMIT,
        "fault": fault,
        "urgent": Why.AT_RISK,
    }
    headers = {"X-Robots-Tag": "noindex, nofollow"}
    status = 422 if fault else 200
    return render(request, "public/report.html", context, status=status, headers=headers)
