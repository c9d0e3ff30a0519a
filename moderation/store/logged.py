"""Are people's moves in the site's log? What fsck holds comments' histories against.

Only as far back as the log's newest entries go: all of it would take longer than all the rest, and
what went wrong does not stop to. Nothing is written here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import redis.asyncio
from redis.exceptions import ResponseError

from moderation.lesson import MACHINES
from moderation.store import damage
from moderation.store.audit import Audit, AuditPage
from moderation.store.findings import Finding, Kind
from moderation.store.judge import Snapshot

# So many entries of a log are looked at.
LOGGED = 500
# A move says when its script asked for the time, its entry when the script began.
LATE_MS = 1000


class Move(msgspec.Struct, frozen=True):
    """What of a history's entry names an entry of the log."""

    at: int
    by: str
    version: int


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest of a log: id, version and by whom of each. It has every move of people made at
    `since` (ms) or later; None if it cannot be read, which is told of the log itself."""

    since: int | None
    moves: frozenset[tuple[str, int, str]] = frozenset()

    @classmethod
    def of(cls, page: AuditPage) -> "Newest":
        whole = page.next_cursor is None
        since = 0 if whole else page.entries[-1].at + LATE_MS
        return cls(since, frozenset((e.comment, e.version, e.by) for e in page.entries))

    def lacks(self, looked: Sequence[Snapshot]) -> list[Finding]:
        """The moves of people in comments' histories that should be here and are not."""
        if self.since is None:
            return []
        return [
            Finding(seen.site, seen.id, Kind.MOVE_UNLOGGED, f"version {move.version}")
            for seen in looked
            for move in _moves(seen.fields.get("history"))
            if move.at >= self.since and (seen.id, move.version, move.by) not in self.moves
        ]


# Until a move of a person is met, no log need be read.
UNREAD = Newest(0)


class Logged:
    """See the module. All methods raise what `StoreErrors` names when the store is away."""

    def __init__(self, client: "redis.asyncio.Redis") -> None:
        self._audit = Audit(client)
        self._newest: dict[str, Newest] = {}

    def begin(self) -> None:
        """A run of fsck begins, which reads the logs anew."""
        self._newest.clear()

    async def missing(self, looked: Sequence[Snapshot]) -> list[Finding]:
        """Moves of people that their site's log lacks. What was made since the log was read is
        looked for in it as it is now."""
        found: list[Finding] = []
        for site in sorted({seen.site for seen in looked}):
            own = [seen for seen in looked if seen.site == site]
            lacking = self._newest.get(site, UNREAD).lacks(own)
            if lacking:
                self._newest[site] = await self._read(site)
                lacking = self._newest[site].lacks(own)
            found += lacking
        return found

    async def _read(self, site: str) -> Newest:
        try:
            return Newest.of(await self._audit.page(site, LOGGED))
        except (KeyError, ValueError):
            return Newest(None)
        except ResponseError as exc:
            if not damage.is_damage(exc):
                raise
            return Newest(None)


def _moves(history: bytes | None) -> list[Move]:
    """Those of people; none of a history that cannot be read, which is told of the comment."""
    lines = history.split(b"\n") if history is not None else []
    try:
        moves = [msgspec.json.decode(line, type=Move) for line in lines]
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return []
    return [move for move in moves if move.by not in MACHINES]
