"""Where the rules play: a store with two processes on it, the model, and what one answer proves."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import redis
from hypothesis.stateful import RuleBasedStateMachine, invariant

from moderation.comment import MOVES, Comment, IllegalMove, Status, Thread
from moderation.store import Store
from moderation.store.records import Accepted, Claim, Decided, Decision, Intake, Receipt
from service import editing
from service.decisions import AlreadyDecided, CommentChanged, Outcome, Wish, carry_out
from service.editing import Change, NotEditable, TooOften
from tests import make
from tests.state.audit import Auditor
from tests.state.model import Entry, Model, Span
from tests.state.reader import Reader
from tests.valkey import Valkey

SITES = ("blog", "zine")
THREADS = ("/one", "/two")

# For whom the comments of a thread count: some for several, some for nobody.
PARTIES = {"/one": ("a" + 5 * "abc", "h" + 5 * "abc"), "/two": ("a" + 5 * "abc",)}

T = TypeVar("T")


class Stage(RuleBasedStateMachine):
    """`server` is this machine's own, and is emptied for each run."""

    server: Valkey

    def __init__(self) -> None:
        super().__init__()
        self.server.flush()
        self.loop = asyncio.Runner()
        self.raw: Any = redis.Redis.from_url(self.server.url)
        self.model = Model()
        self.auditor = Auditor(self.raw, SITES, THREADS)
        self.reader = Reader(self.model, SITES, THREADS)
        self.drains: list[list[Claim]] = []
        self.open()

    def open(self) -> None:
        self.store, self.other = Store(self.server.url), Store(self.server.url)

    def close(self) -> None:
        self.run(self.store.close())
        self.run(self.other.close())

    @invariant()
    def every_key_is_as_the_model_says(self) -> None:
        self.auditor.look(self.model)

    @invariant()
    def every_reader_sees_what_the_model_says(self) -> None:
        self.run(self.reader.look(self.store))

    def heal(self) -> None:
        """All faults have ended: whatever is pending gets decided."""
        raise AssertionError("each machine heals in its own way")

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self.heal()
                self.auditor.look(self.model)
                self.run(self.reader.look_at_all(self.store))
        finally:
            self.close()
            self.raw.close()
            self.loop.close()

    def run(self, work: Awaitable[T]) -> T:
        async def waiting() -> T:
            return await work

        return self.loop.run(waiting())

    def timed(self, work: Callable[[], Awaitable[T]]) -> tuple[T, Span]:
        """What it answers, and between which two moments it ran."""
        first = self.now()
        reply = self.run(work())
        return reply, Span(first, self.now())

    def now(self) -> int:
        seconds, micros = self.raw.time()
        return int(seconds) * 1000 + int(micros) // 1000

    def pick(self, number: int) -> Entry:
        return list(self.model.entries.values())[number % len(self.model.entries)]

    def send(self, intake: Intake) -> tuple[Receipt, Span]:
        (receipt,), at = self.timed(lambda: self.store.comments.accept([intake]))
        assert isinstance(receipt, Receipt), receipt
        return receipt, at

    def accepted(self, intake: Intake, receipt: Receipt, at: Span) -> bool:
        """It is kept, and the bell rang if it was not ringing yet; unless its thread is closed."""
        if (intake.comment.site, intake.comment.thread.key) in self.model.closed:
            assert (receipt.word, receipt.id, receipt.rung) == (Accepted.CLOSED, "", False)
            return False
        assert (receipt.word, receipt.id) == (Accepted.ACCEPTED, intake.comment.id)
        self.model.accept(intake.comment, at, trusted=intake.trusted, watched=intake.watched)
        self.rang(intake.comment.site, receipt.rung, at)
        return True

    def rang(self, site: str, rung: bool, at: Span) -> None:
        assert rung in self.model.may_ring(site, at)
        if rung:
            self.model.bells[site] = at

    def decide(self, decisions: Sequence[Decision]) -> list[Decided]:
        return self.run(self.store.comments.decide(decisions))

    def decided(self, decision: Decision, decided: Decided) -> None:
        """The move was made if and only if the comment was what the decider saw."""
        made = self.model.decide(
            decision.id,
            decision.status,
            decision.version,
            decision.to,
            decision.by,
            decision.parties,
        )
        entry = self.model.entries[decision.id]
        assert decided == Decided(made, entry.status, entry.version)

    async def wish(self, store: Store, entry: Entry, wish: Wish) -> "Outcome | Exception":
        try:
            return await carry_out(store, entry.comment.site, entry.comment.id, wish)
        except (AlreadyDecided, CommentChanged, IllegalMove) as exc:
            return exc

    async def change(self, entry: Entry, change: Change) -> Exception | None:
        (record,) = await self.store.comments.read(entry.comment.site, [entry.comment.id])
        assert record is not None
        try:
            await editing.carry_out(self.store, record, change)
        except (CommentChanged, NotEditable, TooOften) as exc:
            return exc
        return None

    def wished(self, entry: Entry, wish: Wish, outcome: "Outcome | Exception") -> None:
        """A person's wish is made, was made already, or is refused for the right reason."""
        missed = entry.moves[max(wish.version, 0) :]
        if entry.status is wish.to:
            assert isinstance(outcome, Outcome)
            assert outcome.already
        elif wish.version != entry.version:
            unseen = missed and not any(m.edited or m.to is Status.PENDING for m in missed)
            assert isinstance(outcome, AlreadyDecided if unseen else CommentChanged)
        elif wish.to not in MOVES[entry.status]:
            assert isinstance(outcome, IllegalMove)
        else:
            assert isinstance(outcome, Outcome), outcome
            assert not outcome.already
            assert self.model.decide(
                entry.comment.id, entry.status, entry.version, wish.to, wish.by
            )
            assert outcome.record.status is wish.to


def draft(site: str, thread: str, title: str = "", parent_id: str | None = None) -> Comment:
    named = Thread(key=thread, title=title or None)
    return make.comment(f"On {thread}: {title}", site=site, thread=named, parent_id=parent_id)


def checked(claim: Claim, to: Status) -> Decision:
    """What a drain makes of a claim."""
    parties = PARTIES[claim.comment.thread.key]
    return make.decision(claim.comment, to, version=claim.version, parties=parties)
