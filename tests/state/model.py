"""The store as plain dictionaries: what it must look like after everything it was told.

Times are of the store's own clock. A model cannot know the millisecond in which a script ran, only
between which two it did, so a moment is a `Span` until the store shows which it was.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

import msgspec

from moderation.comment import Comment, Status
from moderation.lesson import MACHINES
from moderation.store.codec import BELL_MS
from moderation.store.comments import ALONE_AFTER, LEASE_MS
from moderation.store.threads import MOST_PINNED, Pinned


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
    """One line of a history. `edited`: the text was changed; `erased`: there is none any more."""

    source: Status | None
    to: Status
    by: str
    edited: bool = False
    erased: bool = False


@dataclass
class Entry:
    """One comment. `due` and `attempts` matter while it is pending; it counts for `parties`.

    `replaced` are its texts from before each edit. `judged`: it has a verdict on the text that is
    there. `owes`: parties against whom it counts for good, though it was taken back. `says`: how
    its page calls the article, until it is published.
    """

    comment: Comment
    due: Span
    status: Status = Status.PENDING
    attempts: int = 0
    watched: bool = False
    parties: tuple[str, ...] = ()
    judged: bool = False
    owes: tuple[str, ...] = ()
    says: str = ""
    replaced: list[str] = field(default_factory=list)
    moves: list[Move] = field(default_factory=lambda: [Move(None, Status.PENDING, "author")])

    @property
    def version(self) -> int:
        return len(self.moves)

    @property
    def erased(self) -> bool:
        return self.moves[-1].erased

    @property
    def place(self) -> tuple[str, str]:
        return self.comment.site, self.comment.thread.key


@dataclass
class Model:
    """`bells`: when a site's bell was last set, if it was not cleared since. Threads are (site,
    key): `known` are those that the store has heard of, by a comment or by being closed. `acts`:
    how many of closing and pinning are noted."""

    entries: dict[str, Entry] = field(default_factory=dict)
    keys: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    bells: dict[str, Span] = field(default_factory=dict)
    titles: dict[tuple[str, str], str] = field(default_factory=dict)
    acts: Counter[str] = field(default_factory=Counter)
    revisions: Counter[tuple[str, str]] = field(default_factory=Counter)
    known: set[tuple[str, str]] = field(default_factory=set)
    closed: set[tuple[str, str]] = field(default_factory=set)
    pinned: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def accept(self, comment: Comment, at: Span, *, trusted: bool, watched: bool) -> None:
        self.entries[comment.id] = Entry(comment, at, watched=watched)
        place = (comment.site, comment.thread.key)
        self.known.add(place)
        title = comment.thread.title or ""
        if trusted and title:
            self.titles[place] = title
        elif place not in self.titles:
            self.entries[comment.id].says = title

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
        entry.judged = entry.judged or by == "checks"
        if to is Status.PUBLISHED:
            self.revisions[entry.place] += 1
            if entry.says:
                self.titles.setdefault(entry.place, entry.says)
            entry.says = ""
        self._left(entry, status)
        return True

    def revise(self, entry: Entry, body: str, at: Span) -> None:
        """Its author's new text is to be checked, or waits for a person if one was against it."""
        source, against = entry.status, (Status.HELD, Status.REJECTED)
        by_hand = any(
            move.to in against and move.by not in MACHINES and not move.edited
            for move in entry.moves
        )
        to = Status.HELD if by_hand and source is not Status.PENDING else Status.PENDING
        entry.replaced.append(entry.comment.body)
        entry.comment = msgspec.structs.replace(entry.comment, body=body)
        entry.moves.append(Move(source, to, "author", edited=True))
        entry.status = to
        if to is Status.PENDING:
            entry.due, entry.attempts, entry.judged, entry.parties = at, 0, False, ()
            entry.watched = entry.watched and source is Status.PENDING
        self._left(entry, source)

    def withdraw(self, entry: Entry) -> None:
        source = entry.status
        entry.moves.append(Move(source, Status.REMOVED, "author", erased=True))
        entry.comment = msgspec.structs.replace(entry.comment, body="")
        entry.owes = entry.parties if source is Status.REJECTED else ()
        entry.status, entry.parties, entry.replaced, entry.judged = Status.REMOVED, (), [], False
        entry.says = ""
        self._left(entry, source)

    def _left(self, entry: Entry, source: Status) -> None:
        """What leaves the page is not pinned there any more."""
        if source is Status.PUBLISHED and entry.status is not source:
            self.revisions[entry.place] += 1
            if entry.comment.id in self.pinned[entry.place]:
                self.pinned[entry.place].remove(entry.comment.id)

    def edit(self, entry: Entry, body: str, by: str) -> None:
        entry.replaced.append(entry.comment.body)
        entry.comment = msgspec.structs.replace(entry.comment, body=body)
        entry.moves.append(Move(entry.status, entry.status, by, edited=True))
        if entry.status is Status.PUBLISHED:
            self.revisions[entry.place] += 1

    def close(self, place: tuple[str, str], *, closed: bool) -> bool:
        """Whether that changed anything."""
        if (place in self.closed) == closed:
            return False
        self.closed ^= {place}
        self.acts[place[0]] += 1
        self.known.add(place)
        self.revisions[place] += 1
        return True

    def pin(self, entry: Entry, *, on: bool) -> Pinned:
        comment_id, place = entry.comment.id, entry.place
        pinned = self.pinned[place]
        if (comment_id in pinned) == on:
            return Pinned.AS_BEFORE
        if on and entry.status is not Status.PUBLISHED:
            return Pinned.NOT_PUBLISHED
        if on and len(pinned) >= MOST_PINNED:
            return Pinned.FULL
        (pinned.append if on else pinned.remove)(comment_id)
        self.acts[place[0]] += 1
        self.revisions[place] += 1
        return Pinned.CHANGED

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
        """How many comments of each party are published, and how many were rejected."""
        counted = (Status.PUBLISHED, Status.REJECTED)
        entries = self.of(site).values()
        stand = [(p, e.status) for e in entries for p in e.parties if e.status in counted]
        return Counter([*stand, *((p, Status.REJECTED) for e in entries for p in e.owes)])

    def by_people(self, site: str) -> list[tuple[str, int, str]]:
        """The comment, the version it made and who made it, of each move of a person."""
        return [
            (comment_id, version, move.by)
            for comment_id, entry in self.of(site).items()
            for version, move in enumerate(entry.moves, 1)
            if move.to is not Status.PENDING and move.by not in MACHINES
        ]

    def events(self, site: str) -> list[tuple[str, int, str, str]]:
        """The comment, the version, where it led and who did it, of all that became of them."""
        return [
            (comment_id, version, move.to, move.by)
            for comment_id, entry in self.of(site).items()
            for version, move in enumerate(entry.moves[1:], 2)
        ]

    def _taken(self, due: list[str]) -> list[str]:
        """A comment that was claimed too often comes alone, not with or before others."""
        taken: list[str] = []
        for comment_id in due:
            if self.entries[comment_id].attempts + 1 > ALONE_AFTER:
                return taken or [comment_id]
            taken.append(comment_id)
        return taken
