"""Everything that may be done to the store, in any order, by several at once, crashes included.

The store is a real one on a real Valkey; what it answers and what it then holds is compared with
the model after each step. The rules play front ends, workers, the sweeper and moderators, with the
product's own store and `service.decisions`.

Which rule may come next, and what it draws, must not depend on how a race or a clock went, since
Hypothesis plays beginnings again. So no rule has a precondition on what the store answered; it does
nothing where there is nothing to do.
"""

import asyncio

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from moderation.comment import MOVES, Status
from moderation.store import keys
from moderation.store.edits import MOST_EDITS
from moderation.store.records import Accepted, Decided, Intake
from service.decisions import CommentChanged, Outcome, Wish
from service.editing import EDITABLE, Change, NotEditable, TooOften
from tests import make
from tests.state.author import Authors
from tests.state.model import Entry, Span
from tests.state.stage import SITES, THREADS, checked, draft

BY_CHECKS = (Status.PUBLISHED, Status.HELD, Status.REJECTED)
RESTARTS = 1

sites, threads = st.sampled_from(SITES), st.sampled_from(THREADS)
titles = st.sampled_from(["", "One", "Two"])
picks = st.integers(0, 30)
ages = st.sampled_from([0, 0, 0, 1, 2, -1])
verdicts = st.lists(st.sampled_from(BY_CHECKS), min_size=16, max_size=16)


