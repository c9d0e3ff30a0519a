"""What a drain asks of the store about a batch of one site's comments, and what it is told.

Values, the script calls they make, and how the replies are read. Nothing here talks to the store.
"""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from moderation.ruling import Ruling
from moderation.store import keys, rulings
from moderation.store.connection import Call

# How many comments one mark keeps: beyond it there are that many, and it grows no more.
MOST_ALIKE = 30
# Of how many comments of a thread the texts are read.
RECENT = 20


@dataclass(frozen=True, slots=True)
class Count:
    """Count a comment as `what` among those with the same digest in the window before it.

    `thread`: not comments are counted, but the threads they stand in; any short name of its own.
    """

    what: str
    digest: str
    window_ms: int
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is asked of one comment. `parties` are those whose records are wanted; `same` is the
    mark of its text, `near` are those of its likeness (`text.fingerprint`). `names` are those under
    which there may be rulings about it."""

    id: str
    created_us: int
    counts: tuple[Count, ...] = ()
    parties: tuple[str, ...] = ()
    same: str | None = None
    near: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Inquiries in order of creation, and the threads of which the last texts are wanted.

    `window_ms` is for texts that are alike.
    """

    site: str
    inquiries: tuple[Inquiry, ...]
    window_ms: int
    threads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alike:
    """`n` comments share a mark, this one included; `group` is the same for all of them, and made
    of the creation of the first."""

    n: int
    group: str


@dataclass(slots=True)
class Known:
    """What the store knows of a comment. `counts` by what was counted; `records` by party, how many
    of its comments are published and how many rejected. None: it was not asked. `rulings` are those
    of the whole batch."""

    counts: dict[str, int] = field(default_factory=dict)
    records: dict[str, tuple[int, int]] = field(default_factory=dict)
    same: Alike | None = None
    near: Alike | None = None
    rulings: Sequence[Ruling] = ()


class Text(msgspec.Struct, frozen=True):
    """The one field of a comment's document that is read here."""

    body: str


_text = msgspec.json.Decoder(Text)


def calls(batch: Batch) -> list[Call]:
    """One call an inquiry that needs one, one for each kind of likeness, one a thread, one for all
    rulings."""
    made = [_tally(batch.site, i) for i in batch.inquiries if i.counts or i.parties]
    same = [(i.created_us, (i.same,)) for i in batch.inquiries if i.same]
    near = [(i.created_us, i.near) for i in batch.inquiries if i.near]
    for prefix, marked in ((keys.same(batch.site), same), (keys.NEAR, near)):
        if marked:
            made.append(_alike(prefix, batch.window_ms, marked))
    for thread in batch.threads:
        own = [keys.published(batch.site, thread)]
        made.append(("recent", own, [keys.prefix(batch.site), RECENT]))
    if named := _named(batch):
        made.append(rulings.call(batch.site, named))
    return made


def read(batch: Batch, replies: Sequence[Any]) -> tuple[list[Known], dict[str, list[str]]]:
    """What is known of each comment, in order, and by thread its last texts, the newest first."""
    left = iter(replies)
    found = [Known() for _ in batch.inquiries]
    every = list(zip(batch.inquiries, found, strict=True))
    for inquiry, known in every:
        if inquiry.counts or inquiry.parties:
            numbers: Iterator[int] = iter(next(left))
            known.counts = {c.what: next(numbers) for c in inquiry.counts}
            known.records = {p: (next(numbers), next(numbers)) for p in inquiry.parties}
    same = [known for inquiry, known in every if inquiry.same]
    for known, (n, group) in zip(same, next(left) if same else (), strict=True):
        known.same = Alike(n, group.decode())
    near = [known for inquiry, known in every if inquiry.near]
    for known, (n, group) in zip(near, next(left) if near else (), strict=True):
        known.near = Alike(n, group.decode())
    texts = {thread: list(_bodies(next(left))) for thread in batch.threads}
    if _named(batch):
        ruled = rulings.read(next(left))
        for known in found:
            known.rulings = ruled
    return found, texts


def _named(batch: Batch) -> dict[str, None]:
    return dict.fromkeys(name for inquiry in batch.inquiries for name in inquiry.names)


def _bodies(documents: Iterable[bytes]) -> Iterator[str]:
    """A document that cannot be read is fsck's business; no drain may stumble over it."""
    for document in documents:
        with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError):
            yield _text.decode(document).body


def _tally(site: str, inquiry: Inquiry) -> Call:
    records = [keys.record(site, party) for party in inquiry.parties]
    counted = [keys.seen(site, count.what, count.digest) for count in inquiry.counts]
    args: list[str | int | bytes] = [inquiry.id, inquiry.created_us, len(counted)]
    for count in inquiry.counts:
        args += [count.window_ms, count.thread]
    args += [name for _, name in records]
    return ("tally", [*counted, *(key for key, _ in records)], args)


def _alike(prefix: str, window_ms: int, marked: Iterable[tuple[int, tuple[str, ...]]]) -> Call:
    args: list[str | int | bytes] = [prefix, window_ms * 1000, MOST_ALIKE]
    for created_us, marks in marked:
        args += [created_us, len(marks), *marks]
    return ("alike", [], args)
