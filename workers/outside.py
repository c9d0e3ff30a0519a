"""An operator's own check, asked over HTTP: a question out, an answer in, nothing else.

Off unless a URL is set. Questions are signed as Standard Webhooks says (standardwebhooks.com:
HMAC-SHA256 over id, time and body). No answer in time, or none that can be understood, is a check
not run: the comment is at best held. What may be a cry for help is never sent.
"""

import asyncio
import base64
import hashlib
import hmac
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import aiohttp
import msgspec
from msgspec.structs import asdict

from moderation.comment import Comment, Status
from moderation.policy import Policy
from moderation.verdict import CARE, Signal, Verdict, decide, is_care

log = logging.getLogger(__name__)

NAME = "outside"
RULES = {"publish": ("reason",), "hold": ("reason",), "reject": ("reason",)}

ANSWER_BYTES = 16_384
REASON_LENGTH = 200


class Answer(msgspec.Struct):
    """What the other side says: what it would do, and why in a few words for a moderator."""

    outcome: Literal["publish", "hold", "reject"]
    reason: str = ""


class NoAnswer(Exception):
    """Nothing came in time that could be understood. The message says what came."""


@dataclass(frozen=True, slots=True)
class Hook:
    """Where to ask. `seconds` is the time for each answer, connecting included."""

    url: str
    secret: str
    seconds: float


async def consult(
    hook: Hook, comments: Sequence[Comment], verdicts: Sequence[Verdict], policy: Policy
) -> list[Verdict]:
    """The verdicts, with what the hook says of those comments that it may be asked about.

    All are asked about at once, so that a batch takes no longer than one answer may.
    """
    timeout = aiohttp.ClientTimeout(total=hook.seconds)
    async with aiohttp.ClientSession(timeout=timeout) as session:

        async def consulted(comment: Comment, verdict: Verdict) -> Verdict:
            if not may_be_sent(verdict, policy):
                return verdict
            try:
                answer = await _ask(session, hook, comment, verdict)
            except NoAnswer as exc:
                log.warning("outside check of comment %s: %s", comment.id, exc)
                return decide(verdict.signals, policy, (*verdict.not_run, NAME))
            signal = Signal(NAME, answer.outcome, params={"reason": _reason(answer.reason)})
            return decide((*verdict.signals, signal), policy, verdict.not_run)

        return await asyncio.gather(*map(consulted, comments, verdicts))


def may_be_sent(verdict: Verdict, policy: Policy) -> bool:
    """Never what may be a cry for help, whatever the policy weighs it, and so nothing that was not
    checked for one.

    Nor what is rejected already and needs no further opinion.
    """
    care = is_care(verdict, policy) or any(signal.check in CARE for signal in verdict.signals)
    return not care and not verdict.not_run and verdict.outcome is not Status.REJECTED


def question(comment: Comment, verdict: Verdict) -> dict[str, Any]:
    """What is sent: the comment and what the checks saw, but no e-mail or IP address."""
    thread = comment.thread
    return {
        "type": "comment.check",
        "id": comment.id,
        "site": comment.site,
        "thread": {"key": thread.key, "url": thread.url, "title": thread.title},
        "author": {"name": comment.author.name, "url": comment.author.url},
        "parent_id": comment.parent_id,
        "lang": comment.lang,
        "body": comment.body,
        "verdict": {**asdict(verdict), "signals": [asdict(s) for s in verdict.signals]},
    }


def signature(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    """As Standard Webhooks spells it: `v1,` and the code in base64."""
    signed = b".".join((message_id.encode(), timestamp.encode(), body))
    code = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(code).decode()}"


async def _ask(
    session: aiohttp.ClientSession, hook: Hook, comment: Comment, verdict: Verdict
) -> Answer:
    body = msgspec.json.encode(question(comment, verdict))
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "webhook-id": comment.id,
        "webhook-timestamp": timestamp,
        "webhook-signature": signature(hook.secret, comment.id, timestamp, body),
    }
    try:
        async with session.post(
            hook.url, data=body, headers=headers, allow_redirects=False
        ) as response:
            if response.status != 200:
                raise NoAnswer(f"status {response.status}")
            text = b""
            while more := await response.content.readany():
                text += more
                if len(text) > ANSWER_BYTES:
                    raise NoAnswer("too long")
        return msgspec.json.decode(text, type=Answer)
    except (aiohttp.ClientError, TimeoutError, msgspec.MsgspecError, ValueError) as exc:
        # The answer's text stays out of the log: it may quote the comment.
        raise NoAnswer(type(exc).__name__) from exc


def _reason(text: str) -> str:
    """One line of printable text."""
    line = " ".join(text[: 2 * REASON_LENGTH].split())[:REASON_LENGTH]
    return "".join(char for char in line if char.isprintable())
