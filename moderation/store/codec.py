"""How comments are written into the store's hashes and script calls, and read back.

Replies of the store are untyped by nature; this is the one place that gives them types.
"""

from typing import Any

import msgspec

from moderation.comment import Author, Client, Comment, HistoryEntry, Status, Thread
from moderation.lesson import MACHINES
from moderation.store import keys
from moderation.store.connection import Call
from moderation.store.desk import OTHERS, Aside
from moderation.store.records import (
    LESSON_MS,
    Accepted,
    Before,
    Claim,
    Decided,
    Decision,
    Intake,
    Receipt,
    Record,
)
from moderation.verdict import Verdict

IDEMPOTENCY_MS = 24 * 3600 * 1000
BELL_MS = 2_000
RUSH_MS = 100
# So many moves of people are kept, or a few more.
AUDIT_MOST = 100_000
ACTS_MOST = 10_000
# As far back as a server that was away can catch up: about a megabyte.
EVENTS_MOST = 10_000
RECORD_FIELDS = ["doc", "thread", "status", "version", "created", "verdict", "history", "title"]
STAND_FIELDS = ["status", "version", "history"]


class Body(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a comment's `doc` field holds: all of it that neither a key nor another field tells."""

    body: str
    author: Author = Author()
    client: Client = Client()
    parent_id: str | None = None
    lang: str | None = None
    trapped: bool = False
    staff: bool = False
    doubts: tuple[str, ...] = ()


_WORDS = {word.encode(): word for word in Accepted}
_encode = msgspec.json.Encoder().encode
_body = msgspec.json.Decoder(Body)
_verdict = msgspec.json.Decoder(Verdict)
_entry = msgspec.json.Decoder(HistoryEntry)
_before = msgspec.json.Decoder(Before)
_topics = msgspec.json.Decoder(tuple[str, ...])


def accept_call(intake: Intake, *, rush: bool) -> Call:
    comment = intake.comment
    site, thread = comment.site, comment.thread
    digest, fingerprint = intake.idempotency or ("", "")
    parent = comment.parent_id or ""
    own = keys.comment(site, comment.id)
    return (
        "accept",
        [
            own,
            keys.inbox(site),
            keys.thread(site, thread.key),
            keys.bell(site),
            keys.idempotency(site, digest),
            keys.comment(site, parent) if parent else own,
            keys.rush(site),
        ],
        [
            comment.id,
            document(comment),
            thread.key,
            thread.url or "",
            thread.title or "",
            _encode(thread.topics) if thread.topics else "",
            int(intake.trusted),
            fingerprint,
            IDEMPOTENCY_MS,
            BELL_MS,
            int(intake.watched),
            parent,
            RUSH_MS if rush else "",
            "" if intake.left_ms is None else intake.left_ms,
        ],
    )


def document(comment: Comment) -> bytes:
    """What a comment's `doc` field holds of it."""
    return _encode(
        Body(
            comment.body,
            comment.author,
            comment.client,
            comment.parent_id,
            comment.lang,
            comment.trapped,
            comment.staff,
            comment.doubts,
        )
    )


def decide_call(decision: Decision) -> Call:
    site = decision.site
    entry: dict[str, Any] = {"by": decision.by, "from": decision.status, "to": decision.to}
    if decision.verdict is not None:
        entry["policy_version"] = decision.verdict.policy_version
    if decision.reason:
        entry["reason"] = decision.reason
    if decision.note:
        entry["note"] = decision.note
    by_person = decision.by not in MACHINES
    return (
        "decide",
        [
            keys.comment(site, decision.id),
            keys.inbox(site),
            keys.index(site, decision.status),
            keys.index(site, decision.to),
            keys.thread(site, decision.thread_key),
            keys.published(site, decision.thread_key),
            keys.lessons(site),
            keys.aside(site, Aside.URGENT),
            *(keys.aside(site, other) for other in OTHERS),
        ],
        [
            decision.id,
            decision.status,
            decision.version,
            decision.to,
            _encode(decision.verdict) if decision.verdict else "",
            _encode(entry)[1:],  # the script puts the time and the version before it
            keys.DECIDED,
            site,
            LESSON_MS if by_person else "",
            " ".join(decision.parties),
            keys.prefix(site),
            AUDIT_MOST if by_person else "",
            int(decision.care),
            decision.by,
            EVENTS_MOST,
        ],
    )


def receipt(reply: Any) -> Receipt:
    word, comment_id, rung = reply
    return Receipt(_WORDS[word], comment_id.decode(), bool(rung))


def claim(site: str, row: Any) -> Claim:
    comment_id, attempts, version, created, doc, key, title, topics = row
    thread = Thread(
        key=key.decode(),
        title=title.decode() or None,
        topics=_topics.decode(topics) if topics else (),
    )
    body = _read(doc)
    comment = _comment(site, comment_id.decode(), thread, body or Body(""))
    return Claim(comment, version, int(created), attempts, readable=body is not None)


def decided(decision: Decision, reply: Any) -> Decided:
    if reply[0] == 1:
        return Decided(True, decision.to, reply[1])
    if reply[0] == -1:
        return Decided(False, None, None)
    return Decided(False, Status(reply[1].decode()), reply[2])


def record(site: str, comment_id: str, row: Any) -> Record | None:
    doc, key, status, version, created, verdict, history, title = row
    if None in (doc, key, status, version, created, history):
        return None
    thread = Thread(key=key.decode(), title=title.decode() if title else None)
    return Record(
        comment=_comment(site, comment_id, thread, _read(doc) or Body("")),
        status=Status(status.decode()),
        version=int(version),
        created_us=int(created),
        verdict=_verdict.decode(verdict) if verdict else None,
        history=tuple(_entry.decode(line) for line in history.split(b"\n")),
    )


def before(raw: bytes | None) -> tuple[Before, ...]:
    """The field with the texts that edits have replaced. Raises what msgspec raises."""
    return tuple(_before.decode(line) for line in raw.split(b"\n")) if raw else ()


def last(history: bytes) -> HistoryEntry:
    """The latest move."""
    return _entry.decode(history.rpartition(b"\n")[2])


def _read(doc: bytes | None) -> Body | None:
    """None if it is damaged: one comment must not keep all that stand beside it from being read."""
    try:
        return _body.decode(doc) if doc is not None else None
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _comment(site: str, comment_id: str, thread: Thread, body: Body) -> Comment:
    return Comment(
        id=comment_id,
        site=site,
        thread=thread,
        body=body.body,
        author=body.author,
        parent_id=body.parent_id,
        lang=body.lang,
        client=body.client,
        trapped=body.trapped,
        staff=body.staff,
        doubts=body.doubts,
    )
