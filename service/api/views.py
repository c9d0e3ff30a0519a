"""How a comment looks to each kind of reader. Pure.

What the public sees has neither e-mail nor address in it, nor a score, nor a matched word, nor the
parts of a text that the policy masks.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from aiohttp import web

from moderation.comment import Client, Comment, HistoryEntry, Status
from moderation.masking import shown
from moderation.policy import Policy
from moderation.ruling import is_by_ruling
from moderation.store.records import Record
from moderation.store.sites import Site
from moderation.support import Support
from moderation.verdict import WITH_CARE, Verdict, is_care
from service.authoring import revisable_until

OFF_THE_PAGE = (Status.HELD, Status.REJECTED)


def json_response(
    data: Any, *, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    return web.Response(
        body=msgspec.json.encode(data),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def rfc3339(ms: int) -> str:
    moment = datetime.fromtimestamp(ms / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def public(record: Record, *, pinned: bool = False) -> dict[str, Any]:
    """A published comment, for anybody. What is so of few comments is told of those alone."""
    comment = record.comment
    told: dict[str, Any] = {
        "id": comment.id,
        "parent_id": comment.parent_id,
        "author": {"name": comment.author.name, "url": comment.author.url},
        "body": shown(comment.body, record.verdict),
        "lang": comment.lang,
        "created_at": rfc3339(record.created_ms),
    }
    if pinned:
        told["pinned"] = True
    if comment.staff:
        told["staff"] = True
    if record.edits:
        last = record.edits[-1]
        told["edited"] = {"at": rfc3339(last.at), "by": "author" if last.by == "author" else "site"}
    return told


def own(record: Record, site: Site, policy: Policy, earlier: Sequence[str] = ()) -> dict[str, Any]:
    """A comment for its author: where it stands and, in one word, why it is not on the page; and
    what is kept of what they wrote and said of themselves.

    `support` is what the site tells an author in need; nobody else is shown that it did.
    `earlier` texts stood there before an edit. `editable_until` is null where it cannot be changed,
    however early it is.
    """
    comment, until = record.comment, revisable_until(record)
    return {
        "id": record.comment.id,
        "site": record.comment.site,
        "thread": {"key": record.comment.thread.key},
        "status": record.status,
        "version": record.version,
        "reason": reason(record, policy),
        "support": support(record, site, policy),
        "created_at": rfc3339(record.created_ms),
        "parent_id": comment.parent_id,
        "author": _author(comment),
        "body": comment.body,
        "lang": comment.lang,
        "editable_until": rfc3339(until) if until is not None else None,
        "address_kept": comment.client != Client(),
        **({"earlier_texts": earlier} if earlier else {}),
        **({"erased": True} if record.erased else {}),
    }


def full(record: Record) -> dict[str, Any]:
    """A comment with its verdict and history, for the site's own server."""
    comment = record.comment
    return {
        "id": comment.id,
        "site": comment.site,
        "thread": {"key": comment.thread.key},
        "parent_id": comment.parent_id,
        "status": record.status,
        "version": record.version,
        "author": _author(comment),
        "body": comment.body,
        "lang": comment.lang,
        "created_at": rfc3339(record.created_ms),
        "verdict": verdict(record.verdict) if record.verdict else None,
        "history": [_entry(entry) for entry in record.history],
        **({"staff": True} if comment.staff else {}),
    }


def verdict(given: Verdict) -> dict[str, Any]:
    return {
        "outcome": given.outcome,
        "score": given.score,
        "policy_version": given.policy_version,
        "category": given.category,
        "signals": [
            {
                "check": signal.check,
                "rule": signal.rule,
                "category": signal.category,
                "weight": signal.weight,
                "params": signal.params,
                "spans": signal.spans,
            }
            for signal in given.signals
        ],
        "not_run": given.not_run,
        "decisive": given.decisive,
    }


def reason(record: Record, policy: Policy) -> str | None:
    """The category an author is told; spammers are told nothing they could learn from.

    Nor is anybody told that a machine took them for somebody in need: they are told of help; nor
    that somebody ruled about them.
    """
    if record.verdict is None or record.status not in OFF_THE_PAGE:
        return None
    verdict = record.verdict
    silent = verdict.category == "spam" or is_by_ruling(verdict) or in_care(record, policy)
    return None if silent else verdict.category


def support(record: Record, site: Site, policy: Policy) -> Support | None:
    """What the site tells the author of what may be a cry for help, while it is off the page."""
    care = record.status in OFF_THE_PAGE and in_care(record, policy)
    return site.support if care else None


def in_care(record: Record, policy: Policy) -> bool:
    """To the checks it may be a cry for help, or it was to who decided last."""
    return is_care(record.verdict, policy) or record.last_move.reason == WITH_CARE


def _author(comment: Comment) -> dict[str, str | None]:
    """With their e-mail address: for themselves and the site alone."""
    author = comment.author
    return {"name": author.name, "email": author.email, "url": author.url}


def _entry(entry: HistoryEntry) -> dict[str, Any]:
    told: dict[str, Any] = {
        "at": rfc3339(entry.at),
        "by": entry.by,
        "from": entry.from_,
        "to": entry.to,
        "version": entry.version,
    }
    for name in ("reason", "note", "policy_version"):
        value = getattr(entry, name)
        if value is not None:
            told[name] = value
    for name in ("edited", "erased"):
        if getattr(entry, name):
            told[name] = True
    return told
