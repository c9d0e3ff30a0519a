"""A comment, its status, and which status may follow which.

Pure: values and laws only. Nothing here reads a clock, a random number, a setting or the store.
"""

from enum import StrEnum

import msgspec


class Status(StrEnum):
    """Where a comment stands. Only `published` is visible to readers."""

    PENDING = "pending"
    PUBLISHED = "published"
    HELD = "held"
    REJECTED = "rejected"
    REMOVED = "removed"


# The law of moves; the drawing of it is in ARCHITECTURE.md. Change both.
MOVES: dict[Status, frozenset[Status]] = {
    Status.PENDING: frozenset({Status.PUBLISHED, Status.HELD, Status.REJECTED}),
    Status.HELD: frozenset({Status.PUBLISHED, Status.REJECTED}),
    Status.PUBLISHED: frozenset({Status.HELD, Status.REMOVED}),
    Status.REJECTED: frozenset({Status.PUBLISHED, Status.HELD}),
    Status.REMOVED: frozenset(),
}

# What a moderator's verb makes of a comment.
ACTIONS: dict[str, Status] = {
    "approve": Status.PUBLISHED,
    "reject": Status.REJECTED,
    "hold": Status.HELD,
    "remove": Status.REMOVED,
}


class IllegalMove(Exception):
    """A status that may not follow the present one was asked for."""

    def __init__(self, current: Status, wanted: Status) -> None:
        super().__init__(f"a {current} comment cannot become {wanted}")
        self.current = current
        self.wanted = wanted


def check_move(current: Status, wanted: Status) -> None:
    """Return if `wanted` may follow `current`; raise `IllegalMove` if not."""
    if wanted not in MOVES[current]:
        raise IllegalMove(current, wanted)


class Thread(msgspec.Struct, frozen=True, omit_defaults=True):
    """The comments of one article. `key` names it within its site."""

    key: str
    url: str | None = None
    title: str | None = None
    topics: tuple[str, ...] = ()


class Author(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who says they wrote the comment. Nothing here is verified."""

    name: str = ""
    email: str | None = None
    url: str | None = None


class Client(msgspec.Struct, frozen=True, omit_defaults=True):
    """The machine the comment came from, as far as a trusted party told us."""

    ip: str | None = None
    user_agent: str | None = None


class Doubt(StrEnum):
    """Something odd about how a comment was sent, whatever it says."""

    FAST = "fast"
    UNSIGNED = "unsigned"
    LATE = "late"
    UNPROVEN = "unproven"


class Comment(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was written, by whom, where. It does not change when its status does.

    `trapped` says that the form's hidden field, which people do not see, was filled in; `staff`
    that a moderator of the site wrote it, signed in. `doubts` are of `Doubt`, and read as text: one
    that is new must not stop a worker that is old.
    """

    id: str
    site: str
    thread: Thread
    body: str
    author: Author = Author()
    parent_id: str | None = None
    lang: str | None = None
    client: Client = Client()
    trapped: bool = False
    staff: bool = False
    doubts: tuple[str, ...] = ()


class HistoryEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One move: when (ms of the store's clock), by whom, from where to where, and why.

    With `edited` the text was changed: by a person where the comment stands, by its author so that
    it waits again. With `erased` its author took it back: it is removed, and its text with it.
    """

    at: int
    by: str
    to: Status
    version: int
    from_: Status | None = msgspec.field(default=None, name="from")
    reason: str | None = None
    note: str | None = None
    policy_version: int | None = None
    edited: bool = False
    erased: bool = False

    @property
    def moved(self) -> bool:
        """Did it change where the comment stands?"""
        return self.from_ is not self.to


# A text that its author may still change, and where the comment is to wait then.
REVISABLE = (Status.PENDING, Status.HELD, Status.PUBLISHED)
_WAITS = (Status.PENDING, Status.HELD)


def is_lawful(entry: HistoryEntry) -> bool:
    """May this follow on where the comment stood before it (`from_`)? For all but the first entry.

    What an author may do is not in `MOVES`: nobody else can ask for it.
    """
    if entry.from_ is None:
        return False
    if entry.erased:
        return entry.to is Status.REMOVED
    if entry.edited and entry.moved:
        return entry.from_ in REVISABLE[1:] and entry.to in _WAITS
    return entry.edited or entry.to in MOVES[entry.from_]