class Machine(Authors):
    """See the module."""

    restarts = RESTARTS

    @initialize(site=sites, thread=threads)
    def first(self, site: str, thread: str) -> None:
        self.accept(site, thread, "One", trusted=False, watched=False)

    @rule(site=sites, thread=threads, title=titles, trusted=st.booleans(), watched=st.booleans())
    def accept(self, site: str, thread: str, title: str, trusted: bool, watched: bool) -> None:
        intake = Intake(draft(site, thread, title), trusted=trusted, watched=watched)
        self.accepted(intake, *self.send(intake))

    @rule(site=sites, thread=threads, key=st.sampled_from("abc"), request=st.sampled_from("xxy"))
    def accept_by_key(self, site: str, thread: str, key: str, request: str) -> None:
        """The first with a key is kept, the same again is that one, another is refused."""
        intake = Intake(draft(site, thread), idempotency=(key, request))
        receipt, at = self.send(intake)
        first = self.model.keys.get((site, key))
        if first is None:
            if self.accepted(intake, receipt, at):
                self.model.keys[site, key] = (intake.comment.id, request)
        else:
            word = Accepted.REPLAYED if first[1] == request else Accepted.MISMATCH
            assert (receipt.word, receipt.id, receipt.rung) == (word, first[0], False)

    @rule(pick=picks, thread=threads, elsewhere=st.booleans())
    def reply(self, pick: int, thread: str, elsewhere: bool) -> None:
        """A reply needs a parent that readers see, in the same thread of the same site."""
        parent = self.pick(pick)
        site = parent.comment.site
        if elsewhere:
            site = SITES[1 - SITES.index(site)]
        intake = Intake(draft(site, thread, parent_id=parent.comment.id))
        receipt, at = self.send(intake)
        fits = not elsewhere and parent.comment.thread.key == thread
        closed = (site, thread) in self.model.closed
        if closed or (fits and parent.status is Status.PUBLISHED):
            self.accepted(intake, receipt, at)
        else:
            assert receipt.word is Accepted.NO_PARENT

    @rule(pick=picks)
    def watch(self, pick: int) -> None:
        entry = self.pick(pick)
        comment = entry.comment
        assert self.run(self.store.comments.watch(comment.site, comment.id)) is entry.status
        entry.watched = True

    @rule(site=sites, limit=st.sampled_from([1, 2, 16]), hush=st.booleans())
    def claim(self, site: str, limit: int, hush: bool) -> None:
        claims, at = self.timed(lambda: self.store.comments.claim(site, limit, hush=hush))
        if hush:
            self.model.bells.pop(site, None)
        ids = [claim.comment.id for claim in claims.comments]
        assert ids in self.model.claims(site, limit, at)
        for claim in claims.comments:
            entry = self.model.claim(claim.comment.id, at)
            assert (claim.version, claim.attempts) == (entry.version, entry.attempts)
            assert claim.comment.body == entry.comment.body
        if ids:
            self.drains.append(list(claims.comments))

    @rule(pick=picks, to=verdicts, again=st.booleans())
    def finish_drain(self, pick: int, to: list[Status], again: bool) -> None:
        """A drain decides what it claimed, maybe long ago; `again`: and will do so once more."""
        batch = self.drain(pick)
        if batch and not again:
            self.drains.remove(batch)
        decisions = [checked(claim, status) for claim, status in zip(batch, to, strict=False)]
        for decision, decided in zip(decisions, self.decide(decisions), strict=True):
            self.decided(decision, decided)

    @rule(pick=picks)
    def crash_drain(self, pick: int) -> None:
        if batch := self.drain(pick):
            self.drains.remove(batch)

    @rule(site=sites, times=st.integers(1, 3))
    def crash_again_and_again(self, site: str, times: int) -> None:
        """Something in the inbox kills each drain that claims it."""
        for _ in range(times):
            self.claim(site, 16, hush=False)
            self.drains.clear()
            for comment_id in self.model.leased():
                self._make_due(comment_id, self.now())

    @rule(pick=picks, one=st.booleans())
    def end_leases(self, pick: int, one: bool) -> None:
        """The time of a lease passes, or of all leases."""
        leased = self.model.leased()
        for comment_id in [leased[pick % len(leased)]] if one and leased else leased:
            self._make_due(comment_id, self.now())

    @rule()
    def sweep(self) -> None:
        """The sweeper rings where something is due and no drain is on its way."""
        self.raw.delete(*map(keys.lessons, SITES))  # they ring too, and are no part of the model
        rung, at = self.timed(lambda: self.store.comments.ring(SITES))
        for site in SITES:
            dues = [e.due for e in self.model.of(site, Status.PENDING).values()]
            if any(due.last <= at.first for due in dues):
                self.rang(site, site in rung, at)
            elif site in rung:
                assert any(due.first <= at.last for due in dues)
                self.rang(site, True, at)

    @rule(pick=picks, to=st.sampled_from(list(Status)), age=ages)
    def moderate(self, pick: int, to: Status, age: int) -> None:
        """A person decides on the version they saw, which may be an old or an invented one."""
        entry = self.pick(pick)
        wish = Wish(to, entry.version - age, "ada", reason="off topic")
        self.wished(entry, wish, self.run(self.wish(self.store, entry, wish)))

    @rule(pick=picks, late=st.booleans())
    def change_ones_mind(self, pick: int, late: bool) -> None:
        """Published, held, published: the status is as before, and yet it is not the same.

        `late`: somebody else decides on what they saw before that.
        """
        entry = self.standing(pick, Status.PUBLISHED)
        if entry.status is not Status.PUBLISHED:
            return
        version = entry.version
        for to in (Status.HELD, Status.PUBLISHED):
            wish = Wish(to, entry.version, "ada")
            self.wished(entry, wish, self.run(self.wish(self.store, entry, wish)))
        if late:
            self._late(entry, version, Status.REMOVED)

    @rule(pick=picks, version=st.integers(1, 4), to=st.sampled_from(list(Status)))
    def decide_late(self, pick: int, version: int, to: Status) -> None:
        """Somebody decides on what they saw, and does not look again before."""
        entry = self.pick(pick)
        self._late(entry, min(version, entry.version), to)

    def _late(self, entry: Entry, version: int, to: Status) -> None:
        seen = entry.moves[version - 1].to
        if to in MOVES[seen]:
            decision = make.decision(entry.comment, to, status=seen, version=version, by="ben")
            self.decided(decision, *self.decide([decision]))

    @rule(pick=picks, age=ages)
    def edit(self, pick: int, age: int) -> None:
        """A person changes the text they saw, where it stands."""
        self._edit(self.pick(pick), age)

    @rule(pick=picks, age=ages)
    def edit_what_readers_see(self, pick: int, age: int) -> None:
        self._edit(self.standing(pick, Status.PUBLISHED), age)

    def _edit(self, entry: Entry, age: int) -> None:
        change = Change(f"{entry.comment.body}!", entry.version - age, "ada")
        fault = self.run(self.change(entry, change))
        if age:
            assert isinstance(fault, CommentChanged)
        elif entry.status not in EDITABLE:
            assert isinstance(fault, NotEditable)
        elif len(entry.replaced) == MOST_EDITS:
            assert isinstance(fault, TooOften)
        else:
            assert fault is None
            self.model.edit(entry, change.body, "ada")

    @rule(site=sites, thread=threads, closed=st.booleans())
    def close_thread(self, site: str, thread: str, closed: bool) -> None:
        rooms = self.store.threads
        work = rooms.close(site, thread, "ada") if closed else rooms.reopen(site, thread, "ada")
        assert self.run(work) == self.model.close((site, thread), closed=closed)

    @rule(pick=picks, on=st.booleans())
    def pin(self, pick: int, on: bool) -> None:
        self._pin(self.pick(pick), on=on)

    @rule(pick=picks, leaves=st.booleans())
    def pin_what_readers_see(self, pick: int, leaves: bool) -> None:
        """`leaves`: and take it off the page, which ends the pin."""
        entry = self.standing(pick, Status.PUBLISHED)
        self._pin(entry, on=True)
        if leaves:
            wish = Wish(Status.HELD, entry.version, "ada")
            self.wished(entry, wish, self.run(self.wish(self.store, entry, wish)))

    def _pin(self, entry: Entry, *, on: bool) -> None:
        site, key = entry.comment.site, entry.comment.thread.key
        work = self.store.threads.pin(site, key, entry.comment.id, "moderator:ana", on=on)
        assert self.run(work) is self.model.pin(entry, on=on)

    @rule(pick=picks, by_checks=st.sampled_from(BY_CHECKS), by_ada=st.sampled_from(BY_CHECKS))
    def race(self, pick: int, by_checks: Status, by_ada: Status) -> None:
        """A worker and a moderator decide at the same time on what each saw."""
        if not (batch := self.drain(pick)):
            return
        claim = batch[0]
        entry = self.model.entries[claim.comment.id]
        decision, wish = checked(claim, by_checks), Wish(by_ada, entry.version, "ada")

        async def both() -> tuple[list[Decided], "Outcome | Exception"]:
            return await asyncio.gather(
                self.store.comments.decide([decision]), self.wish(self.other, entry, wish)
            )

        (decided,), outcome = self.run(both())
        # Who was first shows in what the worker was told.
        if decided.made or decided == Decided(False, entry.status, entry.version):
            self.decided(decision, decided)
            self.wished(entry, wish, outcome)
        else:
            self.wished(entry, wish, outcome)
            self.decided(decision, decided)

    @rule(repair=st.booleans())
    def look_for_damage(self, repair: bool) -> None:
        """There is none, whatever was done; and so nothing to mend."""
        assert self.run(self._damage(repair=repair)) == []

    async def _damage(self, *, repair: bool) -> list[str]:
        return [found.sentence async for found in self.store.fsck.run(repair=repair)]

    @rule()
    def forget_scripts(self) -> None:
        self.raw.script_flush()

    @precondition(lambda self: self.restarts)
    @rule()
    def restart(self) -> None:
        """The store is killed and reads its file; whoever talked to it starts anew."""
        self.restarts -= 1
        self.close()
        self.server.kill()
        self.server.start()
        self.drains.clear()
        self.open()

    def heal(self) -> None:
        for site in SITES:
            for comment_id in self.model.of(site, Status.PENDING):
                self._make_due(comment_id, 1)
            while self.model.of(site, Status.PENDING):
                self.drains.clear()
                self.claim(site, 16, hush=True)
                assert self.drains, "something is pending and is not given out"
                self.finish_drain(0, [Status.HELD] * 16, again=False)

    def _make_due(self, comment_id: str, moment: int) -> None:
        entry = self.model.entries[comment_id]
        self.raw.zadd(keys.inbox(entry.comment.site), {comment_id: moment}, xx=True)
        entry.due = Span(moment, moment)
