"""`POST /v1/comments`: a comment comes in.

202 is said only when the comment is on disk; any doubt is 503, and the same `Idempotency-Key`
makes asking again safe.
"""

import hashlib
import time

import msgspec
from aiohttp import web

from moderation.comment import Client, Comment, Status
from moderation.draft import Draft, InvalidDraft, to_comment
from moderation.identity import new_id
from moderation.store.records import Accepted, Intake, Receipt
from moderation.support import Support
from service.address import address_of
from service.api import views
from service.api.prefer import wait_seconds
from service.auth import Principal, authenticate
from service.body import invalid, read_json
from service.intake import IntakeRefused
from service.limiting import admit
from service.moved import led_on
from service.problems import Problem
from service.state import INTAKES, METRICS, POLICY, SETTINGS, STORE, WAITING

BODY_LIMIT = 64 * 1024  # 5,000 characters, each escaped in JSON, and the fields around them


async def create(request: web.Request) -> web.Response:
    principal = await authenticate(request)
    if principal.kind is None:
        raise Problem("forbidden", "A comment's token cannot make comments.")
    draft, data = await read_json(request, Draft, BODY_LIMIT)
    made, idempotency = _comment(request, draft, principal), _idempotency(request, principal, data)
    known_by = idempotency[0] if idempotency else ""
    comment, limits = await admit(request, principal, made, known_by)
    wait = wait_seconds(request)
    intake = Intake(
        comment=comment,
        trusted=principal.secret,
        watched=wait > 0,
        idempotency=idempotency,
    )
    receipt = await submit(request, intake)
    status = Status.PENDING
    if wait:
        site = principal.site.name
        status = await request.app[WAITING].decision(site, receipt.id, wait) or status
    help_ = await _support(request, principal, receipt.id) if status is Status.HELD else None
    answer = _answer(request, principal, receipt, status, waited=wait > 0, support=help_)
    answer.headers.update(limits)
    return answer


async def submit(request: web.Request, intake: Intake) -> Receipt:
    """Keep a comment and say so, or raise the `Problem` that says why not."""
    metrics = request.app[METRICS]
    began = time.perf_counter()
    try:
        receipt = await request.app[INTAKES].submit(intake)
    except IntakeRefused as exc:
        metrics.refused.inc()
        raise Problem(
            "service-degraded",
            "The comment could not be stored for certain. Send it again with the same "
            "Idempotency-Key.",
        ) from exc
    metrics.accept_seconds.observe(time.perf_counter() - began)
    if receipt.word is Accepted.MISMATCH:
        raise Problem("idempotency-mismatch", "Use a new Idempotency-Key for a different request.")
    if receipt.word is Accepted.CLOSED:
        led = await led_on(request.app[STORE], intake)
        if led is None:
            raise Problem("thread-closed")
        return await submit(request, led)
    if receipt.word is Accepted.NO_PARENT:
        raise Problem("parent-unavailable")
    return receipt


def _comment(request: web.Request, draft: Draft, principal: Principal) -> Comment:
    site = principal.site.name
    if draft.site is not None and draft.site != site:
        raise Problem("forbidden", f"This key is for the site {site!r}.")
    if not principal.secret:
        # A page may say what it likes of its reader's machine; only the site's server is believed.
        agent = request.headers.get("User-Agent", "")[:500]
        client = Client(ip=address_of(request), user_agent=_printable(agent) or None)
    try:
        comment = to_comment(draft, comment_id=new_id(), site=site)
    except InvalidDraft as exc:
        raise invalid(exc) from exc
    return comment if principal.secret else msgspec.structs.replace(comment, client=client)


def _idempotency(request: web.Request, principal: Principal, data: bytes) -> tuple[str, str] | None:
    """Digest of the key, within this API key's own room, and of the request's body."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not 1 <= len(key) <= 255:
        raise Problem("bad-request", "An Idempotency-Key has 1 to 255 characters.")
    scoped = f"{principal.credential} {key}".encode("utf-8", "surrogateescape")
    return (
        hashlib.blake2b(scoped, digest_size=16).hexdigest(),
        hashlib.blake2b(data, digest_size=16).hexdigest(),
    )


async def _support(request: web.Request, principal: Principal, comment_id: str) -> Support | None:
    """What the site tells its author, whom this answer goes to, if they may be in need."""
    (record,) = await request.app[STORE].comments.read(principal.site.name, [comment_id])
    if record is None:
        return None
    return views.support(record, principal.site, request.app[POLICY].current())


def _answer(
    request: web.Request,
    principal: Principal,
    receipt: Receipt,
    status: Status,
    *,
    waited: bool,
    support: Support | None,
) -> web.Response:
    token = principal.site.comment_token(receipt.id)
    base = request.app[SETTINGS].public_url
    headers = {"Location": f"/v1/comments/{receipt.id}"}
    if receipt.word is Accepted.REPLAYED:
        headers["Idempotency-Replayed"] = "true"
    if waited:
        headers["Preference-Applied"] = "wait"
    decided = status is not Status.PENDING
    if not decided:
        headers["Retry-After"] = "1"
    return views.json_response(
        {
            "id": receipt.id,
            "status": status,
            "token": token,
            "status_url": f"{base}/s/{receipt.id}.{token}",
            **({"support": support} if support else {}),
        },
        status=201 if decided else 202,
        headers=headers,
    )


def _printable(text: str) -> str:
    return "".join(c for c in text if c.isprintable())
