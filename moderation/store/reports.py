"""Readers' reports of published comments, and the queue of those that wait for a look.

On disk when `make` returns. A report moves no comment; `decide.lua` takes a comment out of the
queue with whatever is decided on it.
"""

from typing import Any

import msgspec
import redis.asyncio

from moderation.report import Report, Why
from moderation.store import keys
from moderation.store.connection import Scripts
from moderation.store.desk import Aside

# Of one comment so many are kept. Further ones change nothing, but that somebody may be at risk.
MOST = 50
KEPT_MS = 90 * 24 * 3600 * 1000

_decode = msgspec.json.Decoder(Report).decode


class Reports:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis", scripts: Scripts) -> None:
        self._client = client
        self._scripts = scripts

    async def make(
        self, site: str, comment_id: str, reporter: str, reason: Why, text: str = ""
    ) -> bool | None:
        """Keep a report, one a reporter (a digest). False if there is nothing new in it; None if
        there is no such comment on any page."""
        places = [
            keys.comment(site, comment_id),
            keys.reports(site, comment_id),
            keys.aside(site, Aside.REPORTED),
            keys.aside(site, Aside.AT_RISK),
        ]
        said = msgspec.json.encode({"reason": reason, "text": text}).removeprefix(b"{")
        risk = int(reason is Why.AT_RISK)
        args: list[str | int | bytes] = [comment_id, reporter, said, MOST, KEPT_MS, risk]
        reply = await self._scripts.run("report", places, args)
        return None if reply < 0 else bool(reply)

    async def of(self, site: str, comment_id: str) -> list[Report]:
        """What readers reported of one comment, oldest first."""
        raw: Any = await self._client.hvals(keys.reports(site, comment_id))
        return sorted((_decode(each) for each in raw), key=lambda report: report.at)
