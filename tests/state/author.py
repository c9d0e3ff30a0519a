"""What authors do to the store: they change what they wrote, and take it back, at any moment."""

import asyncio

from hypothesis import strategies as st
from hypothesis.stateful import rule

from moderation.comment import REVISABLE, Status
from moderation.store import Store
from moderation.store.authorship import Revised, Word
from moderation.store.edits import MOST_EDITS
from moderation.store.records import Claim, Decided
from service import authoring
from service.authoring import NotEditable
from service.decisions import CommentChanged
from tests.state.model import Entry, Span
from tests.state.stage import Stage, checked

picks = st.integers(0, 30)
ages = st.sampled_from([0, 0, 0, 1, 2, -1])
# Most are pending anyway.
statuses = st.sampled_from([Status.PUBLISHED, Status.HELD, Status.REJECTED, Status.REMOVED])
by_checks = st.sampled_from([Status.PUBLISHED, Status.HELD, Status.REJECTED])


class Authors(Stage):
    """See the module."""

    @rule(pick=picks, status=statuses, age=ages)
    def revise(self, pick: int, status: Status, age: int) -> None:
        """An author changes the text that they saw."""
        entry, first = self.standing(pick, status), self.now()
        version = entry.version - age
        outcome = self.run(self.send_revision(self.store, entry, version))
        self.revised(entry, version, outcome, Span(first, self.now()))

    @rule(pick=picks, status=statuses, age=ages)
    def withdraw(self, pick: int, status: Status, age: int) -> None:
        entry = self.standing(pick, status)
        version = entry.version - age
        outcome = self.run(self.send_withdrawal(self.store, entry, version))
        self.withdrawn(entry, version, outcome)

    def standing(self, pick: int, status: Status) -> Entry:
        """One that stands so, if there is any."""
        those = [e for e in self.model.entries.values() if e.status is status]
        return those[pick % len(those)] if those else self.pick(pick)

    def drain(self, pick: int) -> list[Claim]:
        """Some drain's batch; empty if none is at work."""
        return self.drains[pick % len(self.drains)] if self.drains else []

    @rule(pick=picks, to=by_checks, revises=st.booleans())
    def author_and_worker(self, pick: int, to: Status, revises: bool) -> None:
        """A worker decides on a text while its author changes it, or takes it back."""
        if not (batch := self.drain(pick)):
            return
        claim = batch[0]
        entry, first = self.model.entries[claim.comment.id], self.now()
        version, decision = entry.version, checked(claim, to)
        send = self.send_revision if revises else self.send_withdrawal

        async def both() -> tuple[list[Decided], Revised | Exception | None]:
            return await asyncio.gather(
                self.store.comments.decide([decision]), send(self.other, entry, version)
            )

        (decided,), outcome = self.run(both())

        def author() -> None:
            if revises:
                self.revised(entry, version, outcome, Span(first, self.now()))
            else:
                self.withdrawn(entry, version, outcome)

        # Who was first shows in what the worker was told.
        if decided.made or decided == Decided(False, entry.status, entry.version):
            self.decided(decision, decided)
            author()
        else:
            author()
            self.decided(decision, decided)

    async def send_revision(
        self, store: Store, entry: Entry, version: int
    ) -> Revised | Exception | None:
        (record,) = await store.comments.read(entry.comment.site, [entry.comment.id])
        assert record is not None
        try:
            revision = authoring.judge(record, f"{entry.comment.body}?", version, "author")
            assert revision is not None
            return await authoring.revise(store, revision)
        except (CommentChanged, NotEditable) as exc:
            return exc

    async def send_withdrawal(
        self, store: Store, entry: Entry, version: int
    ) -> Revised | Exception | None:
        (record,) = await store.comments.read(entry.comment.site, [entry.comment.id])
        assert record is not None
        try:
            await authoring.withdraw(store, record, version, "author")
        except CommentChanged as exc:
            return exc
        return None

    def revised(
        self, entry: Entry, version: int, outcome: Revised | Exception | None, at: Span
    ) -> None:
        """It is done, or refused for the right reason."""
        if version != entry.version:
            assert isinstance(outcome, CommentChanged)
        elif entry.status not in REVISABLE or len(entry.replaced) == MOST_EDITS:
            assert isinstance(outcome, NotEditable)
        else:
            assert isinstance(outcome, Revised), outcome
            assert outcome.word is Word.MADE
            self.model.revise(entry, f"{entry.comment.body}?", at)
            if entry.status is Status.PENDING:
                self.rang(entry.comment.site, outcome.rung, at)
            else:
                assert not outcome.rung

    def withdrawn(self, entry: Entry, version: int, outcome: Revised | Exception | None) -> None:
        if entry.erased:
            assert outcome is None
        elif version != entry.version:
            assert isinstance(outcome, CommentChanged)
        else:
            assert outcome is None
            self.model.withdraw(entry)
