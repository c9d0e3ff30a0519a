"""Posting many comments at once and hearing what became of each."""

import asyncio
import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from moderation.draft import LooseDraft
from ops.client import Client, Unreachable
from ops.outcomes import Outcomes

CONNECTIONS = 32
# A comment is given up on when nothing at all has been decided for so long.
STALL_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Row:
    """A comment to send, and the label to count it by."""

    number: int
    line: bytes
    draft: LooseDraft
    label: str


async def send(
    client: Client,
    found: Sequence[Row],
    rate: float | None,
    outcomes: Outcomes,
    advance: Callable[[], None],
) -> None:
    """Post all, then read each until it is decided. `advance` is called twice a row."""
    pace = _Pace(rate)
    accepted: list[tuple[Row, str]] = []

    async def post(row: Row) -> None:
        await pace.wait()
        comment_id = await _post(client, row, outcomes)
        if comment_id is None:
            advance()  # there is nothing to wait for
        else:
            accepted.append((row, comment_id))
        advance()

    began = time.monotonic()
    await _each(found, post)
    outcomes.seconds_sending = time.monotonic() - began
    progress = _Progress()

    async def follow(pair: tuple[Row, str]) -> None:
        await _follow(client, *pair, outcomes, progress)
        advance()

    await _each(accepted, follow)
    outcomes.seconds = time.monotonic() - began


async def _each(items: Sequence[Any], work: Callable[[Any], Any]) -> None:
    """Do `work` on each item, `CONNECTIONS` at a time, in order of beginning."""
    waiting = iter(items)

    async def run() -> None:
        for item in waiting:
            await work(item)

    async with asyncio.TaskGroup() as group:
        for _ in range(CONNECTIONS):
            group.create_task(run())


async def _post(client: Client, row: Row, outcomes: Outcomes) -> str | None:
    outcomes.sent += 1
    key = f"replay-{row.number}-{hashlib.blake2b(row.line, digest_size=16).hexdigest()}"
    try:
        answer = await client.create(msgspec.to_builtins(row.draft), key)
    except Unreachable as exc:
        outcomes.refuse(row.number, str(exc))
        return None
    if answer.status not in (201, 202) or "id" not in answer.body:
        outcomes.refuse(row.number, f"{answer.status} {answer.reason}")
        return None
    outcomes.accepted += 1
    outcomes.replayed += answer.replayed
    return str(answer.body["id"])


async def _follow(
    client: Client, row: Row, comment_id: str, outcomes: Outcomes, progress: "_Progress"
) -> None:
    while True:
        try:
            answer = await client.read(comment_id, wait=True)
        except Unreachable:
            outcomes.undecide(row.number, comment_id, "no answer")
            return
        if answer.status != 200:
            outcomes.lose(row.number, comment_id, answer.status)
            return
        status = str(answer.body.get("status"))
        if status != "pending":
            progress.made()
            verdict = answer.body.get("verdict") or {}
            category = str(verdict.get("category", "(no verdict)"))
            outcomes.decide(row.label, status, category, _latency(answer.body))
            return
        if progress.stalled:
            outcomes.undecide(row.number, comment_id, "still pending")
            return


class _Progress:
    """When was something last decided?"""

    def __init__(self) -> None:
        self.made()

    def made(self) -> None:
        self._last = time.monotonic()

    @property
    def stalled(self) -> bool:
        return time.monotonic() - self._last > STALL_SECONDS


class _Pace:
    """Lets through `rate` a second, evenly; everything if there is none."""

    def __init__(self, rate: float | None) -> None:
        self._gap = 1 / rate if rate else 0.0
        self._next = time.monotonic()

    async def wait(self) -> None:
        if self._gap:
            now = time.monotonic()
            self._next = max(self._next + self._gap, now - 1.0)
            await asyncio.sleep(self._next - now)


def _latency(record: dict[str, Any]) -> float | None:
    """Seconds from acceptance to the checks' decision, by the store's clock."""
    for entry in record.get("history", ()):
        if entry.get("from") == "pending":
            began = datetime.fromisoformat(record["created_at"])
            return (datetime.fromisoformat(entry["at"]) - began).total_seconds()
    return None
