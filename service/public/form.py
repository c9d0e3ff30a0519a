"""The comment form: what it sends, the draft that becomes of it, and which fields are wrong."""

import hashlib
import re
import secrets
from dataclasses import dataclass, field

from aiohttp import web

from moderation.comment import Comment, Doubt
from moderation.draft import Draft, DraftAuthor, DraftClient, DraftThread, FieldError, to_comment
from moderation.identity import new_id
from moderation.store.records import Intake
from moderation.store.sites import Site
from service.address import address_of
from service.forms import read_fields
from service.limiting import doubted
from service.public.faults import sentence
from service.public.place import Place, confirmed_url
from service.public.stamp import doubt_of
from service.state import SETTINGS

# Far above what is accepted as a comment: a text that is too long comes back to its writer.
FORM_LIMIT = 256 * 1024

_TOKEN = re.compile("[A-Za-z0-9_-]{16,64}")
_TYPED: tuple[str, ...] = ("name", "email", "body", "url", "website", "stamp")
_FIELDS = {"/author/name": "name", "/author/email": "email", "/body": "body"}


@dataclass(frozen=True, slots=True)
class Form:
    """What a visitor typed. People do not see `website`; `token` makes a double post one;
    `stamp` says when the form was shown."""

    name: str = ""
    email: str = ""
    body: str = ""
    url: str = ""
    website: str = ""
    stamp: str = ""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(16))


async def read_form(request: web.Request) -> Form:
    """The posted form. Raises `Problem`."""
    sent = await read_fields(request, FORM_LIMIT)
    known = {name: sent[name] for name in _TYPED if name in sent}
    if _TOKEN.fullmatch(sent.get("token", "")):
        known["token"] = sent["token"]
    return Form(**known)


def to_intake(request: web.Request, place: Place, form: Form) -> Intake:
    """The comment to be kept. Raises `InvalidDraft`."""
    agent = "".join(c for c in request.headers.get("User-Agent", "")[:500] if c.isprintable())
    draft = Draft(
        thread=DraftThread(key=place.key, url=confirmed_url(place, form.url)),
        body=form.body,
        author=DraftAuthor(name=form.name, email=form.email.strip() or None),
        client=DraftClient(ip=address_of(request), user_agent=agent or None),
    )
    comment = to_comment(
        draft, comment_id=new_id(), site=place.site.name, trapped=bool(form.website)
    )
    foreign = _is_foreign(request, place.site)
    doubt = Doubt.UNSIGNED if foreign else doubt_of(place.site, place.key, form.stamp)
    if doubt is not None:
        comment = doubted(comment, doubt)
    return Intake(comment=comment, watched=True, idempotency=_idempotency(form, comment))


def _is_foreign(request: web.Request, site: Site) -> bool:
    """Was it sent from somebody else's page? Their script can have fetched a form of ours, with
    its stamp. Our own pages name no referrer, so a browser says `null` for their origin."""
    origin = request.headers.get("Origin", "null")
    whence = request.headers.get("Sec-Fetch-Site")
    if whence == "same-origin" or origin in (*site.origins, request.app[SETTINGS].public_url):
        return False
    return origin != "null" or whence == "cross-site"


def faults(errors: list[FieldError]) -> dict[str, str]:
    """A sentence for each field that is wrong; "" holds what belongs to none."""
    told: dict[str, str] = {}
    for error in errors:
        told.setdefault(_FIELDS.get(error.pointer, ""), sentence(error))
    return told


def _idempotency(form: Form, comment: Comment) -> tuple[str, str]:
    key = f"form {form.token}".encode()
    author = comment.author
    said = "\0".join((comment.thread.key, author.name, author.email or "", comment.body))
    return (
        hashlib.blake2b(key, digest_size=16).hexdigest(),
        hashlib.blake2b(said.encode(), digest_size=16).hexdigest(),
    )
