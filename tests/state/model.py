"""The store as plain dictionaries: what it must look like after everything it was told.

Times are of the store's own clock. A model cannot know the millisecond in which a script ran, only
between which two it did, so a moment is a `Span` until the store shows which it was.
"""

from collections import Counter
from dataclasses import dataclass, field

from moderation.comment import Comment, Status
from moderation.lesson import MACHINES
from moderation.store.codec import BELL_MS
from moderation.store.comments import ALONE_AFTER, LEASE_MS


@dataclass(frozen=True)
class Span:
    """Some millisecond from `first` to `last`."""

    first: int
    last: int

    def later(self, ms: int) -> "Span":
        return Span(self.first + ms, self.last + ms)

    def __contains__(self, moment: int) -> bool:
        return self.first <= moment <= self.last


@dataclass(frozen=True)
class Move:
    """One line of a history."""

    source: Status | None
    to: Status
    by: str


@dataclass
class Entry:
    """One comment. `due` and `attempts` matter while it is pending; it counts for `parties`."""

    comment: Comment
    due: Span
    status: Status = Status.PENDING
    attempts: int = 0
    watched: bool = False
    parties: tuple[str, ...] = ()
    moves: list[Move] = field(default_factory=lambda: [Move(None, Status.PENDING, "author")])

    @property
    def version(self) -> int:
        return len(self.moves)


@dataclass
class Model:
    """`bells`: when a site's bell was last set, if it was not cleared since."""

    entries: dict[str, Entry] = field(default_factory=dict)
    keys: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    bells: dict[str, Span] = field(default_factory=dict)
    titles: dict[tuple[str, str], str] = field(default_factory=dict)
    revisions: Counter[tuple[str, str]] = field(default_factory=Counter)

    def accept(self, comment: Comment, at: Span, *, trusted: bool, watched: bool) -> None:
        self.entries[comment.id] = Entry(comment, at, watched=watched)
        place = (comment.site, comment.thread.key)
        if place not in self.titles:
            self.titles[place] = comment.thread.title or ""
        elif trusted and comment.thread.title:
            self.titles[place] = comment.thread.title

    def may_ring(self, site: str, at: Span) -> set[bool]:
        """What a call within `at` may have found: True if the bell was there to be rung."""
        rung = self.bells.get(site)
        if rung is None:
            return {True}
        ends = rung.later(BELL_MS)
        if at.last < ends.first:
            return {False}
        return {True} if at.first > ends.last else {True, False}

    def claims(self, site: str, limit: int, at: Span) -> list[list[str]]:
        """Every answer that a claim within `at` may have given."""
        inbox = sorted((e.due.last, i) for i, e in self.of(site, Status.PENDING).items())
        moments = {at.first, *(due for due, _ in inbox if due in at)}
        taken = [self._taken([i for due, i in inbox if due <= t][:limit]) for t in moments]
        return [[i for i in self.entries if i in some] for some in taken]  # as they arrived

    def claim(self, comment_id: str, at: Span) -> Entry:
        entry = self.entries[comment_id]
        entry.attempts += 1
        entry.due = at.later(LEASE_MS)
        return entry

    def leased(self) -> list[str]:
        """The pending comments that somebody claimed, and may be working on."""
        return [i for i, e in self.entries.items() if e.attempts and e.status is Status.PENDING]

    def decide(
        self,
        comment_id: str,
        status: Status,
        version: int,
        to: Status,
        by: str,
        parties: tuple[str, ...] = (),
    ) -> bool:
        """Whether the move is made: only if the comment is still what was seen."""
        entry = self.entries[comment_id]
        if (entry.status, entry.version) != (status, version):
            return False
        entry.moves.append(Move(status, to, by))
        entry.status = to
        entry.parties = parties or entry.parties
        if Status.PUBLISHED in (status, to):
            self.revisions[entry.comment.site, entry.comment.thread.key] += 1
        return True

    def of(self, site: str, status: Status | None = None) -> dict[str, Entry]:
        """A site's comments in the order of their arrival."""
        return {
            i: e
            for i, e in self.entries.items()
            if e.comment.site == site and status in (None, e.status)
        }

    def seen(self) -> list[str]:
        """What readers see, of all sites."""
        return [i for i, e in self.entries.items() if e.status is Status.PUBLISHED]

    def published(self, site: str, key: str) -> list[str]:
        found = self.of(site, Status.PUBLISHED)
        return [i for i, e in found.items() if e.comment.thread.key == key]

    def records(self, site: str) -> Counter[tuple[str, Status]]:
        """How many comments of each party are published, and how many rejected."""
        return Counter(
            (party, entry.status)
            for entry in self.of(site).values()
            for party in entry.parties
            if entry.status in (Status.PUBLISHED, Status.REJECTED)
        )

    def by_people(self, site: str) -> list[tuple[str, int, str]]:
        """The comment, the version it made and who made it, of each move of a person."""
        return [
            (comment_id, version, move.by)
            for comment_id, entry in self.of(site).items()
            for version, move in enumerate(entry.moves, 1)
            if move.to is not Status.PENDING and move.by not in MACHINES
        ]

    def _taken(self, due: list[str]) -> list[str]:
        """A comment that was claimed too often comes alone, not with or before others."""
        taken: list[str] = []
        for comment_id in due:
            if self.entries[comment_id].attempts + 1 > ALONE_AFTER:
                return taken or [comment_id]
            taken.append(comment_id)
        return taken
