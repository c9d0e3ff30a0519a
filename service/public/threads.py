"""The hosted page of a thread: what is published, and the form to post a comment with."""

import asyncio
import contextlib
from dataclasses import replace
from typing import Any

from aiohttp import web
from markupsafe import Markup

from moderation.comment import Thread
from moderation.draft import InvalidDraft
from moderation.store.connection import StoreErrors
from moderation.store.records import Receipt
from service.api.create import submit
from service.language import gettext, marked
from service.limiting import admit_form
from service.pages import render, see_other
from service.problems import Problem
from service.public.form import Form, faults, read_form, to_intake
from service.public.listing import read_list
from service.public.place import Place, article_url, find_place
from service.public.stamp import stamp
from service.state import READINESS, STORE, WAITING

PAGE = 50
WAIT_SECONDS = 1.5

NOT_ANSWERING = marked("The comment service is not answering. Your text is kept. Try again.")
SENT_BEFORE = marked(
    "You have already sent a comment with this form. Press again to send this one too."
)
CLOSED = marked(
    "Comments are closed. Yours was not sent; its text is below, so that you can copy it."
)
UNSENT = marked("Your comment was not sent yet. Your text is kept.")
KEPT = marked("Your text is kept.")


async def show(request: web.Request) -> web.Response:
    """Published comments, the pinned ones first, then the oldest; and the form."""
    place = await find_place(request)
    cursor = request.query.get("cursor", "")
    listed = await read_list(request, place, PAGE, cursor)
    state = listed.state
    assert state is not None
    place = replace(place, key=state.thread.key)  # where its own address leads to
    context = {
        **_heading(place, state.thread),
        "comments": Markup(listed.body.decode()),  # noqa: S704 - rendered by us
        "closed": state.closed is not None,
        "published": state.published,
        "later": bool(cursor),
        **_form(Form(url=place.url or "", stamp=stamp(place.site, place.key))),
    }
    # Each form has a token of its own, so nobody may be given another's page.
    headers = {"Cache-Control": "private, no-cache"}
    if not state.published:  # any address makes such a page, and nobody has looked at what is in it
        headers["X-Robots-Tag"] = "noindex"
    return render(request, "public/thread.html", context, headers=headers)


async def post(request: web.Request) -> web.Response:
    """Take a comment, wait a moment for the decision, and show where it stands."""
    form = await read_form(request)
    try:
        place = await find_place(request)
        state = await request.app[STORE].threads.state(place.site.name, place.key)
    except StoreErrors:
        request.app[READINESS].doubt()
        return _again(request, {}, form, status=503, notice=NOT_ANSWERING)
    heading = _heading(place, state.thread)
    try:
        intake = to_intake(request, place, form)
        known_by = intake.idempotency[0] if intake.idempotency else ""
        comment = await admit_form(request, place.site, intake.comment, known_by)
        receipt = await submit(request, replace(intake, comment=comment))
    except StoreErrors:
        request.app[READINESS].doubt()
        return _again(request, heading, form, status=503, notice=NOT_ANSWERING)
    except InvalidDraft as exc:
        wrong = faults(exc.errors)
        notice = wrong.pop("", UNSENT)
        return _again(request, heading, form, status=422, notice=notice, wrong=wrong)
    except Problem as exc:
        if exc.slug == "idempotency-mismatch":
            fresh = replace(form, token=Form().token)
            return _again(request, heading, fresh, status=422, notice=SENT_BEFORE)
        if exc.slug == "service-degraded":
            return _again(request, heading, form, status=503, notice=NOT_ANSWERING)
        if exc.slug == "rate-limited":
            notice = f"{exc.detail} {gettext(KEPT)}"
            return _again(request, heading, form, status=429, notice=notice, more=exc.headers)
        if exc.slug == "thread-closed":
            return _again(request, {**heading, "closed": True}, form, status=409, notice=CLOSED)
        raise
    await _pause(request, place, receipt)
    return see_other(f"/s/{receipt.id}.{place.site.comment_token(receipt.id)}")


async def _pause(request: web.Request, place: Place, receipt: Receipt) -> None:
    """Most decisions are a moment away. The comment is kept by now, whatever happens here."""
    with contextlib.suppress(asyncio.TimeoutError, *StoreErrors):
        await request.app[WAITING].decision(place.site.name, receipt.id, WAIT_SECONDS)


def _heading(place: Place, thread: Thread) -> dict[str, Any]:
    return {
        "site": place.site,
        "thread": thread,
        "thread_path": place.path,
        "article_url": article_url(place, thread),
    }


def _form(form: Form, wrong: dict[str, str] | None = None) -> dict[str, Any]:
    wrong = wrong or {}
    focus = next((name for name in ("name", "email", "body") if name in wrong), "")
    return {"form": form, "wrong": wrong, "focus": focus}


def _again(
    request: web.Request,
    heading: dict[str, Any],
    form: Form,
    *,
    status: int,
    notice: str,
    wrong: dict[str, str] | None = None,
    more: dict[str, str] | None = None,
) -> web.Response:
    """The form once more, with everything that was typed into it. `notice` may be one of those
    above."""
    context = {
        "site": None,
        "thread": None,
        "closed": False,
        "article_url": None,
        "thread_path": request.rel_url.raw_path,
        **heading,
        **_form(form, wrong),
        "notice": gettext(notice),
    }
    if "site" not in heading and request.query_string:
        context["thread_path"] = str(request.rel_url)
    headers = {"Retry-After": "2"} if status == 503 else more
    return render(request, "public/form_again.html", context, status=status, headers=headers)
