"""`/review/reply`: a moderator answers a published comment, as the site.

The reply is accepted like any comment and then published by that moderator's decision, which its
history names; for that long it is left to them, and no check gets to see it.
"""

import hashlib
import re
import secrets

import msgspec
from aiohttp import web

from moderation.comment import Status
from moderation.draft import Draft, DraftAuthor, DraftThread, InvalidDraft, to_comment
from moderation.identity import new_id
from moderation.placeholders import resolved, unresolved
from moderation.store.comments import LEASE_MS
from moderation.store.records import Intake, Record
from moderation.store.sites import Site
from service.api.create import submit
from service.decisions import AlreadyDecided, CommentChanged, Wish, carry_out
from service.forms import read_fields
from service.language import gettext, marked
from service.pages import render, see_other
from service.problems import Problem
from service.review import faults, named
from service.review.guard import USER
from service.state import STORE

FORM_LIMIT = 256 * 1024  # a text that is too long comes back to its writer
NAME_LIMIT = 80

LEFT = marked("Fill in what stands in braces first: %(places)s")
NOT_PUBLISHED = marked("Only a published comment can be answered. Publish it first.")
# What keeps a reply from being taken, while its text stays in the form.
NOT_TAKEN = {
    "idempotency-mismatch": marked(
        "You have already sent a reply with this form. Press again to send this one too."
    ),
    "service-degraded": marked(
        "The comment service is not answering. Your text is kept. Try again."
    ),
    "thread-closed": marked("This thread was closed meanwhile. Your text is below."),
}

_TOKEN = re.compile("[A-Za-z0-9_-]{16,64}")


async def show(request: web.Request) -> web.Response:
    """The comment, and a form to answer it."""
    site = await named.site_to_decide(request, request.query.get("site", ""))
    parent = await _parent(request, site, request.query.get("id", ""))
    return await _form(request, site, parent, {})


async def send(request: web.Request) -> web.StreamResponse:
    """Insert a saved reply into the form, or publish what stands in it."""
    fields = await read_fields(request, FORM_LIMIT)
    site = await named.site_to_decide(request, fields.get("site", ""))
    parent = await _parent(request, site, fields.get("id", ""))
    if "insert" in fields:
        return await _form(request, site, parent, await _inserted(request, site, parent, fields))
    left = unresolved(fields.get("body", ""))
    if left:
        fault = gettext(LEFT) % {"places": " ".join(left)}
        return await _form(request, site, parent, fields, fault=fault)
    try:
        intake = _intake(request, site, parent, fields)
    except InvalidDraft as exc:
        fault = faults.sentence(exc.errors[0])
        return await _form(request, site, parent, fields, fault=fault)
    try:
        receipt = await submit(request, intake)
    except Problem as exc:
        if exc.slug not in NOT_TAKEN:
            raise
        kept = {**fields, "token": ""} if exc.slug == "idempotency-mismatch" else fields
        fault = gettext(NOT_TAKEN[exc.slug])
        return await _form(request, site, parent, kept, fault=fault, status=exc.status)
    wish = Wish(Status.PUBLISHED, 1, f"moderator:{request[USER]}")
    try:
        await carry_out(request.app[STORE], site.name, receipt.id, wish)
    except (AlreadyDecided, CommentChanged) as exc:
        # Sent again, after a first time that ended before the decision was made.
        return see_other(named.card_page(exc.record))
    return see_other(named.thread_page(site.name, parent.comment.thread.key, said="replied"))


async def _parent(request: web.Request, site: Site, comment_id: str) -> Record:
    record = await named.comment(request, site, comment_id)
    if record.status is not Status.PUBLISHED:
        raise Problem("parent-unavailable", NOT_PUBLISHED)
    return record


def _intake(request: web.Request, site: Site, parent: Record, fields: dict[str, str]) -> Intake:
    """The reply as a comment. Raises `InvalidDraft`."""
    draft = Draft(
        thread=DraftThread(key=parent.comment.thread.key),
        parent_id=parent.comment.id,
        body=fields.get("body", ""),
        author=DraftAuthor(name=fields.get("name", "").strip() or site.title[:NAME_LIMIT]),
    )
    comment = to_comment(draft, comment_id=new_id(), site=site.name)
    token = fields.get("token", "")
    if not _TOKEN.fullmatch(token):
        token = secrets.token_urlsafe(16)
    said = "\0".join((parent.comment.id, comment.author.name, comment.body))
    return Intake(
        comment=msgspec.structs.replace(comment, staff=True),
        idempotency=(_digest(f"reply {request[USER]} {token}"), _digest(said)),
        left_ms=LEASE_MS,
    )


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


async def _inserted(
    request: web.Request, site: Site, parent: Record, fields: dict[str, str]
) -> dict[str, str]:
    """What was typed, and below it the saved reply with its places filled in."""
    saved = (await request.app[STORE].replies.all(site.name)).get(fields.get("saved", ""), "")
    thread = (await request.app[STORE].threads.state(site.name, parent.comment.thread.key)).thread
    values = {"name": parent.comment.author.name, "article": thread.title}
    typed = fields.get("body", "").strip()
    return {**fields, "body": "\n\n".join(t for t in (typed, resolved(saved, values)) if t)}


async def _form(
    request: web.Request,
    site: Site,
    parent: Record,
    fields: dict[str, str],
    *,
    fault: str = "",
    status: int = 422,
) -> web.Response:
    """With what was typed into it, and what is wrong with that."""
    key = parent.comment.thread.key
    store = request.app[STORE]
    context = {
        "user": request[USER],
        "site": site,
        "parent": parent,
        "closed": (await store.threads.state(site.name, key)).closed is not None,
        "saved": await store.replies.all(site.name),
        "chosen": fields.get("saved", ""),
        "typed": fields.get("body", ""),
        "name": fields.get("name", site.title[:NAME_LIMIT]),
        "token": fields.get("token") or secrets.token_urlsafe(16),
        "fault": fault,
        "thread": named.thread_page(site.name, key),
        "back": named.card_page(parent),
    }
    return render(request, "review/reply.html", context, status=status if fault else 200)
